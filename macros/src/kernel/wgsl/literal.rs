//! Literals, and constants made of them.

use super::Writer;
use super::vector::{filled, in_order};
use crate::kernel::ir::{Expr, Kind};
use crate::kernel::lower::value_of;
use crate::kernel::types::{Scalar, Type};

impl Writer<'_> {
    /// A constant outside of a function, which has no statements.
    pub(super) fn constant_text(&self, it: &Expr) -> String {
        match &it.kind {
            Kind::Constant(id, _) => self.constants[*id].clone(),
            Kind::Float(value) => float(*value),
            Kind::Bool(value) => value.to_string(),
            Kind::Negate(inner) => format!("-({})", self.constant_text(inner)),
            Kind::Not(inner) => format!("!({})", self.constant_text(inner)),
            Kind::Cast(inner) => format!("{}({})", it.ty.wgsl(), self.constant_text(inner)),
            Kind::Binary(operator, a, b) => {
                let (a, b) = (self.constant_text(a), self.constant_text(b));
                format!("({a} {} {b})", operator.text())
            }
            Kind::Intrinsic(it, all) => {
                filled(&it.wgsl, |i, _| all.get(i).map(|it| self.constant_text(it)))
            }
            Kind::Struct(_, fields) => {
                let texts = fields.iter().map(|(_, it)| self.constant_text(it));
                let texts = Vec::from_iter(texts);
                format!("{}({})", it.ty.wgsl(), in_order(&it.ty, fields, &texts))
            }
            Kind::List(all) => {
                let all = Vec::from_iter(all.iter().map(|it| self.constant_text(it)));
                format!("{}({})", it.ty.wgsl(), all.join(", "))
            }
            Kind::Repeat(element, len) => {
                let element = self.constant_text(element);
                let all = vec![element; *len as usize].join(", ");
                format!("{}({all})", it.ty.wgsl())
            }
            _ => match value_of(it, &self.program.constants) {
                Some(value) => integer(value, &it.ty),
                None => String::new(),
            },
        }
    }
}

/// A literal, which has its type.
pub(super) fn integer(value: i64, ty: &Type) -> String {
    match ty {
        // The literal alone, without its sign, would be out of range.
        Type::Scalar(Scalar::I32) if value == i64::from(i32::MIN) => "i32(-2147483648)".to_owned(),
        Type::Scalar(Scalar::I32) => format!("{value}i"),
        _ => format!("{value}u"),
    }
}

pub(super) fn float(value: f32) -> String {
    format!("{value:?}f")
}
