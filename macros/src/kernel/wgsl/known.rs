//! What naga knows before the kernel runs.

use super::value::Value;
use super::{Writer, is_same};
use crate::kernel::ir::{Expr, Kind, Operator};
use crate::kernel::lower::{is_constant, value_of};
use crate::kernel::types::Type;

impl Writer<'_> {
    /// An expression that is not computed before the kernel runs: then, WGSL refuses what overflows.
    pub(super) fn at_run_time(&mut self, it: &Expr, value: Value) -> Value {
        // naga looks through a `let` for the components of a vector.
        let keyword = match it.ty {
            Type::Vector(..) => "var",
            _ => "let",
        };
        Value::primary(self.spill(it.span, keyword, &value.text))
    }

    /// A divisor, or what integers are shifted by. A part that naga knows to be 0 or too large, it refuses;
    /// a number alone that is so has been refused before.
    pub(super) fn right_side(&mut self, operator: Operator, it: &Expr, value: Value) -> Value {
        use Operator::{Divide, Remainder, ShiftLeft, ShiftRight};
        let is_refused = matches!(operator, Divide | Remainder | ShiftLeft | ShiftRight);
        let is_integer =
            matches!(&it.ty, Type::Scalar(of) | Type::Vector(_, of) if of.is_integer());
        let is_number = value_of(it, &self.program.constants).is_some();
        if is_refused && is_integer && !is_number && (value.is_constant || self.is_known(it)) {
            return Value::primary(self.spill(it.span, "var", &value.text));
        }
        value
    }

    /// Does naga know it or a part of it? It looks through a `let`, and into vectors.
    pub(super) fn is_known(&self, it: &Expr) -> bool {
        match &it.kind {
            Kind::Local(id) => self.known[*id],
            Kind::Cast(inner) if is_same(&inner.ty, &it.ty) => self.is_known(inner),
            Kind::Block(block) => block.tail.as_ref().is_some_and(|it| self.is_known(it)),
            Kind::Field(base, _) => self.is_known(base),
            Kind::Index(base, index) => is_constant(index) && self.is_known(base),
            Kind::Intrinsic(_, parts) => {
                parts.is_empty() || parts.iter().any(|it| self.is_known(it))
            }
            _ => is_constant(it),
        }
    }
}

/// Would WGSL compute it before the kernel runs?
pub(super) fn is_early(it: &Expr) -> bool {
    match &it.kind {
        Kind::Field(base, _) => is_early(base),
        Kind::Index(base, index) => is_early(base) && is_early(index),
        Kind::Struct(_, fields) => fields.iter().all(|(_, it)| is_early(it)),
        _ => is_constant(it),
    }
}
