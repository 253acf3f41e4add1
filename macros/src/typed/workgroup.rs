//! Workgroups: their size and their memory, which override constants may decide.

use naga::{
    AddressSpace, ArraySize, EntryPoint, Expression, GlobalVariable, Handle, Override, Type,
    TypeInner,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Typed, number};
use crate::wgsl::Diagnostic;

impl Typed<'_> {
    /// A function from the overrides' values to the size.
    pub(super) fn workgroup_size(&self, entry: &EntryPoint) -> Result<TokenStream, Diagnostic> {
        let [x, y, z] = entry.workgroup_size.map(number);
        let Some(expressions) = entry.workgroup_size_overrides else {
            return Ok(quote!(|_| [#x, #y, #z]));
        };
        let mut sizes = Vec::new();
        for (constant, expression) in entry.workgroup_size.into_iter().zip(expressions) {
            sizes.push(match expression {
                None => {
                    let constant = number(constant);
                    quote!(#constant)
                }
                Some(expression) => self.size_expression(&entry.name, expression)?,
            });
        }
        let lets = self.override_lets();
        let values = values();
        Ok(quote!(|#values| { #lets [#(#sizes),*] }))
    }

    fn size_expression(
        &self,
        entry: &str,
        expression: Handle<Expression>,
    ) -> Result<TokenStream, Diagnostic> {
        let value = |handle| self.override_ident(handle);
        let Some(typing) = self.expression(expression, &value) else {
            return Err(self.unknown_size(entry));
        };
        let tokens = typing.tokens;
        Ok(quote!((#tokens) as ::core::primitive::u32))
    }

    fn unknown_size(&self, name: &str) -> Diagnostic {
        let message = format!(
            "a typed module cannot compute the size of `{name}`: it may be made of numbers, \
             overrides, operators, conversions, `min`, `max`, `clamp` and `select`"
        );
        self.refuse(name, message)
    }

    /// The overrides by their names, of the values in [`values`].
    fn override_lets(&self) -> TokenStream {
        let (sdk, values) = (self.sdk, values());
        let overrides = self.named_overrides().enumerate();
        let lets = overrides.map(|(i, (handle, constant))| {
            let (name, place) = (self.override_ident(handle), number(i as u64));
            let value = match self.scalar(constant.ty) {
                Some(scalar) if scalar.kind == naga::ScalarKind::Bool => {
                    quote!(#values[#place] != 0.0)
                }
                Some(scalar) if scalar.width == 4 => {
                    let ty = self.rust_scalar(scalar);
                    quote!(#values[#place] as #ty)
                }
                _ => quote!(#sdk::typed::f16::from_f64(#values[#place])),
            };
            quote!(let #name = #value;)
        });
        quote!(#(#lets)*)
    }

    /// A function from the overrides' values to the bytes, as WebGPU counts them for
    /// `maxComputeWorkgroupStorageSize`: each variable's, rounded up to 16.
    pub(super) fn workgroup_memory(&self, entry: usize) -> Result<TokenStream, Diagnostic> {
        let fixed = number(self.fixed_memory(entry));
        let mut sizes = Vec::new();
        for variable in self.workgroup_variables(entry) {
            if let Some((count, stride)) = self.pending_size(variable.ty) {
                let name = variable.name.as_deref().unwrap_or_default();
                let count = self.override_value(count, &|it| self.override_ident(it));
                let count = count.ok_or_else(|| self.unknown_size(name))?.tokens;
                let stride = number(stride);
                sizes.push(quote! {
                    .saturating_add(
                        ((#count) as ::core::primitive::u32)
                            .saturating_mul(#stride)
                            .saturating_add(15) & !15,
                    )
                });
            }
        }
        if sizes.is_empty() {
            return Ok(quote!(|_| #fixed));
        }
        let lets = self.override_lets();
        let values = values();
        Ok(quote!(|#values| { #lets (#fixed as ::core::primitive::u32) #(#sizes)* }))
    }

    /// What the documentation of an entry point says of its workgroup memory.
    pub(super) fn workgroup_memory_text(&self, entry: usize) -> String {
        let mut variables = self.workgroup_variables(entry);
        let is_pending = variables.any(|it| self.pending_size(it.ty).is_some());
        match (self.fixed_memory(entry), is_pending) {
            (0, false) => String::new(),
            (bytes, false) => format!(" It has {bytes} bytes of workgroup memory."),
            (_, true) => {
                let overrides = self.names.overrides();
                format!(" [`{overrides}`] decide how much workgroup memory it has.")
            }
        }
    }

    /// Bytes of the variables whose sizes no override decides.
    fn fixed_memory(&self, entry: usize) -> u32 {
        let variables = self.workgroup_variables(entry);
        let fixed = variables.filter(|it| self.pending_size(it.ty).is_none());
        let sizes = fixed.map(|it| self.size(it.ty).checked_next_multiple_of(16));
        sizes.fold(0, |sum, size| sum.saturating_add(size.unwrap_or(u32::MAX)))
    }

    fn workgroup_variables(&self, entry: usize) -> impl Iterator<Item = &GlobalVariable> {
        let variables = self.module.global_variables.iter();
        let used = variables.filter(move |(handle, variable)| {
            variable.space == AddressSpace::WorkGroup && self.uses(entry, *handle)
        });
        used.map(|(_, variable)| variable)
    }

    /// The elements' number and stride of an array whose size is an override: only a whole variable
    /// can have such a type.
    fn pending_size(&self, ty: Handle<Type>) -> Option<(Handle<Override>, u32)> {
        match *self.inner(ty) {
            TypeInner::Array {
                size: ArraySize::Pending(count),
                stride,
                ..
            } => Some((count, stride)),
            _ => None,
        }
    }

    pub(super) fn workgroup_size_text(&self, entry: &EntryPoint) -> String {
        let expressions = entry.workgroup_size_overrides.unwrap_or_default();
        let sizes = entry.workgroup_size.into_iter().zip(expressions);
        let texts = sizes.map(|(size, expression)| match expression {
            None => size.to_string(),
            Some(expression) => self.expression_text(expression),
        });
        let mut texts: Vec<_> = texts.collect();
        while texts.len() > 1 && texts.last().is_some_and(|it| it == "1") {
            texts.pop();
        }
        texts.join(", ")
    }

    pub(super) fn expression_text(&self, expression: Handle<Expression>) -> String {
        let span = self.module.global_expressions.get_span(expression);
        let text = span
            .to_range()
            .and_then(|range| self.shader.text.get(range));
        text.unwrap_or("…").to_owned()
    }
}

/// The parameter with the overrides' values, which no override's name hides.
fn values() -> Ident {
    Ident::new("values", Span::mixed_site())
}
