//! Override constants: a struct with their values.

use naga::{Handle, Override, ScalarKind};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Typed, docs, names};
use crate::wgsl::Diagnostic;

/// One of the struct's fields.
struct Field {
    handle: Handle<Override>,
    name: Ident,
    /// As expressions call it: locals are told apart by where their names are from, too.
    local: Ident,
    ty: TokenStream,
    kind: ScalarKind,
    default: Default,
    documentation: TokenStream,
}

enum Default {
    None,
    Value(TokenStream),
    /// Of other overrides: the field is optional.
    Derived(TokenStream),
}

impl Typed<'_> {
    /// What WebGPU calls each of the overrides.
    pub(super) fn override_keys(&self) -> Vec<String> {
        let keys = self.named_overrides().map(|(_, it)| match it.id {
            Some(id) => id.to_string(),
            None => it.name.clone().unwrap_or_default(),
        });
        keys.collect()
    }

    /// Those that the shader declares. naga has one without a name for the size of an array that is an
    /// expression.
    pub(super) fn named_overrides(&self) -> impl Iterator<Item = (Handle<Override>, &Override)> {
        let overrides = self.module.overrides.iter();
        overrides.filter(|(_, constant)| constant.name.is_some())
    }

    pub(super) fn has_overrides(&self) -> bool {
        self.named_overrides().next().is_some()
    }

    pub(super) fn override_ident(&self, handle: Handle<Override>) -> Ident {
        let name = self.module.overrides[handle].name.as_deref();
        names::ident(name.unwrap_or_default(), proc_macro2::Span::call_site())
    }

    pub(super) fn overrides(&self) -> Result<TokenStream, Diagnostic> {
        if !self.has_overrides() {
            return Ok(TokenStream::new());
        }
        let fields = self.named_overrides().map(|(handle, _)| self.field(handle));
        let mut fields = fields.collect::<Result<Vec<_>, _>>()?;
        // naga has those first that others are made of.
        let place = |handle| self.module.overrides.get_span(handle).to_range();
        fields.sort_by_key(|field| place(field.handle).map(|range| range.start));
        let ty = self.names.overrides();
        let definitions = fields.iter().map(|field| {
            let (documentation, name) = (&field.documentation, &field.name);
            let field_ty = field.rust();
            quote!(#documentation pub #name: #field_ty)
        });
        let constructors = constructors(&ty, &fields);
        let values = values(&fields, &self.override_keys());
        Ok(quote! {
            /// The shader's override constants, which are given when a pipeline is made.
            #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq)]
            pub struct #ty { #(#definitions),* }
            #constructors
            impl #ty { #values }
        })
    }

    fn field(&self, handle: Handle<Override>) -> Result<Field, Diagnostic> {
        let constant = &self.module.overrides[handle];
        let name = constant.name.as_deref().unwrap_or_default();
        let unknown = || {
            let message = format!(
                "a typed module cannot compute the default of `{name}`: it may be made of numbers, \
                 other overrides, operators, conversions, `min`, `max`, `clamp` and `select`"
            );
            self.refuse(name, message)
        };
        let scalar = self.scalar(constant.ty).ok_or_else(unknown)?;
        let default = match constant.init {
            None => Default::None,
            Some(init) => {
                let depends = std::cell::Cell::new(false);
                let typing = self.expression(init, &|handle| {
                    depends.set(true);
                    self.override_ident(handle)
                });
                let tokens = typing.ok_or_else(unknown)?.tokens;
                match depends.get() {
                    true => Default::Derived(tokens),
                    false => Default::Value(tokens),
                }
            }
        };
        let id = constant
            .id
            .map(|id| format!("@id({id}) "))
            .unwrap_or_default();
        let wgsl = self.wgsl(constant.ty);
        let value = constant
            .init
            .map(|init| format!(" = {}", self.expression_text(init)));
        let value = value.unwrap_or_default();
        let end = match &default {
            Default::None => ", which has no default",
            Default::Value(_) => "",
            Default::Derived(_) => "; `None` gives it that value",
        };
        let text = format!("`{id}override {name}: {wgsl}{value}`{end}");
        Ok(Field {
            handle,
            local: self.override_ident(handle),
            name: names::ident(name, self.span_of(name)),
            ty: self.rust_scalar(scalar),
            kind: scalar.kind,
            default,
            documentation: docs::attributes(&text),
        })
    }
}

impl Field {
    fn rust(&self) -> TokenStream {
        let ty = &self.ty;
        match self.default {
            Default::Derived(_) => quote!(::core::option::Option<#ty>),
            _ => quote!(#ty),
        }
    }

    fn initial(&self) -> Option<TokenStream> {
        match &self.default {
            Default::None => None,
            Default::Value(value) => Some(value.clone()),
            Default::Derived(_) => Some(quote!(::core::option::Option::None)),
        }
    }
}

/// `Default` if all have one, and `new` of those that have none.
fn constructors(ty: &Ident, fields: &[Field]) -> TokenStream {
    let lacking: Vec<_> = fields.iter().filter(|it| it.initial().is_none()).collect();
    let parameters = lacking
        .iter()
        .map(|Field { name, ty, .. }| quote!(#name: #ty));
    let values = fields.iter().map(|field| {
        let name = &field.name;
        match field.initial() {
            Some(value) => quote!(#name: #value),
            None => quote!(#name),
        }
    });
    if lacking.is_empty() {
        return quote! {
            impl ::core::default::Default for #ty {
                fn default() -> Self {
                    Self { #(#values),* }
                }
            }
        };
    }
    quote! {
        impl #ty {
            /// Those that have no default; the others have theirs.
            #[must_use]
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// The values in the order of declaration, which is one in which each default is made of what is
/// before it.
fn values(fields: &[Field], keys: &[String]) -> TokenStream {
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|field| field.handle);
    let lets = fields.iter().map(|field| {
        let (name, local) = (&field.name, &field.local);
        match &field.default {
            Default::Derived(value) => quote! {
                let #local = match self.#name {
                    ::core::option::Option::Some(value) => value,
                    ::core::option::Option::None => #value,
                };
            },
            _ => quote!(let #local = self.#name;),
        }
    });
    let values = fields.iter().map(|Field { local, kind, .. }| match kind {
        ScalarKind::Bool => quote!(#local as ::core::primitive::u8 as ::core::primitive::f64),
        _ => quote!(::core::convert::Into::<::core::primitive::f64>::into(#local)),
    });
    let count = fields.len();
    let places = 0..count;
    quote! {
        /// The values as WebGPU takes them, those of a default too, in the order of the `MODULE`.
        #[must_use]
        pub fn values(&self) -> [::core::primitive::f64; #count] {
            #(#lets)*
            [#(#values),*]
        }
        /// The values with the names that WebGPU has for them, for entry points of the render stages.
        #[must_use]
        pub fn constants(&self) -> [(&'static ::core::primitive::str, ::core::primitive::f64); #count] {
            let values = self.values();
            [#((#keys, values[#places])),*]
        }
    }
}
