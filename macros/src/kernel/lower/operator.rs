//! Operators and casts.

use syn::{BinOp, Result, UnOp, spanned::Spanned as _};

use super::{Lower, expr, refused, value_of};
use crate::kernel::ir::{Expr, Kind, Operator};
use crate::kernel::types::{Scalar, Type};

impl Lower<'_> {
    pub(super) fn unary(&mut self, it: &syn::ExprUnary) -> Result<Expr> {
        let span = it.span();
        if matches!(it.op, UnOp::Deref(_)) {
            return refused(
                it.op,
                "a kernel has no references to variables: leave the `*` out",
            );
        }
        let operand = self.value(&it.expr)?;
        let ty = self.known.known(&operand.ty);
        if let Some(kind) = of_vector(&it.op, &ty, &operand) {
            return Ok(expr(kind, ty, span));
        }
        match it.op {
            UnOp::Neg(_) => {
                if let Kind::Integer(value) = operand.kind
                    && value > 0
                    && matches!(*it.expr, syn::Expr::Lit(_))
                {
                    return Ok(expr(Kind::Integer(-value), ty, span));
                }
                match self.known.is_number(&ty) && !matches!(ty, Type::U32 | Type::USIZE) {
                    true => Ok(expr(Kind::Negate(Box::new(operand)), ty, span)),
                    false => refused(
                        it.op,
                        format!("`{ty}` has no negative: for its two's complement, write `0 - x`"),
                    ),
                }
            }
            _ => match self.known.is_integer(&ty) || ty == Type::BOOL {
                true => Ok(expr(Kind::Not(Box::new(operand)), ty, span)),
                false => refused(
                    it.op,
                    format!("`!` is for `bool` and integers, not for `{ty}`"),
                ),
            },
        }
    }

    pub(super) fn binary(&mut self, it: &syn::ExprBinary) -> Result<Expr> {
        let (operator, assigns) = operator(&it.op)?;
        if assigns {
            let value = self.value(&it.right)?;
            let place = self.place(&it.left)?;
            let result = self.check(operator, &place, &value, it)?;
            if !operator.is_comparison() && !self.fits(&result, &place.ty) {
                let (found, is) = (self.known.name(&result), self.known.name(&place.ty));
                let text = operator.text();
                let message = format!(
                    "`{text}` gives {found} here, and this is {is}: assign to a variable of that type"
                );
                return refused(&it.left, message);
            }
            let kind = Kind::OpAssign(operator, Box::new(place), Box::new(value));
            return Ok(expr(kind, Type::Unit, it.span()));
        }
        let left = self.value(&it.left)?;
        let right = self.value(&it.right)?;
        let ty = match self.check(operator, &left, &right, it)? {
            _ if operator.is_comparison() => Type::BOOL,
            ty => ty,
        };
        let kind = Kind::Binary(operator, Box::new(left), Box::new(right));
        Ok(expr(kind, ty, it.span()))
    }

    /// The type of the operands, if the operator has them.
    fn check(
        &mut self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        it: &syn::ExprBinary,
    ) -> Result<Type> {
        use Operator as O;
        if let Some(ty) = self.check_vector(operator, left, right, it)? {
            self.check_constant(operator, right, it)?;
            return Ok(ty);
        }
        let is_shift = matches!(operator, O::ShiftLeft | O::ShiftRight);
        if !is_shift
            && left.ty != Type::Never
            && right.ty != Type::Never
            && !self.known.unify(&right.ty, &left.ty)
        {
            let (a, b) = (self.known.known(&left.ty), self.known.known(&right.ty));
            let help = match (&a, &b) {
                (Type::Scalar(Scalar::F16), _) => ": write `f16::from_f32(…)`".to_owned(),
                (Type::Scalar(_), Type::Scalar(_)) => format!(": write `as {a}`"),
                (Type::Scalar(Scalar::F32), Type::Var(_)) => ": write `.0` after it".to_owned(),
                _ => String::new(),
            };
            let (text, a, b) = (operator.text(), self.known.name(&a), self.known.name(&b));
            return refused(
                &it.right,
                format!("`{text}` has operands of one type, and these are {a} and {b}{help}"),
            );
        }
        let ty = self.known.known(&left.ty);
        let (integer, number) = (self.known.is_integer(&ty), self.known.is_number(&ty));
        let is_bool = ty == Type::BOOL;
        let fits = match operator {
            O::Add | O::Subtract | O::Multiply | O::Divide | O::Remainder => number,
            O::And | O::Or | O::Xor => integer || is_bool,
            O::ShiftLeft | O::ShiftRight => integer && self.known.is_integer(&right.ty),
            O::Equal | O::NotEqual => number || is_bool,
            O::Less | O::LessEqual | O::Greater | O::GreaterEqual => number,
            O::Both | O::Either => is_bool,
        };
        if !fits {
            let text = operator.text();
            return refused(
                it.op,
                format!("`{text}` is not for `{ty}`{}", help(operator, &ty)),
            );
        }
        self.check_constant(operator, right, it)?;
        Ok(ty)
    }

    /// What WGSL refuses of constants, as Rust's lints do.
    fn check_constant(
        &mut self,
        operator: Operator,
        right: &Expr,
        it: &syn::ExprBinary,
    ) -> Result<()> {
        let value = value_of(right, &self.program.constants);
        match (operator, value) {
            (Operator::Divide | Operator::Remainder, Some(0)) => {
                refused(&it.right, "this is a division by zero: use another divisor")
            }
            (Operator::ShiftLeft | Operator::ShiftRight, Some(by)) if !(0..32).contains(&by) => {
                refused(
                    &it.right,
                    "a shift of a number with 32 bits is by less than 32: use `% 32`",
                )
            }
            _ => Ok(()),
        }
    }

    pub(super) fn cast(&mut self, it: &syn::ExprCast) -> Result<Expr> {
        let target = self.ty(&it.ty)?;
        let value = self.value(&it.expr)?;
        let ty = self.known.known(&value.ty);
        if matches!(ty, Type::Var(_))
            && self.known.is_integer(&ty)
            && self.known.is_integer(&target)
        {
            // As Rust does: `0xFFFF_FFFF as u32` is no `i32` before.
            self.known.unify(&ty, &target);
        }
        let is_half = |ty: &Type| *ty == Type::Scalar(Scalar::F16);
        if is_half(&ty) || is_half(&target) {
            return refused(
                it,
                "an `f16` is made by `f16::from_f32(x)`, and becomes an `f32` by `to_f32()`",
            );
        }
        let from_bool = ty == Type::BOOL && self.known.is_integer(&target);
        match (self.known.is_number(&ty) && self.known.is_number(&target))
            || from_bool
            || ty == target
        {
            true => Ok(expr(Kind::Cast(Box::new(value)), target, it.span())),
            false if matches!(ty, Type::Vector(..)) => refused(
                it,
                "a vector's components are cast by `as_vec3()`, `as_ivec3()` or `as_uvec3()`",
            ),
            false if target == Type::BOOL => refused(it, "write `!= 0` in place of `as bool`"),
            false if ty == Type::BOOL => {
                refused(it, format!("write `as u32 as {target}`, or `if`"))
            }
            false => refused(
                it,
                format!("`{ty}` cannot be made `{target}`: a cast is from number to number"),
            ),
        }
    }
}

/// `-v` and `!v` of vectors and matrices.
fn of_vector(op: &UnOp, ty: &Type, operand: &Expr) -> Option<Kind> {
    let operand = || Box::new(operand.clone());
    match (op, ty) {
        (
            UnOp::Neg(_),
            Type::Vector(_, Scalar::F32 | Scalar::F16 | Scalar::I32) | Type::Matrix(_),
        ) => Some(Kind::Negate(operand())),
        (UnOp::Not(_), Type::Vector(_, scalar)) if !scalar.is_float() => Some(Kind::Not(operand())),
        _ => None,
    }
}

fn help(operator: Operator, ty: &Type) -> &'static str {
    use Operator as O;
    match (operator, ty) {
        (O::Both | O::Either, _) => ": compare it, `!= 0`",
        (O::And | O::Or | O::Xor, Type::Scalar(Scalar::F32)) => ": of its bits, write `to_bits()`",
        (O::Less | O::LessEqual | O::Greater | O::GreaterEqual, Type::Scalar(_)) => {
            ": use `!a & b`"
        }
        (O::Add | O::Subtract | O::Multiply | O::Divide | O::Remainder, Type::Scalar(_)) => {
            ": write `as u32`"
        }
        (_, Type::Array(..)) => ": go through its elements by a `for`",
        (_, Type::Struct(_)) => ": write it for each field",
        _ => "",
    }
}

/// The operator, and whether it assigns.
fn operator(op: &BinOp) -> Result<(Operator, bool)> {
    use Operator as O;
    Ok(match op {
        BinOp::Add(_) => (O::Add, false),
        BinOp::Sub(_) => (O::Subtract, false),
        BinOp::Mul(_) => (O::Multiply, false),
        BinOp::Div(_) => (O::Divide, false),
        BinOp::Rem(_) => (O::Remainder, false),
        BinOp::And(_) => (O::Both, false),
        BinOp::Or(_) => (O::Either, false),
        BinOp::BitXor(_) => (O::Xor, false),
        BinOp::BitAnd(_) => (O::And, false),
        BinOp::BitOr(_) => (O::Or, false),
        BinOp::Shl(_) => (O::ShiftLeft, false),
        BinOp::Shr(_) => (O::ShiftRight, false),
        BinOp::Eq(_) => (O::Equal, false),
        BinOp::Ne(_) => (O::NotEqual, false),
        BinOp::Lt(_) => (O::Less, false),
        BinOp::Le(_) => (O::LessEqual, false),
        BinOp::Gt(_) => (O::Greater, false),
        BinOp::Ge(_) => (O::GreaterEqual, false),
        BinOp::AddAssign(_) => (O::Add, true),
        BinOp::SubAssign(_) => (O::Subtract, true),
        BinOp::MulAssign(_) => (O::Multiply, true),
        BinOp::DivAssign(_) => (O::Divide, true),
        BinOp::RemAssign(_) => (O::Remainder, true),
        BinOp::BitXorAssign(_) => (O::Xor, true),
        BinOp::BitAndAssign(_) => (O::And, true),
        BinOp::BitOrAssign(_) => (O::Or, true),
        BinOp::ShlAssign(_) => (O::ShiftLeft, true),
        BinOp::ShrAssign(_) => (O::ShiftRight, true),
        other => return refused(other, "a kernel does not have this operator"),
    })
}
