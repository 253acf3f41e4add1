//! When all of a function is known: the types of its literals, and whether they fit.

use syn::{Error, Result};

use crate::kernel::inference::Inference;
use crate::kernel::ir::{Block, Constant, Expr, Function, Kind, Operator};
use crate::kernel::types::{Scalar, Type};

/// Gives all expressions of a function their types.
pub(super) fn function(known: &Inference, function: &mut Function) -> Result<()> {
    for local in &mut function.locals {
        local.ty = known.decided(&local.ty);
    }
    block(known, &mut function.body)
}

/// Gives all parts of a constant their types.
pub(super) fn constant(known: &Inference, value: &mut Expr) -> Result<()> {
    expression(known, value)
}

fn block(known: &Inference, it: &mut Block) -> Result<()> {
    let mut parts = it.parts_mut().into_iter();
    parts.try_for_each(|part| expression(known, part))
}

fn expression(known: &Inference, it: &mut Expr) -> Result<()> {
    it.ty = known.decided(&it.ty);
    let mut parts = it.parts_mut().into_iter();
    parts.try_for_each(|part| expression(known, part))?;
    let wrong = match &it.kind {
        Kind::Integer(value) if !in_range(*value, &it.ty) => {
            format!("`{value}` is out of the range of `{}`", it.ty)
        }
        Kind::Negate(_) if matches!(it.ty, Type::U32 | Type::USIZE) => format!(
            "`{}` has no negative: for its two's complement, write `0 - x`",
            it.ty
        ),
        _ => return Ok(()),
    };
    Err(Error::new(it.span, wrong))
}

fn in_range(value: i64, ty: &Type) -> bool {
    match ty {
        Type::Scalar(Scalar::I32) => i32::try_from(value).is_ok(),
        _ => u32::try_from(value).is_ok(),
    }
}

/// The value of an integer that is known before the kernel runs.
pub(crate) fn value_of(it: &Expr, constants: &[Constant]) -> Option<i64> {
    match &it.kind {
        Kind::Integer(value) => Some(*value),
        Kind::Constant(id, _) => value_of(&constants[*id].value, constants),
        Kind::Cast(inner) if is_integer(&inner.ty) && is_integer(&it.ty) => {
            Some(wrapped(value_of(inner, constants)?, &it.ty))
        }
        Kind::Negate(inner) if is_integer(&it.ty) => {
            Some(wrapped(-value_of(inner, constants)?, &it.ty))
        }
        Kind::Not(inner) if is_integer(&it.ty) => {
            Some(wrapped(!value_of(inner, constants)?, &it.ty))
        }
        Kind::Binary(operator, a, b) if is_integer(&it.ty) => {
            let (a, b) = (value_of(a, constants)?, value_of(b, constants)?);
            let value = match operator {
                Operator::Add => a.checked_add(b),
                Operator::Subtract => a.checked_sub(b),
                Operator::Multiply => a.checked_mul(b),
                Operator::Divide => a.checked_div(b),
                Operator::Remainder => a.checked_rem(b),
                Operator::ShiftLeft if (0..32).contains(&b) => Some(a << b),
                Operator::ShiftRight if (0..32).contains(&b) => Some(a >> b),
                Operator::And => Some(a & b),
                Operator::Or => Some(a | b),
                Operator::Xor => Some(a ^ b),
                _ => None,
            };
            Some(wrapped(value?, &it.ty))
        }
        _ => None,
    }
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Var(_)) || matches!(ty, Type::Scalar(scalar) if scalar.is_integer())
}

/// As the type's arithmetic wraps it.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn wrapped(value: i64, ty: &Type) -> i64 {
    match ty {
        Type::Scalar(Scalar::U32 | Scalar::Usize) => i64::from(value as u32),
        _ => i64::from(value as i32),
    }
}
