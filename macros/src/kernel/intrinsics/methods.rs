//! The methods of vectors.

use super::intrinsic;
use crate::kernel::ir::{Intrinsic, Twin};
use crate::kernel::types::{Scalar, Type};

use Cpu::{Compare, Each, Integers as OwnIntegers, Method as Same};
use Of::{AllFloats, Floats, Integers, Masks, Numbers, Signed};
use Outcome::{Array, Bool, Component, Longer, Mask, Shorter, Vector};
use Parameter as P;

/// A method of a vector.
pub(crate) struct Method {
    name: &'static str,
    of: Of,
    /// The least and the largest number of components.
    sizes: (u8, u8),
    pub(crate) parameters: &'static [Parameter],
    result: Outcome,
    wgsl: Wgsl,
    cpu: Cpu,
}

/// The vectors that have it.
#[derive(Clone, Copy)]
enum Of {
    Floats,
    /// Of 16 bits, too.
    AllFloats,
    Integers,
    Signed,
    Numbers,
    Masks,
}

#[derive(Clone, Copy)]
pub(crate) enum Parameter {
    /// The vector's own type.
    Vector,
    Component,
    Index,
}

#[derive(Clone, Copy)]
enum Outcome {
    Vector,
    Component,
    Mask,
    Bool,
    Longer,
    Shorter,
    Array,
}

/// `$0` and so on are the arguments, `$T` is the vector's type, and `$R` that of the result.
enum Wgsl {
    Text(&'static str),
    /// All components, with an operator between them.
    Operator(&'static str),
    /// All components, by a function of two.
    Function(&'static str),
    /// All components as arguments.
    List,
}

enum Cpu {
    /// glam's.
    Method,
    /// That of each component's primitive type, by its name.
    Each(&'static str),
    /// Those of the SDK's traits.
    Compare,
    Integers,
}

const fn method(
    name: &'static str,
    of: Of,
    parameters: &'static [Parameter],
    result: Outcome,
    wgsl: &'static str,
) -> Method {
    Method {
        name,
        of,
        sizes: (2, 4),
        parameters,
        result,
        wgsl: Wgsl::Text(wgsl),
        cpu: Same,
    }
}

impl Method {
    const fn sizes(mut self, least: u8, most: u8) -> Self {
        self.sizes = (least, most);
        self
    }

    const fn cpu(mut self, cpu: Cpu) -> Self {
        self.cpu = cpu;
        self
    }

    const fn components(mut self, wgsl: Wgsl) -> Self {
        self.wgsl = wgsl;
        self
    }
}

const ONE: &[P] = &[P::Vector];
const TWO: &[P] = &[P::Vector, P::Vector];
const SCALAR: &[P] = &[P::Component];
const MIXED: &[P] = &[P::Vector, P::Component];

static METHODS: &[Method] = &[
    method("min", Numbers, ONE, Vector, "min($0, $1)"),
    method("max", Numbers, ONE, Vector, "max($0, $1)"),
    method("clamp", Numbers, TWO, Vector, "min(max($0, $1), $2)"),
    method("abs", Floats, &[], Vector, "abs($0)"),
    method("abs", Signed, &[], Vector, "abs($0)").cpu(Each("wrapping_abs")),
    method("signum", Signed, &[], Vector, "sign($0)"),
    method(
        "signum",
        Floats,
        &[],
        Vector,
        "select($T(1.0f), $T(-1.0f), bitcast<$I>($0) < $I())",
    ),
    method("floor", Floats, &[], Vector, "floor($0)"),
    method("ceil", Floats, &[], Vector, "ceil($0)"),
    method("trunc", Floats, &[], Vector, "trunc($0)"),
    // glam's rounds otherwise on some targets.
    method(
        "round",
        Floats,
        &[],
        Vector,
        "(trunc($0) + select($T(), sign($0), abs($0 - trunc($0)) >= $T(0.5f)))",
    )
    .cpu(Each("round")),
    method("fract", Floats, &[], Vector, "($0 - trunc($0))"),
    method("fract_gl", Floats, &[], Vector, "fract($0)"),
    method("sqrt", Floats, &[], Vector, "sqrt($0)"),
    method("recip", Floats, &[], Vector, "(1.0f / $0)"),
    method("exp", Floats, &[], Vector, "exp($0)"),
    method("exp2", Floats, &[], Vector, "exp2($0)"),
    method("ln", Floats, &[], Vector, "log($0)"),
    method("log2", Floats, &[], Vector, "log2($0)"),
    method("sin", Floats, &[], Vector, "sin($0)"),
    method("cos", Floats, &[], Vector, "cos($0)"),
    method("powf", Floats, SCALAR, Vector, "pow($0, $T($1))"),
    method("mul_add", Floats, TWO, Vector, "fma($0, $1, $2)"),
    method("lerp", Floats, MIXED, Vector, "mix($0, $1, $2)"),
    method("midpoint", Floats, ONE, Vector, "(($0 + $1) * 0.5f)"),
    method("step", Floats, ONE, Vector, "step($0, $1)"),
    method("smoothstep", Floats, TWO, Vector, "smoothstep($1, $2, $0)"),
    method("saturate", Floats, &[], Vector, "saturate($0)"),
    method("dot", AllFloats, ONE, Component, "dot($0, $1)"),
    method("dot", Integers, ONE, Component, "dot($0, $1)").cpu(OwnIntegers),
    method("cross", Floats, ONE, Vector, "cross($0, $1)").sizes(3, 3),
    method("perp", Floats, &[], Vector, "$T(-$0.y, $0.x)").sizes(2, 2),
    method(
        "perp_dot",
        Floats,
        ONE,
        Component,
        "($0.x * $1.y - $0.y * $1.x)",
    )
    .sizes(2, 2),
    method(
        "rotate",
        Floats,
        ONE,
        Vector,
        "$T($0.x * $1.x - $0.y * $1.y, $0.y * $1.x + $0.x * $1.y)",
    )
    .sizes(2, 2),
    method("length", Floats, &[], Component, "length($0)"),
    method("length_squared", Floats, &[], Component, "dot($0, $0)"),
    method(
        "length_recip",
        Floats,
        &[],
        Component,
        "(1.0f / length($0))",
    ),
    method("distance", Floats, ONE, Component, "distance($0, $1)"),
    method(
        "distance_squared",
        Floats,
        ONE,
        Component,
        "dot($0 - $1, $0 - $1)",
    ),
    method("normalize", Floats, &[], Vector, "normalize($0)"),
    method(
        "normalize_or_zero",
        Floats,
        &[],
        Vector,
        "select($T(), normalize($0), dot($0, $0) > 0.0f)",
    ),
    method("reflect", Floats, ONE, Vector, "reflect($0, $1)"),
    method("refract", Floats, MIXED, Vector, "refract($0, $1, $2)"),
    method(
        "project_onto",
        Floats,
        ONE,
        Vector,
        "($1 * (dot($0, $1) / dot($1, $1)))",
    ),
    method(
        "reject_from",
        Floats,
        ONE,
        Vector,
        "($0 - $1 * (dot($0, $1) / dot($1, $1)))",
    ),
    method("element_sum", AllFloats, &[], Component, "").components(Wgsl::Operator("+")),
    method("element_product", Floats, &[], Component, "").components(Wgsl::Operator("*")),
    method("element_sum", Integers, &[], Component, "")
        .components(Wgsl::Operator("+"))
        .cpu(OwnIntegers),
    method("element_product", Integers, &[], Component, "")
        .components(Wgsl::Operator("*"))
        .cpu(OwnIntegers),
    method("min_element", Numbers, &[], Component, "").components(Wgsl::Function("min")),
    method("max_element", Numbers, &[], Component, "").components(Wgsl::Function("max")),
    method("to_array", Numbers, &[], Array, "").components(Wgsl::List),
    method("extend", Numbers, SCALAR, Longer, "$R($0, $1)").sizes(2, 3),
    method("truncate", Numbers, &[], Shorter, "$0.xy").sizes(3, 3),
    method("truncate", Numbers, &[], Shorter, "$0.xyz").sizes(4, 4),
    method("with_x", Numbers, SCALAR, Vector, "$T($1, $0.y)").sizes(2, 2),
    method("with_x", Numbers, SCALAR, Vector, "$T($1, $0.yz)").sizes(3, 3),
    method("with_x", Numbers, SCALAR, Vector, "$T($1, $0.yzw)").sizes(4, 4),
    method("with_y", Numbers, SCALAR, Vector, "$T($0.x, $1)").sizes(2, 2),
    method("with_y", Numbers, SCALAR, Vector, "$T($0.x, $1, $0.z)").sizes(3, 3),
    method("with_y", Numbers, SCALAR, Vector, "$T($0.x, $1, $0.zw)").sizes(4, 4),
    method("with_z", Numbers, SCALAR, Vector, "$T($0.xy, $1)").sizes(3, 3),
    method("with_z", Numbers, SCALAR, Vector, "$T($0.xy, $1, $0.w)").sizes(4, 4),
    method("with_w", Numbers, SCALAR, Vector, "$T($0.xyz, $1)").sizes(4, 4),
    method("wrapping_add", Integers, ONE, Vector, "($0 + $1)"),
    method("wrapping_sub", Integers, ONE, Vector, "($0 - $1)"),
    method("wrapping_mul", Integers, ONE, Vector, "($0 * $1)"),
    method("cmpeq", Numbers, ONE, Mask, "($0 == $1)").cpu(Compare),
    method("cmpne", Numbers, ONE, Mask, "($0 != $1)").cpu(Compare),
    method("cmplt", Numbers, ONE, Mask, "($0 < $1)").cpu(Compare),
    method("cmple", Numbers, ONE, Mask, "($0 <= $1)").cpu(Compare),
    method("cmpgt", Numbers, ONE, Mask, "($0 > $1)").cpu(Compare),
    method("cmpge", Numbers, ONE, Mask, "($0 >= $1)").cpu(Compare),
    method("any", Masks, &[], Bool, "any($0)"),
    method("all", Masks, &[], Bool, "all($0)"),
    method("test", Masks, &[P::Index], Bool, "$0[$1]"),
];

/// The method of a vector, by its name.
pub(crate) fn method_of(n: u8, scalar: Scalar, name: &str) -> Option<&'static Method> {
    METHODS.iter().find(|it| {
        let is_of = match it.of {
            Floats => scalar == Scalar::F32,
            AllFloats => scalar.is_float(),
            Integers => scalar.is_integer(),
            Signed => scalar == Scalar::I32,
            Numbers => scalar != Scalar::Bool,
            Masks => scalar == Scalar::Bool,
        };
        it.name == name && is_of && (it.sizes.0..=it.sizes.1).contains(&n)
    })
}

impl Method {
    /// What it gives, and what it is in both languages.
    pub(crate) fn of(&self, n: u8, scalar: Scalar) -> (Type, Intrinsic) {
        let vector = Type::Vector(n, scalar);
        let result = match self.result {
            Vector => vector.clone(),
            Component => Type::Scalar(scalar),
            Mask => Type::Vector(n, Scalar::Bool),
            Bool => Type::BOOL,
            Longer => Type::Vector(n + 1, scalar),
            Shorter => Type::Vector(n - 1, scalar),
            Array => Type::Array(Box::new(Type::Scalar(scalar)), n.into()),
        };
        let all = ["$0.x", "$0.y", "$0.z", "$0.w"];
        let all = &all[..n.into()];
        let text = match self.wgsl {
            Wgsl::Text(text) => text.to_owned(),
            Wgsl::Operator(operator) => format!("({})", all.join(&format!(" {operator} "))),
            Wgsl::Function(function) => all[1..].iter().fold(all[0].to_owned(), |before, it| {
                format!("{function}({before}, {it})")
            }),
            Wgsl::List => format!("$R({})", all.join(", ")),
        };
        let signed = Type::Vector(n, Scalar::I32);
        let wgsl = text
            .replace("$T", &vector.wgsl())
            .replace("$R", &result.wgsl())
            .replace("$I", &signed.wgsl());
        let name = self.name;
        let twin = match self.cpu {
            Cpu::Method => Twin::Method(name.to_owned()),
            Cpu::Each(method) => Twin::Each(scalar, method),
            Cpu::Compare => Twin::Trait("Compare".to_owned(), name.to_owned()),
            Cpu::Integers => Twin::Trait("IntVector".to_owned(), name.to_owned()),
        };
        (result, intrinsic(wgsl, twin))
    }
}
