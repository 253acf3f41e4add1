//! Types as the author writes them.

use syn::{Expr, Result, spanned::Spanned as _};

use super::{Lower, Meaning, refused, text};
use crate::kernel::ir::{Kind, LocalId};
use crate::kernel::types::{Scalar, Type};

impl Lower<'_> {
    pub(crate) fn ty(&mut self, ty: &syn::Type) -> Result<Type> {
        match ty {
            syn::Type::Path(path) => {
                let named = path
                    .path
                    .get_ident()
                    .and_then(|name| Scalar::of(&name.to_string()));
                let last = path.path.segments.last().map(|it| it.ident.to_string());
                let last = last.unwrap_or_default();
                match (named, self.paths.get(&text(&path.path))) {
                    (Some(scalar), _) => {
                        if scalar == Scalar::F16 {
                            self.needs_f16(ty)?;
                        }
                        Ok(Type::Scalar(scalar))
                    }
                    (None, Some(Meaning::Struct(id))) => {
                        Ok(Type::Struct(self.program.structs[*id].clone()))
                    }
                    _ => match Type::of_glam(&last) {
                        Some(of_glam) => {
                            if of_glam.has_f16() {
                                self.needs_f16(ty)?;
                            }
                            Ok(of_glam)
                        }
                        None => refused(ty, instead_of(&last)),
                    },
                }
            }
            syn::Type::Array(array) => {
                let element = self.ty(&array.elem)?;
                Ok(Type::Array(Box::new(element), self.length(&array.len)?))
            }
            syn::Type::Paren(inner) => self.ty(&inner.elem),
            syn::Type::Group(inner) => self.ty(&inner.elem),
            syn::Type::Tuple(_) => refused(ty, "WGSL has no tuples: use a variable each"),
            syn::Type::Reference(_) => refused(
                ty,
                "only a kernel's own parameters are slices or references: take and return values",
            ),
            syn::Type::Slice(_) => refused(
                ty,
                "a slice is `&[T]` or `&mut [T]`, a parameter of the kernel",
            ),
            syn::Type::Ptr(_) => refused(ty, "WGSL has no such pointers: use a slice and an index"),
            syn::Type::ImplTrait(_) | syn::Type::TraitObject(_) | syn::Type::BareFn(_) => refused(
                ty,
                "a function of the GPU takes values of one type: write a function for each type",
            ),
            syn::Type::Infer(_) => refused(ty, "leave the type out, or write it"),
            _ => refused(ty, instead_of("")),
        }
    }

    /// The type of what memory holds: atomics, too.
    pub(crate) fn memory(&mut self, ty: &syn::Type) -> Result<Type> {
        match ty {
            syn::Type::Path(path) => {
                let name = path.path.segments.last().map(|it| it.ident.to_string());
                match name.as_deref() {
                    Some("AtomicU32") => Ok(Type::Atomic(Scalar::U32)),
                    Some("AtomicI32") => Ok(Type::Atomic(Scalar::I32)),
                    _ => self.ty(ty),
                }
            }
            syn::Type::Array(array) => {
                let element = self.memory(&array.elem)?;
                Ok(Type::Array(Box::new(element), self.length(&array.len)?))
            }
            other => self.ty(other),
        }
    }

    /// The type of workgroup memory, and the override constant that is an array's length: it has, as
    /// a slice has, no certain number of elements.
    pub(super) fn workgroup_type(&mut self, ty: &syn::Type) -> Result<(Type, Option<LocalId>)> {
        if let syn::Type::Array(array) = ty
            && let Expr::Path(_) = &array.len
            && let Kind::Local(id) = self.expression(&array.len)?.kind
            && self.is_integer_override(id)
        {
            let element = self.memory(&array.elem)?;
            return Ok((Type::Slice(Box::new(element)), Some(id)));
        }
        Ok((self.memory(ty)?, None))
    }

    /// How many elements an array has.
    pub(super) fn length(&mut self, len: &Expr) -> Result<u32> {
        let mut value = self.expression(len)?;
        self.expect(&mut value, &Type::USIZE, len)?;
        let (value_kind, value) = (&value.kind, self.known_value(&value));
        match value.and_then(|it| u32::try_from(it).ok()) {
            Some(0) => refused(len, "WGSL has no arrays without elements: one at least"),
            Some(value) => Ok(value),
            None => {
                let message = match value_kind {
                    Kind::Local(id) if self.is_integer_override(*id) => {
                        "a `const` parameter is the length of workgroup memory only, \
                         `#[workgroup] let tile: [T; N];`: elsewhere use a constant"
                    }
                    _ => {
                        "an array's length is a literal or a constant: `const N: usize = 16;` in \
                         the function, or with `#[gpu]` outside"
                    }
                };
                Err(syn::Error::new(len.span(), message))
            }
        }
    }
}

/// What to write in place of a type.
fn instead_of(name: &str) -> String {
    let help = match name {
        "f64" => "WGSL has no `f64`: use `f32`",
        "u64" | "i64" | "u128" | "i128" => {
            "WGSL has no integers of more than 32 bits: use `u32` or `i32`, two for a longer one"
        }
        "u8" | "u16" => {
            "WGSL has no integers of less than 32 bits: use `u32`, with shifts and masks"
        }
        "i8" | "i16" => "WGSL has no integers of less than 32 bits: use `i32`, with shifts",
        "isize" => "use `i32`",
        "char" => "WGSL has no characters: use `u32`",
        "str" | "String" => "WGSL has no strings",
        "Vec" | "Box" => {
            "a GPU allocates no memory: use an array `[T; N]`, or a slice from outside"
        }
        "Option" | "Result" => {
            "WGSL has no enums: return a value that means none, such as `u32::MAX`"
        }
        "AtomicU32" | "AtomicI32" => "atomics are in memory: `&[AtomicU32]`, or `#[workgroup] let`",
        "AtomicBool" | "AtomicUsize" | "AtomicU64" | "AtomicI64" => {
            "WGSL's atomics are `AtomicU32` and `AtomicI32`"
        }
        "Vec3A" => "use `Vec3`",
        "Mat3A" => "use `Mat3`",
        "Quat" => "use a `Mat3`, made by `Mat3::from_quat` on the CPU",
        "Affine2" => "use a `Mat3`",
        "Affine3A" => "use a `Mat4`",
        name if crate::kernel::textures::is_type(name) => {
            "a kernel has textures and samplers as parameters, by reference: `&Texture2d<f32>`, `&Sampler`"
        }
        "Self" => "a function of the GPU is no method: name the type",
        _ => "",
    };
    if help.is_empty() {
        return "a kernel has `bool`, `i32`, `u32`, `usize`, `f32`, vectors such as `Vec3`, structs with \
                `#[derive(GpuType)]`, and arrays `[T; N]` of these"
            .to_owned();
    }
    help.to_owned()
}
