//! WGSL's override expressions as Rust's: what a workgroup size, or an override's default, is made of.

use naga::{
    BinaryOperator, Expression, Handle, Literal, MathFunction, Override, Scalar, ScalarKind, Type,
    TypeInner, UnaryOperator,
};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Typed;

/// An expression and its type.
pub(super) struct Typing {
    pub(super) tokens: TokenStream,
    pub(super) scalar: Scalar,
}

impl Typed<'_> {
    /// The expression in Rust; `value` names the variable of an override. None of one that is not
    /// made of scalars, operators and the simplest functions.
    pub(super) fn expression(
        &self,
        expression: Handle<Expression>,
        value: &dyn Fn(Handle<Override>) -> Ident,
    ) -> Option<Typing> {
        let again = |inner| self.expression(inner, value);
        match self.module.global_expressions[expression] {
            Expression::Literal(Literal::F16(value)) => {
                let (sdk, value) = (self.sdk, value.to_f32());
                let tokens = quote!(#sdk::typed::f16::from_f32(#value));
                Some(Typing {
                    tokens,
                    scalar: Scalar::F16,
                })
            }
            Expression::Literal(literal) => typed_literal(literal),
            Expression::Constant(constant) => again(self.module.constants[constant].init),
            Expression::Override(handle) => self.override_value(handle, value),
            Expression::ZeroValue(ty) => {
                let (scalar, ty) = (self.scalar(ty)?, self.rust_scalar(self.scalar(ty)?));
                let tokens = quote!(<#ty as ::core::default::Default>::default());
                Some(Typing { tokens, scalar })
            }
            Expression::Unary { op, expr } => unary(op, again(expr)?),
            Expression::Binary { op, left, right } => binary(op, again(left)?, again(right)?),
            Expression::Select {
                condition,
                accept,
                reject,
            } => {
                let (condition, accept, reject) =
                    (again(condition)?, again(accept)?, again(reject)?);
                let (c, a, r) = (condition.tokens, accept.tokens, reject.tokens);
                let tokens = quote!((if #c { #a } else { #r }));
                Some(Typing {
                    tokens,
                    scalar: accept.scalar,
                })
            }
            Expression::As {
                expr,
                kind,
                convert: Some(width),
            } => self.conversion(again(expr)?, Scalar { kind, width }),
            Expression::Math {
                fun,
                arg,
                arg1,
                arg2,
                ..
            } => {
                let rest = [arg1, arg2].into_iter().flatten().map(again);
                math(fun, again(arg)?, rest.collect::<Option<Vec<_>>>()?)
            }
            _ => None,
        }
    }

    pub(super) fn override_value(
        &self,
        handle: Handle<Override>,
        value: &dyn Fn(Handle<Override>) -> Ident,
    ) -> Option<Typing> {
        let constant = &self.module.overrides[handle];
        if constant.name.is_none() {
            return self.expression(constant.init?, value);
        }
        let name = value(handle);
        let tokens = quote!(#name);
        let scalar = self.scalar(constant.ty)?;
        Some(Typing { tokens, scalar })
    }

    pub(super) fn scalar(&self, ty: Handle<Type>) -> Option<Scalar> {
        match *self.inner(ty) {
            TypeInner::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// WGSL's conversions of scalars are `as`'s, but for those of `bool`; of `f16` there is none here.
    fn conversion(&self, from: Typing, to: Scalar) -> Option<Typing> {
        if from.scalar.width == 2 || to.width == 2 {
            return (from.scalar == to).then_some(from);
        }
        let (tokens, ty) = (from.tokens, self.rust_scalar(to));
        let tokens = match (from.scalar.kind, to.kind) {
            (ScalarKind::Bool, ScalarKind::Bool) => tokens,
            (_, ScalarKind::Bool) => quote!((#tokens as ::core::primitive::f64 != 0.0)),
            (ScalarKind::Bool, _) => quote!((#tokens as ::core::primitive::u8 as #ty)),
            _ => quote!((#tokens as #ty)),
        };
        Some(Typing { tokens, scalar: to })
    }
}

/// The value of a literal; naga keeps abstract ones in constants.
fn typed_literal(literal: Literal) -> Option<Typing> {
    let (tokens, scalar) = match literal {
        Literal::F32(value) => (quote!(#value), Scalar::F32),
        Literal::U32(value) => (quote!(#value), Scalar::U32),
        Literal::I32(value) if value < 0 => (quote!((#value)), Scalar::I32),
        Literal::I32(value) => (quote!(#value), Scalar::I32),
        Literal::Bool(value) => (quote!(#value), Scalar::BOOL),
        Literal::AbstractInt(value) => {
            let value = i32::try_from(value).ok()?;
            (quote!((#value)), Scalar::I32)
        }
        Literal::AbstractFloat(value) => {
            let value = value as f32;
            (quote!((#value)), Scalar::F32)
        }
        _ => return None,
    };
    Some(Typing { tokens, scalar })
}

fn unary(op: UnaryOperator, operand: Typing) -> Option<Typing> {
    let Typing { tokens, scalar } = operand;
    let tokens = match (op, scalar.kind) {
        (UnaryOperator::Negate, ScalarKind::Sint) => quote!(#tokens.wrapping_neg()),
        (UnaryOperator::Negate, _) => quote!((-#tokens)),
        (UnaryOperator::LogicalNot | UnaryOperator::BitwiseNot, _) => quote!((!#tokens)),
    };
    Some(Typing { tokens, scalar })
}

/// Integers wrap, as in WGSL; what is an error there (a division by zero) gives 0, and the error comes
/// when the pipeline is made.
fn binary(op: BinaryOperator, left: Typing, right: Typing) -> Option<Typing> {
    use BinaryOperator as Op;
    let scalar = left.scalar;
    let (a, b) = (left.tokens, right.tokens);
    let is_integer = matches!(scalar.kind, ScalarKind::Sint | ScalarKind::Uint);
    let tokens = match op {
        Op::Add if is_integer => quote!(#a.wrapping_add(#b)),
        Op::Subtract if is_integer => quote!(#a.wrapping_sub(#b)),
        Op::Multiply if is_integer => quote!(#a.wrapping_mul(#b)),
        Op::Divide if is_integer => quote!(#a.checked_div(#b).unwrap_or_default()),
        Op::Modulo if is_integer => quote!(#a.checked_rem(#b).unwrap_or_default()),
        Op::ShiftLeft => quote!(#a.wrapping_shl(#b)),
        Op::ShiftRight => quote!(#a.wrapping_shr(#b)),
        Op::Add => quote!((#a + #b)),
        Op::Subtract => quote!((#a - #b)),
        Op::Multiply => quote!((#a * #b)),
        Op::Divide => quote!((#a / #b)),
        Op::Modulo => quote!((#a % #b)),
        Op::And => quote!((#a & #b)),
        Op::InclusiveOr => quote!((#a | #b)),
        Op::ExclusiveOr => quote!((#a ^ #b)),
        Op::LogicalAnd => quote!((#a && #b)),
        Op::LogicalOr => quote!((#a || #b)),
        Op::Equal => quote!((#a == #b)),
        Op::NotEqual => quote!((#a != #b)),
        Op::Less => quote!((#a < #b)),
        Op::LessEqual => quote!((#a <= #b)),
        Op::Greater => quote!((#a > #b)),
        Op::GreaterEqual => quote!((#a >= #b)),
    };
    let is_comparison = matches!(
        op,
        Op::Equal | Op::NotEqual | Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual
    );
    let scalar = if is_comparison { Scalar::BOOL } else { scalar };
    Some(Typing { tokens, scalar })
}

fn math(function: MathFunction, first: Typing, rest: Vec<Typing>) -> Option<Typing> {
    let Typing { tokens: a, scalar } = first;
    let mut rest = rest.into_iter().map(|it| it.tokens);
    let mut next = || rest.next();
    let min = |a: TokenStream, b: TokenStream| quote!({ let (a, b) = (#a, #b); if b < a { b } else { a } });
    let max = |a: TokenStream, b: TokenStream| quote!({ let (a, b) = (#a, #b); if a < b { b } else { a } });
    let tokens = match function {
        MathFunction::Min => min(a, next()?),
        MathFunction::Max => max(a, next()?),
        MathFunction::Clamp => {
            let low = next()?;
            min(max(a, low), next()?)
        }
        _ => return None,
    };
    Some(Typing { tokens, scalar })
}
