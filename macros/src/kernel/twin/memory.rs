//! Memory that several invocations share: elements are taken out whole, and put back.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::vector::wrapping_vector;
use super::{Twin, arithmetic, by, is_integer, respanned};
use crate::kernel::ir::{Expr, Kind, LocalId, LocalKind, Operator};
use crate::kernel::types::Type;

/// An element of shared memory, and what part of it.
struct Place<'a> {
    memory: LocalId,
    /// `None` of a variable that is no array.
    index: Option<&'a Expr>,
    /// The way to a part of the element, from without.
    rest: Vec<Step<'a>>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Index(&'a Expr),
    Field(&'a Ident),
}

impl Twin<'_> {
    fn shared_place<'a>(&self, it: &'a Expr) -> Option<Place<'a>> {
        if !self.is_shared {
            return None;
        }
        let mut rest = Vec::new();
        let mut root = it;
        loop {
            root = match &root.kind {
                Kind::Index(base, index) => {
                    rest.insert(0, Step::Index(index));
                    base
                }
                Kind::Field(base, name) => {
                    rest.insert(0, Step::Field(name));
                    base
                }
                _ => break,
            };
        }
        let Kind::Local(memory) = root.kind else {
            return None;
        };
        let local = &self.function.locals[memory];
        if !matches!(local.kind, LocalKind::ReadWrite | LocalKind::Workgroup)
            || is_atomic(&local.ty)
        {
            return None;
        }
        let has_elements = matches!(local.ty, Type::Slice(_) | Type::Array(..));
        let index = match rest.first().copied() {
            Some(Step::Index(index)) if has_elements => {
                rest.remove(0);
                Some(index)
            }
            _ => None,
        };
        Some(Place {
            memory,
            index,
            rest,
        })
    }

    pub(super) fn is_shared_place(&self, it: &Expr) -> bool {
        self.shared_place(it).is_some()
    }

    /// The value of an element.
    pub(super) fn shared_element(&self, it: &Expr) -> Option<TokenStream> {
        let place = self.shared_place(it)?;
        let name = self.name(place.memory, it.span);
        let index = place.index.map_or(quote!(0), |it| self.expression(it));
        let rest = place.rest.iter().map(|step| match step {
            Step::Index(index) => {
                let index = self.expression(index);
                quote!([#index])
            }
            Step::Field(name) => quote!(.#name),
        });
        Some(quote_spanned!(it.span=> #name.get(#index)#(#rest)*))
    }

    /// Writes to an element, after the value is computed.
    pub(super) fn update(
        &self,
        it: &Expr,
        value: &TokenStream,
        write: impl Fn(&Ident, &Ident) -> TokenStream,
        span: Span,
    ) -> TokenStream {
        let Some(place) = self.shared_place(it) else {
            return TokenStream::new();
        };
        let name = self.name(place.memory, span);
        let index = place.index.map_or(quote!(0), |it| self.expression(it));
        let hidden = |name: &str| Ident::new(name, Span::mixed_site());
        let (new, element, first) = (hidden("new"), hidden("element"), hidden("first"));
        let (mut indices, mut values, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        for step in &place.rest {
            steps.push(match step {
                Step::Index(index) => {
                    let name = hidden(&format!("index{}", indices.len()));
                    values.push(self.expression(index));
                    indices.push(name.clone());
                    quote!([#name])
                }
                Step::Field(name) => quote!(.#name),
            });
        }
        let written = write(&element, &new);
        quote_spanned!(span=> {
            let #new = #value;
            let #first = #index;
            #(let #indices = #values;)*
            #name.update(#first, |#element| {
                let #element = &mut (*#element)#(#steps)*;
                #written;
            });
        })
    }

    /// `place += value` and the like.
    pub(super) fn update_by(
        &self,
        operator: Operator,
        place: &Expr,
        value: &Expr,
        span: Span,
    ) -> TokenStream {
        let sdk = self.sdk;
        let new = self.expression(value);
        if let Some(vector) = wrapping_vector(&place.ty, &value.ty) {
            let write = |it: &Ident, new: &Ident| {
                let old = (&vector, quote!(*#it));
                let new =
                    self.vector_operator(operator, &vector, old, (&value.ty, quote!(#new)), span);
                quote!(*#it = #new)
            };
            return self.update(place, &new, write, span);
        }
        let method = arithmetic(operator).filter(|_| is_integer(&place.ty));
        self.update(
            place,
            &new,
            |it, value| match method {
                Some(method) => {
                    let method = Ident::new(method, span);
                    let value = by(operator, quote!(#value));
                    quote!(*#it = #sdk::kernel::Int::#method(*#it, #value))
                }
                None => {
                    let operator = respanned(
                        format!("{}=", operator.text()).parse().unwrap_or_default(),
                        span,
                    );
                    quote!(*#it #operator #value)
                }
            },
            span,
        )
    }
}

fn is_atomic(ty: &Type) -> bool {
    match ty {
        Type::Atomic(_) => true,
        Type::Slice(element) | Type::Array(element, _) => is_atomic(element),
        _ => false,
    }
}
