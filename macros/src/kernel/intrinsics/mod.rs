//! Methods, functions and constants of glam's vectors and matrices, and the WGSL that does the same.

mod functions;
mod methods;

pub(super) use functions::{cast, constant, function, matrix_method, swizzle};
pub(super) use methods::{Parameter, method_of};

use super::ir::{Intrinsic, Twin};
use super::types::{Scalar, Type};

pub(super) fn intrinsic(wgsl: impl Into<String>, twin: Twin) -> Intrinsic {
    Intrinsic {
        wgsl: wgsl.into(),
        twin,
        of: None,
        is_constructor: false,
    }
}

/// What to write in place of what WGSL does not have.
pub(super) fn instead_of(ty: &Type, name: &str) -> String {
    if let Type::Vector(n, Scalar::F16) = ty
        && let Some(instead) = instead_of_halves(ty, *n, name)
    {
        return instead;
    }
    let help = match (ty, name) {
        (Type::Matrix(_), "inverse" | "try_inverse" | "inverse_or_zero") => {
            "invert it on the CPU, and pass the inverse"
        }
        (Type::Vector(n, _), _) if name.len() > 1 && name.chars().all(|c| "xyzw".contains(c)) => {
            let has = ["x`, `y", "x`, `y`, `z", "x`, `y`, `z`, `w"][usize::from(n - 2)];
            return format!("`{ty}` has `{has}`, and up to four of them at once");
        }
        (Type::Matrix(_), _) => {
            "a matrix has `transpose`, `determinant`, `col`, `row`, `mul_vec3` and operators"
        }
        (Type::Vector(_, Scalar::Bool), _) => {
            "a vector of bools has `any`, `all`, `test` and `!`, `&`, `|`; choose by `Vec3::select(mask, a, b)`"
        }
        (_, "normalize_or") => {
            "write `if v.length_squared() > 0.0 { v.normalize() } else { other }`"
        }
        (_, "try_normalize" | "checked_add" | "checked_sub") => {
            "WGSL has no `Option`: compare before"
        }
        (_, "sin_cos" | "normalize_and_length" | "any_orthonormal_pair") => {
            "WGSL has no tuples: call a method for each"
        }
        (_, "is_nan" | "is_finite" | "is_normalized") => {
            "WGSL lets a compiler assume that all numbers are finite: compare with a bound"
        }
        (_, "angle_between") => "write `(a.dot(b) / (a.length() * b.length())).acos()`",
        (_, "map") => "WGSL has no closures: write the vector of the results, `Vec3::new(…)`",
        (_, "rem_euclid" | "div_euclid") => "write `((v % n) + n) % n`, and `/` of what is left",
        (_, "as_dvec2" | "as_dvec3" | "as_dvec4") => "WGSL has no `f64`",
        _ => {
            return format!(
                "WGSL has nothing that does what `{name}` does for `{ty}`: write it in a function with `#[gpu]`"
            );
        }
    };
    help.to_owned()
}

/// What vectors of `f32` have, and those of `f16` do not.
fn instead_of_halves(ty: &Type, n: u8, name: &str) -> Option<String> {
    if let Some((Type::Vector(len, _), _)) = swizzle(n, Scalar::F32, name) {
        let parts = name.chars().map(|it| format!("v.{it}"));
        let parts = Vec::from_iter(parts).join(", ");
        return Some(format!(
            "`{ty}` has no swizzles: write `F16Vec{len}::new({parts})`"
        ));
    }
    method_of(n, Scalar::F32, name)?;
    Some(format!(
        "`{ty}` has no `{name}`: compute it with 32 bits, `v.as_vec{n}().{name}(…)`"
    ))
}
