//! WGSL's types: what they are called, and which Rust types have their layout.

use naga::{ArraySize, Handle, Scalar, ScalarKind, Type, TypeInner, VectorSize};
use proc_macro2::TokenStream;
use quote::quote;

use super::{Typed, number};

impl Typed<'_> {
    pub(super) fn inner(&self, ty: Handle<Type>) -> &TypeInner {
        &self.module.types[ty].inner
    }

    /// Bytes; of a type that ends with a runtime-sized array, with one element of it.
    pub(super) fn size(&self, ty: Handle<Type>) -> u32 {
        self.inner(ty).size(self.module.to_ctx())
    }

    /// Can a buffer hold it? See [WGSL, host-shareable types](
    /// https://gpuweb.github.io/gpuweb/wgsl/#host-shareable-types).
    pub(super) fn is_host_shareable(&self, ty: Handle<Type>) -> bool {
        match *self.inner(ty) {
            TypeInner::Scalar(scalar) | TypeInner::Vector { scalar, .. } => {
                scalar.kind != ScalarKind::Bool
            }
            TypeInner::Matrix { .. } | TypeInner::Atomic(_) => true,
            TypeInner::Array { base, size, .. } => {
                !matches!(size, ArraySize::Pending(_)) && self.is_host_shareable(base)
            }
            TypeInner::Struct { ref members, .. } => members
                .iter()
                .all(|member| self.is_host_shareable(member.ty)),
            _ => false,
        }
    }

    /// The name of a type in WGSL.
    pub(super) fn wgsl(&self, ty: Handle<Type>) -> String {
        if let Some(name) = &self.module.types[ty].name {
            return name.clone();
        }
        match *self.inner(ty) {
            TypeInner::Scalar(scalar) => scalar_name(scalar).to_owned(),
            TypeInner::Vector { size, scalar } => {
                format!("vec{}<{}>", size as u8, scalar_name(scalar))
            }
            TypeInner::Matrix {
                columns,
                rows,
                scalar,
            } => {
                let (columns, rows) = (columns as u8, rows as u8);
                format!("mat{columns}x{rows}<{}>", scalar_name(scalar))
            }
            TypeInner::Atomic(scalar) => format!("atomic<{}>", scalar_name(scalar)),
            TypeInner::Array { base, size, .. } => {
                let base = self.wgsl(base);
                match size {
                    ArraySize::Constant(count) => format!("array<{base}, {count}>"),
                    ArraySize::Pending(size) => {
                        let name = self.module.overrides[size].name.as_deref();
                        format!("array<{base}, {}>", name.unwrap_or("…"))
                    }
                    ArraySize::Dynamic => format!("array<{base}>"),
                }
            }
            ref other => self.wgsl_resource(other),
        }
    }

    /// The Rust type with the layout of a host-shareable type. A struct that ends with a runtime-sized
    /// array has the type of what is before it.
    pub(super) fn rust(&self, ty: Handle<Type>) -> TokenStream {
        if let Some(mapped) = self.mapped.get(&self.wgsl(ty)) {
            let (module, name) = (self.names.mapped(), &mapped.alias);
            return quote!(#module::#name);
        }
        match *self.inner(ty) {
            TypeInner::Scalar(scalar) | TypeInner::Atomic(scalar) => self.rust_scalar(scalar),
            TypeInner::Vector { size, scalar } => self.rust_vector(size, scalar),
            TypeInner::Matrix {
                columns,
                rows,
                scalar,
            } => {
                let column = self.rust_vector(rows, scalar);
                let size = u32::from(scalar.width) * rows as u32;
                let stride = u32::from(scalar.width) * (rows as u32).next_power_of_two();
                let column = self.padded(column, stride - size);
                let columns = number(columns as u32);
                quote!([#column; #columns])
            }
            TypeInner::Array { base, size, stride } => {
                let element = self.element(base, stride);
                match size {
                    ArraySize::Constant(count) => {
                        let count = number(count.get());
                        quote!([#element; #count])
                    }
                    // Only what is no host-shareable type has another size.
                    ArraySize::Pending(_) | ArraySize::Dynamic => element,
                }
            }
            _ => {
                let name = self.ident(&self.wgsl(ty));
                quote!(#name)
            }
        }
    }

    /// The Rust type of an array's elements, as far apart as WGSL has them.
    pub(super) fn element(&self, base: Handle<Type>, stride: u32) -> TokenStream {
        self.padded(self.rust(base), stride - self.size(base))
    }

    fn padded(&self, ty: TokenStream, padding: u32) -> TokenStream {
        let (sdk, bytes) = (self.sdk, number(padding));
        match padding {
            0 => ty,
            _ => quote!(#sdk::typed::Padded<#ty, #bytes>),
        }
    }

    fn rust_vector(&self, size: VectorSize, scalar: Scalar) -> TokenStream {
        let (scalar, size) = (self.rust_scalar(scalar), number(size as u32));
        quote!([#scalar; #size])
    }

    pub(super) fn rust_scalar(&self, scalar: Scalar) -> TokenStream {
        let sdk = self.sdk;
        match (scalar.kind, scalar.width) {
            (ScalarKind::Float, 2) => quote!(#sdk::typed::f16),
            (ScalarKind::Float, _) => quote!(::core::primitive::f32),
            (ScalarKind::Sint, _) => quote!(::core::primitive::i32),
            (ScalarKind::Bool, _) => quote!(::core::primitive::bool),
            _ => quote!(::core::primitive::u32),
        }
    }
}

/// The scalars that WGSL has.
fn scalar_name(scalar: Scalar) -> &'static str {
    match (scalar.kind, scalar.width) {
        (ScalarKind::Float, 2) => "f16",
        (ScalarKind::Float, _) => "f32",
        (ScalarKind::Sint, _) => "i32",
        (ScalarKind::Bool, _) => "bool",
        _ => "u32",
    }
}
