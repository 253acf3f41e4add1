//! When all of a function is known: the types of its literals, and whether they fit.

use syn::{Error, Result};

use crate::kernel::ir::{Block, Constant, Expr, Function, Kind, Operator, Statement};
use crate::kernel::types::{Inference, Scalar, Type};

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
    for statement in &mut it.statements {
        let (Statement::Let(_, value) | Statement::Expr(value)) = statement;
        expression(known, value)?;
    }
    it.ty = known.decided(&it.ty);
    it.tail
        .as_mut()
        .map_or(Ok(()), |tail| expression(known, tail))
}

fn expression(known: &Inference, it: &mut Expr) -> Result<()> {
    it.ty = known.decided(&it.ty);
    match &mut it.kind {
        Kind::Integer(value) => {
            if !in_range(*value, &it.ty) {
                let message = format!("`{value}` is out of the range of `{}`", it.ty);
                return Err(Error::new(it.span, message));
            }
        }
        Kind::Negate(inner) => {
            expression(known, inner)?;
            if matches!(inner.ty, Type::U32 | Type::USIZE) {
                let message = format!(
                    "`{}` has no negative: for its two's complement, write `0 - x`",
                    inner.ty
                );
                return Err(Error::new(it.span, message));
            }
        }
        Kind::Not(inner) | Kind::Cast(inner) | Kind::Field(inner, _) | Kind::Repeat(inner, _) => {
            expression(known, inner)?;
        }
        Kind::Binary(_, a, b)
        | Kind::Index(a, b)
        | Kind::Assign(a, b)
        | Kind::OpAssign(_, a, b) => {
            expression(known, a)?;
            expression(known, b)?;
        }
        Kind::Call(_, _, arguments) | Kind::Builtin(_, arguments) | Kind::List(arguments) => {
            arguments
                .iter_mut()
                .try_for_each(|it| expression(known, it))?;
        }
        Kind::Block(inner) | Kind::Loop(inner) => block(known, inner)?,
        Kind::If(condition, then, otherwise) => {
            expression(known, condition)?;
            block(known, then)?;
            otherwise
                .as_mut()
                .map_or(Ok(()), |it| expression(known, it))?;
        }
        Kind::Match(scrutinee, arms) => {
            expression(known, scrutinee)?;
            for arm in arms {
                arm.values
                    .iter_mut()
                    .try_for_each(|it| expression(known, it))?;
                expression(known, &mut arm.body)?;
            }
        }
        Kind::While(condition, body) => {
            expression(known, condition)?;
            block(known, body)?;
        }
        Kind::For(it) => {
            expression(known, &mut it.start)?;
            expression(known, &mut it.end)?;
            it.step
                .as_mut()
                .map_or(Ok(()), |step| expression(known, step))?;
            block(known, &mut it.body)?;
        }
        Kind::Atomic(_, place, arguments, _) => {
            expression(known, place)?;
            arguments
                .iter_mut()
                .try_for_each(|it| expression(known, it))?;
        }
        Kind::Return(Some(value)) => expression(known, value)?,
        Kind::Float(_) | Kind::Bool(_) | Kind::Local(_) | Kind::Constant(..) | Kind::Len(_) => {}
        Kind::Barrier(_) | Kind::Break | Kind::Continue | Kind::Return(None) => {}
    }
    Ok(())
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
