//! Structs: what they are, their values, and the fields of all that has some.

use quote::ToTokens as _;
use syn::{ItemStruct, Result, spanned::Spanned as _};

use super::{Lower, Meaning, expr, refused, text};
use crate::kernel::ir::{Expr, Kind};
use crate::kernel::types::{Field, Scalar, Struct, Type};
use crate::kernel::wgsl::Names;

impl Lower<'_> {
    /// A struct with `#[derive(GpuType)]`.
    pub(crate) fn structure(&mut self, it: &ItemStruct) -> Result<Struct> {
        let syn::Fields::Named(named) = &it.fields else {
            return refused(
                &it.ident,
                "WGSL's structs have fields with names: `struct Name { x: f32 }`",
            );
        };
        if named.named.is_empty() {
            return refused(
                &it.ident,
                "WGSL has no structs without fields: one at least",
            );
        }
        if !is_repr_c(&it.attrs) {
            return refused(
                &it.ident,
                "write `#[repr(C)]` over it: Rust may put the fields in any order else, and the GPU finds them \
                 in this one",
            );
        }
        let mut names = Names::new();
        let mut fields = Vec::new();
        for field in &named.named {
            let name = field
                .ident
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            fields.push(Field {
                wgsl: names.fresh(&name),
                name: name.trim_start_matches("r#").to_owned(),
                ty: self.ty(&field.ty)?,
            });
        }
        let mut names = Names::of_module();
        for other in &self.program.structs {
            names.fresh(&other.wgsl);
        }
        let name = it.ident.to_string();
        Ok(Struct {
            wgsl: names.fresh(&name),
            name,
            fields,
        })
    }

    /// `Ball { at, radius: 1.0 }`
    pub(super) fn struct_value(&mut self, it: &syn::ExprStruct) -> Result<Expr> {
        if let Some(rest) = &it.rest {
            return refused(rest, "WGSL has no `..`: write each field");
        }
        let name = text(&it.path);
        let Some(Meaning::Struct(id)) = self.paths.get(&name) else {
            return refused(
                &it.path,
                format!("write `#[derive(Clone, Copy, GpuType)]` over `{name}`"),
            );
        };
        let structure = self.program.structs[*id].clone();
        let mut fields = Vec::new();
        for field in &it.fields {
            let syn::Member::Named(name) = &field.member else {
                return refused(&field.member, "WGSL's structs have fields with names");
            };
            let Some(expected) = structure.field(&plain(name)) else {
                return refused(name, no_field(&Type::Struct(structure.clone())));
            };
            let mut value = self.value(&field.expr)?;
            self.expect(&mut value, &expected.ty, &field.expr)?;
            fields.push((name.clone(), value));
        }
        let has = |name: &str| fields.iter().any(|(it, _)| plain(it) == name);
        if let Some(missing) = structure.fields.iter().find(|it| !has(&it.name)) {
            return refused(&it.path, format!("`{}` is missing", missing.name));
        }
        let kind = Kind::Struct(it.path.to_token_stream(), fields);
        Ok(expr(kind, Type::Struct(structure), it.span()))
    }

    /// `value.name`
    pub(super) fn field(&mut self, it: &syn::ExprField) -> Result<Expr> {
        let base = self.expression(&it.base)?;
        let syn::Member::Named(name) = &it.member else {
            return refused(&it.member, "WGSL has no tuples: use a variable each");
        };
        let of = self.known.known(&base.ty);
        let Some(ty) = field_of(&of, &plain(name)) else {
            return refused(name, no_field(&of));
        };
        Ok(expr(
            Kind::Field(Box::new(base), name.clone()),
            ty,
            it.span(),
        ))
    }
}

/// Without what makes a keyword a name.
pub(crate) fn plain(name: &syn::Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

const COMPONENTS: [&str; 4] = ["x", "y", "z", "w"];
const COLUMNS: [&str; 4] = ["x_axis", "y_axis", "z_axis", "w_axis"];

fn field_of(of: &Type, name: &str) -> Option<Type> {
    let is_one = |of: &[&str]| of.contains(&name);
    match of {
        Type::Index(n) => is_one(&COMPONENTS[..usize::from(*n)]).then_some(Type::USIZE),
        Type::Vector(n, scalar) => {
            is_one(&COMPONENTS[..usize::from(*n)]).then_some(Type::Scalar(*scalar))
        }
        Type::Matrix(n) => {
            let column = Type::Vector(*n, crate::kernel::types::Scalar::F32);
            is_one(&COLUMNS[..usize::from(*n)]).then_some(column)
        }
        Type::Struct(it) => it.field(name).map(|it| it.ty.clone()),
        _ => None,
    }
}

fn no_field(of: &Type) -> String {
    let list = |names: &[&str]| names.join("`, `");
    let has = match of {
        Type::Index(n) | Type::Vector(n, _) => list(&COMPONENTS[..usize::from(*n)]),
        Type::Matrix(n) => list(&COLUMNS[..usize::from(*n)]),
        Type::Struct(it) => list(&Vec::from_iter(it.fields.iter().map(|it| it.name.as_str()))),
        _ => return format!("`{of}` has no fields"),
    };
    let swizzle = match of {
        Type::Vector(_, scalar) if *scalar != Scalar::F16 => ", and several at once as `xy()`",
        _ => "",
    };
    format!("`{of}` has `{has}`{swizzle}")
}

fn is_repr_c(attributes: &[syn::Attribute]) -> bool {
    let mut reprs = attributes.iter().filter(|it| it.path().is_ident("repr"));
    reprs.any(|it| {
        let mut has_c = false;
        let _ = it.parse_nested_meta(|meta| {
            has_c |= meta.path.is_ident("C");
            Ok(())
        });
        has_c
    })
}
