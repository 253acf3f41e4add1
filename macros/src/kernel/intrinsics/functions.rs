//! Swizzles, casts, constructors and constants of vectors; and all that matrices have.

use proc_macro2::TokenStream;

use super::intrinsic;
use crate::kernel::ir::{Intrinsic, Twin};
use crate::kernel::types::{Scalar, Type};

/// Some components of a vector: `v.zyx()`.
pub(crate) fn swizzle(n: u8, scalar: Scalar, name: &str) -> Option<(Type, Intrinsic)> {
    let has = &"xyzw"[..n.into()];
    let len = u8::try_from(name.len()).ok()?;
    if matches!(scalar, Scalar::Bool | Scalar::F16)
        || !(2..=4).contains(&len)
        || !name.chars().all(|c| has.contains(c))
    {
        return None;
    }
    let twin = Twin::Trait(format!("Vec{n}Swizzles"), name.to_owned());
    Some((
        Type::Vector(len, scalar),
        intrinsic(format!("$0.{name}"), twin),
    ))
}

/// The components' numbers: `as_ivec3`. Of floats, they end at the type's ends, as Rust's do.
pub(crate) fn cast(n: u8, from: Scalar, name: &str) -> Option<(Type, Intrinsic)> {
    let scalar = match name.strip_prefix("as_")?.strip_suffix(char::is_numeric)? {
        "vec" => Scalar::F32,
        "ivec" => Scalar::I32,
        "uvec" => Scalar::U32,
        _ => return None,
    };
    if from == Scalar::Bool || !name.ends_with(&n.to_string()) {
        return None;
    }
    let to = Type::Vector(n, scalar);
    if from == Scalar::F16 && scalar != Scalar::F32 {
        return None;
    }
    let function = match (from, scalar) {
        (Scalar::F32, Scalar::I32) => Some("f32_as_i32"),
        (Scalar::F32, Scalar::U32) => Some("f32_as_u32"),
        _ => None,
    };
    let all = ["$0.x", "$0.y", "$0.z", "$0.w"];
    let all = all[..n.into()].iter();
    let arguments = match function {
        Some(function) => Vec::from_iter(all.map(|it| format!("{function}({it})"))).join(", "),
        None => "$0".to_owned(),
    };
    let wgsl = format!("{}({arguments})", to.wgsl());
    Some((to, intrinsic(wgsl, Twin::Method(name.to_owned()))))
}

/// `Vec3::ZERO` and the like.
pub(crate) fn constant(of: &Type, name: &str, written: TokenStream) -> Option<Intrinsic> {
    let arguments = match of {
        Type::Vector(n, scalar) => vector_constant(usize::from(*n), *scalar, name)?,
        Type::Matrix(_) if name == "ZERO" => String::new(),
        Type::Matrix(n) if name == "IDENTITY" => {
            let n = usize::from(*n);
            let all = (0..n * n).map(|i| if i % (n + 1) == 0 { "1.0f" } else { "0.0f" });
            Vec::from_iter(all).join(", ")
        }
        _ => return None,
    };
    Some(Intrinsic {
        is_constructor: true,
        ..intrinsic(
            format!("{}({arguments})", of.wgsl()),
            Twin::Written(written),
        )
    })
}

fn vector_constant(n: usize, scalar: Scalar, name: &str) -> Option<String> {
    let (zero, one, minus) = match scalar {
        Scalar::Bool => ("false", "true", ""),
        Scalar::I32 => ("0i", "1i", "-1i"),
        Scalar::F32 => ("0.0f", "1.0f", "-1.0f"),
        // As a constant of the SDK's: there are no others.
        Scalar::F16 if matches!(name, "ZERO" | "ONE") => ("0.0h", "1.0h", ""),
        Scalar::F16 => return None,
        _ => ("0u", "1u", ""),
    };
    let axis = |axis: &str, value: &str| {
        let at = "XYZW"[..n].find(axis).filter(|_| !value.is_empty())?;
        let all = (0..n).map(|i| if i == at { value } else { zero });
        Some(Vec::from_iter(all).join(", "))
    };
    let ends = match scalar {
        Scalar::I32 => ["i32(-2147483648)", "2147483647i"],
        Scalar::F32 => ["-3.4028235e38f", "3.4028235e38f"],
        _ => ["0u", "4294967295u"],
    };
    let all = match (name, scalar) {
        ("FALSE", Scalar::Bool) => zero,
        ("TRUE", Scalar::Bool) => one,
        (_, Scalar::Bool) => return None,
        ("ZERO", _) => zero,
        ("ONE", _) => one,
        ("NEG_ONE", _) if !minus.is_empty() => minus,
        ("MIN", _) => ends[0],
        ("MAX", _) => ends[1],
        ("X" | "Y" | "Z" | "W", _) => return axis(name, one),
        ("NEG_X" | "NEG_Y" | "NEG_Z" | "NEG_W", _) => return axis(&name[4..], minus),
        _ => return None,
    };
    Some(all.to_owned())
}

/// What a function of a type takes: `Vec3::new`, `vec3`, `Mat3::from_cols`.
pub(crate) fn function(
    of: &Type,
    name: &str,
    written: TokenStream,
) -> Option<(Vec<Type>, Intrinsic)> {
    let (parameters, wgsl) = match of {
        Type::Vector(n, scalar) => vector_function(*n, *scalar, name)?,
        Type::Matrix(n) => matrix_function(*n, name)?,
        _ => return None,
    };
    let twin = match name {
        "select" => Twin::Trait("Compare".to_owned(), name.to_owned()),
        _ => Twin::Written(written),
    };
    let intrinsic = Intrinsic {
        wgsl: wgsl.replace("$T", &of.wgsl()),
        twin,
        of: None,
        is_constructor: matches!(name, "new" | "splat" | "from_cols" | "from_array"),
    };
    Some((parameters, intrinsic))
}

fn vector_function(n: u8, scalar: Scalar, name: &str) -> Option<(Vec<Type>, String)> {
    let (vector, component) = (Type::Vector(n, scalar), Type::Scalar(scalar));
    let places = 0..n;
    let list = |each: &dyn Fn(u8) -> String| {
        let all = places.clone().map(each);
        format!("$T({})", Vec::from_iter(all).join(", "))
    };
    Some(match name {
        "new" => {
            let all = vec![component; n.into()];
            (all, list(&|i| format!("${i}")))
        }
        "splat" => (vec![component], "$T($0)".to_owned()),
        "from_array" => {
            let array = Type::Array(Box::new(component), n.into());
            (vec![array], list(&|i| format!("$0[{i}]")))
        }
        "select" if scalar != Scalar::Bool => {
            let mask = Type::Vector(n, Scalar::Bool);
            let parameters = vec![mask, vector.clone(), vector];
            (parameters, "select($2, $1, $0)".to_owned())
        }
        "from_vec2" | "from_vec3" | "from_vec4" if scalar == Scalar::F16 => {
            let wide = Type::Vector(n, Scalar::F32);
            let is_it = name.ends_with(&n.to_string());
            return is_it.then(|| (vec![wide], "$T($0)".to_owned()));
        }
        "from_angle" if (n, scalar) == (2, Scalar::F32) => {
            (vec![component], "$T(cos($0), sin($0))".to_owned())
        }
        _ => return None,
    })
}

fn matrix_function(n: u8, name: &str) -> Option<(Vec<Type>, String)> {
    let column = |n| Type::Vector(n, Scalar::F32);
    let (zero, one) = ("0.0f", "1.0f");
    Some(match (name, n) {
        ("from_cols", _) => {
            let all = (0..n).map(|i| format!("${i}"));
            let all = Vec::from_iter(all).join(", ");
            (vec![column(n); n.into()], format!("$T({all})"))
        }
        ("from_diagonal", _) => {
            let place = |i: u8| match i % (n + 1) {
                0 => format!("$0.{}", ["x", "y", "z", "w"][usize::from(i / (n + 1))]),
                _ => zero.to_owned(),
            };
            let all = Vec::from_iter((0..n * n).map(place)).join(", ");
            (vec![column(n)], format!("$T({all})"))
        }
        ("from_angle", 2) => {
            let text = "$T(cos($0), sin($0), -sin($0), cos($0))";
            (vec![Type::F32], text.to_owned())
        }
        ("from_rotation_x", 3) => {
            let text = format!(
                "$T({one}, {zero}, {zero}, {zero}, cos($0), sin($0), {zero}, -sin($0), cos($0))"
            );
            (vec![Type::F32], text)
        }
        ("from_rotation_y", 3) => {
            let text = format!(
                "$T(cos($0), {zero}, -sin($0), {zero}, {one}, {zero}, sin($0), {zero}, cos($0))"
            );
            (vec![Type::F32], text)
        }
        ("from_rotation_z", 3) => {
            let text = format!(
                "$T(cos($0), sin($0), {zero}, -sin($0), cos($0), {zero}, {zero}, {zero}, {one})"
            );
            (vec![Type::F32], text)
        }
        ("from_mat4", 3) => {
            let text = "$T($0[0].xyz, $0[1].xyz, $0[2].xyz)";
            (vec![Type::Matrix(4)], text.to_owned())
        }
        ("from_translation", 4) => {
            let text = "$T(vec4<f32>(1.0f, 0.0f, 0.0f, 0.0f), vec4<f32>(0.0f, 1.0f, 0.0f, 0.0f), \
                        vec4<f32>(0.0f, 0.0f, 1.0f, 0.0f), vec4<f32>($0, 1.0f))";
            (vec![column(3)], text.to_owned())
        }
        _ => return None,
    })
}

/// A method of a matrix: its parameters, what it gives, and what it is.
pub(crate) fn matrix_method(n: u8, name: &str) -> Option<(Vec<Type>, Type, Intrinsic)> {
    let (matrix, column) = (Type::Matrix(n), Type::Vector(n, Scalar::F32));
    let three = Type::Vector(3, Scalar::F32);
    let (parameters, result, wgsl) = match (name, n) {
        ("transpose", _) => (vec![], matrix, "transpose($0)"),
        ("determinant", _) => (vec![], Type::F32, "determinant($0)"),
        ("col", _) => (vec![Type::USIZE], column, "$0[$1]"),
        ("row", _) => (vec![Type::USIZE], column, "transpose($0)[$1]"),
        ("mul_vec2", 2) | ("mul_vec3", 3) | ("mul_vec4", 4) => {
            (vec![column.clone()], column, "($0 * $1)")
        }
        ("transform_point3", 4) => {
            let text = "($0 * vec4<f32>($1, 1.0f)).xyz";
            (vec![three.clone()], three, text)
        }
        ("transform_vector3", 4) => {
            let text = "($0 * vec4<f32>($1, 0.0f)).xyz";
            (vec![three.clone()], three, text)
        }
        _ => return None,
    };
    let twin = Twin::Method(name.to_owned());
    Some((parameters, result, intrinsic(wgsl, twin)))
}
