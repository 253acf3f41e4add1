//! Branches, loops, and the ways out of them.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Lifetime;

use super::Twin;
use crate::kernel::ir::{Expr, For, Kind, Label};

impl Twin<'_> {
    pub(super) fn control(&self, it: &Expr) -> TokenStream {
        let span = it.span;
        match &it.kind {
            Kind::Block(block) => self.block(block),
            Kind::If(condition, then, otherwise) => {
                let (condition, then) = (self.expression(condition), self.block(then));
                let otherwise = otherwise.as_ref().map(|it| {
                    let it = self.expression(it);
                    quote!(else #it)
                });
                quote_spanned!(span=> if #condition #then #otherwise)
            }
            Kind::Match(scrutinee, arms) => {
                let scrutinee = self.expression(scrutinee);
                let arms = arms.iter().map(|arm| {
                    let values = arm.values.iter().map(|it| self.expression(it));
                    let values = Vec::from_iter(values);
                    let body = self.expression(&arm.body);
                    match values.is_empty() {
                        true => quote!(_ => #body,),
                        false => quote!(#(#values)|* => #body,),
                    }
                });
                quote_spanned!(span=> match #scrutinee { #(#arms)* })
            }
            Kind::Loop(label, body) => {
                let (label, body) = (label.before(), self.block(body));
                quote_spanned!(span=> #label loop #body)
            }
            Kind::While(label, condition, body) => {
                let (condition, body) = (self.expression(condition), self.block(body));
                let label = label.before();
                quote_spanned!(span=> #label while #condition #body)
            }
            Kind::For(inner) => self.for_loop(inner, span),
            Kind::Break(label, value) => {
                let value = value.as_ref().map(|it| {
                    let value = self.expression(it);
                    match &it.kind {
                        // Rust would take its label for that of the `break`.
                        Kind::Loop(inner, _) if inner.name.is_some() => quote!((#value)),
                        _ => value,
                    }
                });
                let label = label.lifetime();
                quote_spanned!(span=> break #label #value)
            }
            Kind::Continue(label) => {
                let label = label.lifetime();
                quote_spanned!(span=> continue #label)
            }
            Kind::Return(value) => {
                let value = value.as_ref().map(|it| self.expression(it));
                quote_spanned!(span=> return #value)
            }
            _ => TokenStream::new(),
        }
    }

    fn for_loop(&self, it: &For, span: Span) -> TokenStream {
        let (start, end) = (self.expression(&it.start), self.expression(&it.end));
        let dots = if it.is_inclusive {
            quote_spanned!(span=> ..=)
        } else {
            quote_spanned!(span=> ..)
        };
        let range = quote_spanned!(span=> (#start #dots #end));
        let back = it.is_reversed.then(|| quote_spanned!(span=> .rev()));
        let steps = it.step.as_ref().map(|step| {
            let step = self.expression(step);
            quote_spanned!(span=> .step_by(#step))
        });
        let range = quote_spanned!(span=> #range #back #steps);
        let (name, body) = (self.pattern(it.variable), self.block(&it.body));
        let label = it.label.before();
        quote_spanned!(span=> #label for #name in #range #body)
    }
}

impl Label {
    fn lifetime(&self) -> Option<Lifetime> {
        self.name.as_ref().map(|name| Lifetime {
            apostrophe: name.span(),
            ident: name.clone(),
        })
    }

    /// As it stands before a loop.
    fn before(&self) -> Option<TokenStream> {
        self.lifetime().map(|it| quote!(#it:))
    }
}
