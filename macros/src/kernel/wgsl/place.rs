//! Parts of variables, in memory and elsewhere.

use super::value::Value;
use super::{Writer, tables::looked_up};
use crate::kernel::ir::{Expr, Kind, LocalKind};
use crate::kernel::lower::plain;
use crate::kernel::types::Type;

impl Writer<'_> {
    /// A part of a variable, whose indices come before it is read or written; or of a value. Is it packed?
    pub(super) fn place(&mut self, it: &Expr) -> (String, bool) {
        let mut root = it;
        let mut indices = Vec::new();
        while let Kind::Index(base, _) | Kind::Field(base, _) = &root.kind {
            if let Kind::Index(_, index) = &root.kind {
                indices.insert(0, &**index);
            }
            root = base;
        }
        let is_packed = self.is_packed(root);
        let is_variable = matches!(root.kind, Kind::Local(_) | Kind::Constant(..));
        if !is_variable {
            indices.insert(0, root);
        }
        let mut values = self.values(&indices).into_iter();
        let root = if let Some(table) = looked_up(it) {
            Value::primary(self.tables[&table].clone())
        } else if is_variable {
            self.value(root)
        } else {
            values.next().unwrap_or_else(|| Value::primary(""))
        };
        parts(it, root.closed(), is_packed, &mut values)
    }

    /// Is it a slice whose elements are packed?
    fn is_packed(&self, it: &Expr) -> bool {
        let Kind::Local(id) = it.kind else {
            return false;
        };
        let local = &self.function.locals[id];
        match (&local.ty, local.kind) {
            (Type::Slice(element), LocalKind::Read | LocalKind::ReadWrite) => {
                !Self::is_native(element)
            }
            _ => false,
        }
    }
}

/// A place's root with its indices and fields, and whether what is there is packed.
fn parts(
    it: &Expr,
    root: String,
    is_packed: bool,
    indices: &mut impl Iterator<Item = Value>,
) -> (String, bool) {
    let (text, is_packed) = match &it.kind {
        Kind::Index(base, _) => {
            let (base, is_packed) = parts(base, root, is_packed, indices);
            let index = indices.next().map(|it| it.text).unwrap_or_default();
            (format!("{base}[{index}]"), is_packed)
        }
        Kind::Field(base, name) => {
            let (text, is_packed) = parts(base, root, is_packed, indices);
            (
                format!("{text}{}", member(&base.ty, name, is_packed)),
                is_packed,
            )
        }
        _ => return (root, is_packed),
    };
    (text, is_packed && !super::packed::is_plain(&it.ty))
}

/// A component, a column or a field, as it comes after what it is of.
fn member(of: &Type, name: &proc_macro2::Ident, is_packed: bool) -> String {
    let name = plain(name);
    let place = ["x", "y", "z", "w"]
        .iter()
        .position(|it| name.starts_with(it));
    match (of, place) {
        (Type::Matrix(_), Some(place)) => format!("[{place}]"),
        (Type::Vector(..), Some(place)) if is_packed => format!("[{place}]"),
        (Type::Struct(it), _) => match it.field(&name) {
            Some(field) => format!(".{}", field.wgsl),
            None => String::new(),
        },
        _ => format!(".{name}"),
    }
}
