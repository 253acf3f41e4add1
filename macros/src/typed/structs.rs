//! A Rust struct for every host-shareable struct, with the layout that WGSL gives it.

use naga::{AddressSpace, ArraySize, Handle, StructMember, Type, TypeInner};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::{Typed, docs, number};
use crate::wgsl::Diagnostic;

/// A Rust struct without a byte that is no field's.
pub(super) struct Layout {
    pub(super) name: Ident,
    pub(super) documentation: String,
    pub(super) fields: Vec<Field>,
    /// Bytes.
    pub(super) size: u32,
}

/// A field: a member's, or padding.
pub(super) struct Field {
    name: Ident,
    ty: TokenStream,
    offset: u32,
    documentation: String,
    is_padding: bool,
}

impl Typed<'_> {
    pub(super) fn structs(&self) -> Result<TokenStream, Diagnostic> {
        let types = self.module.types.iter().map(|(handle, _)| handle);
        Ok(types.filter_map(|ty| self.host_struct(ty)).collect())
    }

    /// The struct with WGSL's layout, if there is to be one.
    fn host_struct(&self, ty: Handle<Type>) -> Option<TokenStream> {
        let TypeInner::Struct { members, span } = self.inner(ty) else {
            return None;
        };
        let wgsl = self.module.types[ty].name.as_deref()?;
        let is_generated = self.is_host_shareable(ty)
            && self.range_of(wgsl).is_some()
            && self.mapped.get(wgsl).is_none()
            && (!self.is_of_a_stage(ty) || self.is_in_buffer(ty));
        if !is_generated {
            return None;
        }
        let tail = members
            .last()
            .filter(|it| self.is_runtime_sized_array(it.ty));
        let size = tail.map_or(*span, |tail| tail.offset);
        let mut fields = Fields::new(self, members);
        for (i, member) in members.iter().enumerate() {
            if tail.is_none() || i + 1 < members.len() {
                let documentation = self.member_docs(ty, i, member);
                let size = self.size(member.ty);
                fields.pad_to(member.offset);
                let name = self.member_ident(wgsl, member);
                fields.push(name, self.rust(member.ty), size, documentation);
            }
        }
        fields.pad_to(size);
        let layout = Layout {
            name: self.ident(wgsl),
            documentation: self.struct_docs(ty, wgsl, size, tail),
            fields: fields.done,
            size,
        };
        let tail = tail.map(|tail| self.tail(&layout.name, ty, tail));
        let definition = structure(self.sdk, &layout);
        Some(quote!(#definition #tail))
    }

    /// Is a value of this type in a buffer, as a whole or within others?
    pub(super) fn is_in_buffer(&self, ty: Handle<Type>) -> bool {
        let variables = self.module.global_variables.iter();
        let mut buffers = variables.filter(|(_, variable)| {
            use AddressSpace::{Immediate, Storage, Uniform};
            matches!(variable.space, Uniform | Storage { .. } | Immediate)
        });
        buffers.any(|(_, variable)| self.holds(variable.ty, ty))
    }

    /// Is it, or a part of it, what a stage takes or gives?
    pub(super) fn is_of_a_stage(&self, ty: Handle<Type>) -> bool {
        match self.inner(ty) {
            TypeInner::Array { base, .. } => self.is_of_a_stage(*base),
            TypeInner::Struct { members, .. } => {
                let mut members = members.iter();
                members.any(|member| member.binding.is_some() || self.is_of_a_stage(member.ty))
            }
            _ => false,
        }
    }

    fn holds(&self, outer: Handle<Type>, ty: Handle<Type>) -> bool {
        outer == ty
            || match self.inner(outer) {
                TypeInner::Array { base, .. } => self.holds(*base, ty),
                TypeInner::Struct { members, .. } => members.iter().any(|it| self.holds(it.ty, ty)),
                _ => false,
            }
    }

    pub(super) fn is_runtime_sized_array(&self, ty: Handle<Type>) -> bool {
        let TypeInner::Array { size, .. } = self.inner(ty) else {
            return false;
        };
        matches!(size, ArraySize::Dynamic)
    }

    /// What is after the struct in a buffer.
    pub(super) fn tail(&self, name: &Ident, ty: Handle<Type>, tail: &StructMember) -> TokenStream {
        let TypeInner::Array { base, stride, .. } = *self.inner(tail.ty) else {
            return TokenStream::new();
        };
        let sdk = self.sdk;
        let element = self.element(base, stride);
        let size = number(self.size(ty));
        quote! {
            impl #sdk::typed::RuntimeSized for #name {
                type Element = #element;
                const MIN_SIZE: ::core::primitive::u64 = #size;
            }
        }
    }

    fn struct_docs(
        &self,
        ty: Handle<Type>,
        wgsl: &str,
        size: u32,
        tail: Option<&StructMember>,
    ) -> String {
        let comments = self.module.doc_comments.as_ref();
        let comments = comments.and_then(|it| it.types.get(&ty));
        let generated = match tail {
            None => format!("WGSL's `struct {wgsl}`: {size} bytes."),
            Some(tail) => format!(
                "WGSL's `struct {wgsl}` without the runtime-sized array at its end: {size} bytes, \
                 after which `{}: {}` begins.",
                tail.name.as_deref().unwrap_or_default(),
                self.wgsl(tail.ty)
            ),
        };
        docs::with_comments(comments, &generated)
    }

    fn member_docs(&self, ty: Handle<Type>, i: usize, member: &StructMember) -> String {
        let comments = self.module.doc_comments.as_ref();
        let comments = comments.and_then(|it| it.struct_members.get(&(ty, i)));
        let wgsl = self.wgsl(member.ty);
        docs::with_comments(comments, &format!("`{wgsl}` at byte {}.", member.offset))
    }
}

/// Fields one after the other.
pub(super) struct Fields<'a> {
    sdk: &'a TokenTree,
    pub(super) done: Vec<Field>,
    /// Of padding, which no member has.
    prefix: String,
    paddings: usize,
    pub(super) end: u32,
}

impl<'a> Fields<'a> {
    pub(super) fn new(typed: &Typed<'a>, members: &[StructMember]) -> Self {
        let names = || members.iter().filter_map(|member| member.name.as_deref());
        let mut prefix = "_pad".to_owned();
        while names().any(|name| name.starts_with(&prefix)) {
            prefix.insert(0, '_');
        }
        Self {
            sdk: typed.sdk,
            done: Vec::new(),
            prefix,
            paddings: 0,
            end: 0,
        }
    }

    pub(super) fn pad_to(&mut self, offset: u32) {
        if self.end < offset {
            let (sdk, bytes) = (self.sdk, number(offset - self.end));
            self.done.push(Field {
                name: format_ident!("{}{}", self.prefix, self.paddings),
                ty: quote!(#sdk::typed::Padding<#bytes>),
                offset: self.end,
                documentation: format!("Padding, from byte {} on.", self.end),
                is_padding: true,
            });
            self.paddings += 1;
            self.end = offset;
        }
    }

    pub(super) fn push(&mut self, name: Ident, ty: TokenStream, size: u32, documentation: String) {
        self.done.push(Field {
            name,
            ty,
            offset: self.end,
            documentation,
            is_padding: false,
        });
        self.end += size;
    }
}

/// The definition of a struct, and what all have.
pub(super) fn structure(sdk: &TokenTree, layout: &Layout) -> TokenStream {
    let Layout { name, fields, .. } = layout;
    let documentation = docs::attributes(&layout.documentation);
    let definitions = fields.iter().map(|field| {
        let documentation = docs::attributes(&field.documentation);
        let (name, ty) = (&field.name, &field.ty);
        quote!(#documentation pub #name: #ty)
    });
    let constructor = constructor(sdk, layout);
    let assertions = assertions(layout);
    quote! {
        #documentation
        #[repr(C)]
        #[derive(
            ::core::clone::Clone,
            ::core::marker::Copy,
            ::core::fmt::Debug,
            ::core::cmp::PartialEq
        )]
        pub struct #name { #(#definitions),* }
        #constructor
        #assertions
        // SAFETY: all fields may be zero, and any other bytes.
        unsafe impl #sdk::__private::bytemuck::Zeroable for #name {}
        // SAFETY: as above; the assertions say that between the fields there is nothing.
        unsafe impl #sdk::__private::bytemuck::Pod for #name {}
        impl ::core::default::Default for #name {
            fn default() -> Self {
                #sdk::__private::bytemuck::Zeroable::zeroed()
            }
        }
    }
}

/// `new`, which leaves the padding out.
fn constructor(sdk: &TokenTree, layout: &Layout) -> Option<TokenStream> {
    let Layout { name, fields, .. } = layout;
    let members = fields.iter().filter(|field| !field.is_padding);
    let parameters = members.map(|Field { name, ty, .. }| quote!(#name: #ty));
    let parameters: Vec<_> = parameters.collect();
    if parameters.is_empty() {
        return None;
    }
    let values = fields.iter().map(|field| {
        let name = &field.name;
        match field.is_padding {
            true => quote!(#name: #sdk::typed::Padding::new()),
            false => quote!(#name),
        }
    });
    Some(quote! {
        impl #name {
            /// All fields but the padding.
            #[must_use]
            pub const fn new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }
        }
    })
}

/// The size and the offsets are WGSL's. As fields and padding follow each other without a gap, no field
/// can be of another size than it should be either.
fn assertions(layout: &Layout) -> TokenStream {
    let Layout { name, fields, .. } = layout;
    let size = number(layout.size);
    let offsets = fields.iter().map(|field| {
        let message = format!("`{name}.{}` is not at byte {}", field.name, field.offset);
        let (field, offset) = (&field.name, number(field.offset));
        quote!(::core::assert!(::core::mem::offset_of!(#name, #field) == #offset, #message);)
    });
    let message = format!("`{name}` is not {} bytes long", layout.size);
    quote! {
        const _: () = {
            #(#offsets)*
            ::core::assert!(::core::mem::size_of::<#name>() == #size, #message);
        };
    }
}
