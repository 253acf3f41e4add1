//! Methods of Rust's numbers, and the WGSL functions that do the same.

use super::ir::{Argument, Atomic, Builtin, Numbers};
use super::types::Type;

use Argument::{Same, U32};
use Numbers::{Floats, Integers, Signed};

/// One whose WGSL function is in the prelude, since WGSL's own of that name does something else.
pub(super) const PRELUDE: [(&str, &str); 8] = [
    (
        "round_f32",
        "fn round_f32(x: f32) -> f32 {\n    let whole = trunc(x);\n    return select(whole, whole + sign(x), abs(x - whole) >= 0.5f);\n}\n",
    ),
    (
        "signum_f32",
        "fn signum_f32(x: f32) -> f32 {\n    return select(1.0f, -1.0f, bitcast<i32>(x) < 0i);\n}\n",
    ),
    (
        "fract_f32",
        "fn fract_f32(x: f32) -> f32 {\n    return x - trunc(x);\n}\n",
    ),
    (
        "recip_f32",
        "fn recip_f32(x: f32) -> f32 {\n    return 1.0f / x;\n}\n",
    ),
    (
        "f32_as_i32",
        "fn f32_as_i32(x: f32) -> i32 {\n    return select(select(i32(x), 2147483647i, x >= 2147483648.0f), 0i, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);\n}\n",
    ),
    (
        "f32_as_u32",
        "fn f32_as_u32(x: f32) -> u32 {\n    return select(select(u32(x), 4294967295u, x >= 4294967296.0f), 0u, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);\n}\n",
    ),
    (
        "rotate_left_u32",
        "fn rotate_left_u32(x: u32, n: u32) -> u32 {\n    return (x << (n & 31u)) | (x >> ((32u - n) & 31u));\n}\n",
    ),
    (
        "rotate_right_u32",
        "fn rotate_right_u32(x: u32, n: u32) -> u32 {\n    return (x >> (n & 31u)) | (x << ((32u - n) & 31u));\n}\n",
    ),
];

const fn builtin(
    name: &'static str,
    of: Numbers,
    arguments: &'static [Argument],
    result: Option<Type>,
    wgsl: &'static str,
    twin: &'static str,
) -> Builtin {
    Builtin {
        name,
        of,
        arguments,
        result,
        wgsl,
        twin,
    }
}

const fn float(name: &'static str, wgsl: &'static str) -> Builtin {
    builtin(name, Floats, &[], None, wgsl, name)
}

const fn counts(name: &'static str, wgsl: &'static str) -> Builtin {
    builtin(name, Integers, &[], Some(Type::U32), wgsl, name)
}

/// `f32::from_bits`
pub(super) static FROM_BITS: Builtin = builtin(
    "from_bits",
    Integers,
    &[],
    Some(Type::F32),
    "bitcast<f32>",
    "from_bits",
);

static ALL: [Builtin; 47] = [
    builtin("min", Integers, &[Same], None, "min", "min"),
    builtin("max", Integers, &[Same], None, "max", "max"),
    builtin("clamp", Integers, &[Same, Same], None, "clamp", "clamp"),
    builtin("abs", Signed, &[], None, "abs", "wrapping_abs"),
    builtin("wrapping_abs", Signed, &[], None, "abs", "wrapping_abs"),
    builtin("signum", Signed, &[], None, "sign", "signum"),
    counts("count_ones", "countOneBits"),
    counts("leading_zeros", "countLeadingZeros"),
    counts("trailing_zeros", "countTrailingZeros"),
    builtin(
        "reverse_bits",
        Integers,
        &[],
        None,
        "reverseBits",
        "reverse_bits",
    ),
    builtin(
        "rotate_left",
        Integers,
        &[U32],
        None,
        "rotate_left_u32",
        "rotate_left",
    ),
    builtin(
        "rotate_right",
        Integers,
        &[U32],
        None,
        "rotate_right_u32",
        "rotate_right",
    ),
    float("sin", "sin"),
    float("cos", "cos"),
    float("tan", "tan"),
    float("asin", "asin"),
    float("acos", "acos"),
    float("atan", "atan"),
    builtin("atan2", Floats, &[Same], None, "atan2", "atan2"),
    float("sinh", "sinh"),
    float("cosh", "cosh"),
    float("tanh", "tanh"),
    float("asinh", "asinh"),
    float("acosh", "acosh"),
    float("atanh", "atanh"),
    float("exp", "exp"),
    float("exp2", "exp2"),
    float("ln", "log"),
    float("log2", "log2"),
    builtin("powf", Floats, &[Same], None, "pow", "powf"),
    float("sqrt", "sqrt"),
    float("abs", "abs"),
    float("signum", "signum_f32"),
    float("floor", "floor"),
    float("ceil", "ceil"),
    float("trunc", "trunc"),
    float("round", "round_f32"),
    float("round_ties_even", "round"),
    float("fract", "fract_f32"),
    float("recip", "recip_f32"),
    float("to_radians", "radians"),
    float("to_degrees", "degrees"),
    builtin("min", Floats, &[Same], None, "min", "min"),
    builtin("max", Floats, &[Same], None, "max", "max"),
    builtin("clamp", Floats, &[Same, Same], None, "clamp", "clamp"),
    builtin("mul_add", Floats, &[Same, Same], None, "fma", "mul_add"),
    builtin(
        "to_bits",
        Floats,
        &[],
        Some(Type::U32),
        "bitcast<u32>",
        "to_bits",
    ),
];

/// The method of a type, by its name.
pub(super) fn find(ty: &Type, name: &str) -> Option<&'static Builtin> {
    let Type::Scalar(scalar) = ty else {
        return None;
    };
    let is_of = |of| match of {
        Integers => scalar.is_integer(),
        Signed => *ty == Type::I32,
        Floats => *ty == Type::F32,
    };
    ALL.iter().find(|it| it.name == name && is_of(it.of))
}

/// What to write in place of a method that WGSL does not have.
pub(super) fn instead_of(ty: &Type, name: &str) -> String {
    let help = match name {
        "powi" | "pow" => "multiply, or use `powf` of a number that is not negative",
        "sin_cos" => "write `sin()` and `cos()`",
        "log10" => "write `log2() * 0.30103`",
        "log" => "write `x.ln() / base.ln()`",
        "exp_m1" => "write `exp() - 1.0`",
        "ln_1p" => "write `(1.0 + x).ln()`",
        "cbrt" => "write `powf(1.0 / 3.0)`",
        "hypot" => "write `(x * x + y * y).sqrt()`",
        "is_nan" | "is_finite" | "is_infinite" => {
            "WGSL lets a compiler assume that all numbers are finite: compare with a bound"
        }
        "is_sign_negative" | "is_negative" => "write `x < 0`",
        "is_sign_positive" | "is_positive" => "write `x > 0`",
        "rem_euclid" | "div_euclid" => "write `((x % n) + n) % n`, and `/` of what is left",
        "checked_add" | "checked_sub" | "checked_mul" | "checked_div" | "checked_rem" => {
            "WGSL has no `Option`: compare before, the operators wrap"
        }
        "overflowing_add" | "overflowing_sub" | "overflowing_mul" => {
            "WGSL has no tuples: the operators wrap, compare the result"
        }
        "saturating_add" => "write `x + y.min(u32::MAX - x)`",
        "saturating_sub" => "write `x - y.min(x)`",
        "abs_diff" => "write `x.max(y) - x.min(y)`",
        "is_power_of_two" => "write `count_ones() == 1`",
        "clone" | "to_owned" | "into" | "try_into" => {
            "numbers are copied: leave it out, or cast by `as`"
        }
        "unwrap" | "expect" => "WGSL has no `Option`",
        _ => "",
    };
    match help {
        "" => format!(
            "WGSL has nothing that does what `{name}` does for `{ty}`: write it in a function with `#[gpu]`"
        ),
        help => help.to_owned(),
    }
}

const fn atomic_of(
    name: &'static str,
    wgsl: &'static str,
    has_argument: bool,
    has_result: bool,
) -> Atomic {
    Atomic {
        name,
        wgsl,
        has_argument,
        has_result,
    }
}

static ATOMICS: [Atomic; 10] = [
    atomic_of("load", "atomicLoad", false, true),
    atomic_of("store", "atomicStore", true, false),
    atomic_of("swap", "atomicExchange", true, true),
    atomic_of("fetch_add", "atomicAdd", true, true),
    atomic_of("fetch_sub", "atomicSub", true, true),
    atomic_of("fetch_max", "atomicMax", true, true),
    atomic_of("fetch_min", "atomicMin", true, true),
    atomic_of("fetch_and", "atomicAnd", true, true),
    atomic_of("fetch_or", "atomicOr", true, true),
    atomic_of("fetch_xor", "atomicXor", true, true),
];

/// The method of an atomic, by its name.
pub(super) fn atomic(name: &str) -> Option<&'static Atomic> {
    ATOMICS.iter().find(|it| it.name == name)
}
