//! Vectors on the CPU: glam's, with the arithmetic of WGSL where they are of integers.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::{Twin, arithmetic, token};
use crate::kernel::ir::{self, Expr, Intrinsic, Operator};
use crate::kernel::types::{Scalar, Type};

/// The vector that an operator is of, if its arithmetic wraps.
pub(super) fn wrapping_vector(a: &Type, b: &Type) -> Option<Type> {
    let mut both = [a, b].into_iter();
    let is_one = |ty: &&Type| matches!(ty, Type::Vector(_, scalar) if scalar.is_integer());
    both.find(is_one).cloned()
}

impl Twin<'_> {
    pub(super) fn intrinsic(&self, it: &Intrinsic, arguments: &[Expr], span: Span) -> TokenStream {
        let sdk = self.sdk;
        let mut values = arguments.iter().map(|it| self.expression(it));
        let of = it.of.as_ref();
        match &it.twin {
            // A constant is no call.
            ir::Twin::Written(path) if arguments.is_empty() => path.clone(),
            ir::Twin::Written(path) => quote_spanned!(span=> #path(#(#values),*)),
            ir::Twin::Trait(name, function) => {
                let (name, function) = (Ident::new(name, span), Ident::new(function, span));
                let of = of.map_or(quote!(_), Clone::clone);
                quote_spanned!(span=> <#of as #sdk::kernel::#name>::#function(#(#values),*))
            }
            ir::Twin::Method(name) => {
                let name = Ident::new(name, span);
                match of {
                    Some(of) => quote_spanned!(span=> #of::#name(#(#values),*)),
                    None => {
                        let receiver = values.next();
                        quote_spanned!(span=> #receiver.#name(#(#values),*))
                    }
                }
            }
            ir::Twin::Each(scalar, name) => {
                let (receiver, name) = (values.next(), Ident::new(name, span));
                let primitive = Ident::new(scalar.rust(), span);
                let each = quote_spanned!(span=> ::core::primitive::#primitive::#name);
                match of {
                    Some(of) => quote_spanned!(span=> #of::map(#receiver, #each)),
                    None => quote_spanned!(span=> #receiver.map(#each)),
                }
            }
        }
    }

    /// An operator of vectors of integers.
    pub(super) fn vector_operator(
        &self,
        operator: Operator,
        vector: &Type,
        (a, left): (&Type, TokenStream),
        (b, right): (&Type, TokenStream),
        span: Span,
    ) -> TokenStream {
        let Some(method) = arithmetic(operator) else {
            let operator = token(operator, span);
            return quote_spanned!(span=> (#left #operator #right));
        };
        let sdk = self.sdk;
        let left = self.splat(vector, a, left, span);
        let right = match operator {
            Operator::ShiftLeft | Operator::ShiftRight => self.by(vector, b, right, span),
            _ => self.splat(vector, b, right, span),
        };
        let method = Ident::new(method, span);
        quote_spanned!(span=> #sdk::kernel::Int::#method(#left, #right))
    }

    /// `place += value` and the like; the value comes first.
    pub(super) fn vector_op_assign(
        &self,
        operator: Operator,
        vector: &Type,
        place: &Expr,
        (ty, value): (&Type, TokenStream),
        span: Span,
    ) -> TokenStream {
        let hidden = |name: &str| Ident::new(name, Span::mixed_site());
        let (right, target) = (hidden("right"), hidden("target"));
        let place = self.expression(place);
        let old = (vector, quote!(*#target));
        let new = self.vector_operator(operator, vector, old, (ty, quote!(#right)), span);
        quote_spanned!(span=> {
            let #right = #value;
            let #target = &mut #place;
            *#target = #new;
        })
    }

    /// A scalar as a vector.
    fn splat(&self, vector: &Type, ty: &Type, value: TokenStream, span: Span) -> TokenStream {
        match ty {
            Type::Vector(..) => value,
            _ => {
                let (sdk, vector) = (self.sdk, Ident::new(&vector.to_string(), span));
                quote_spanned!(span=> #sdk::kernel::#vector::splat(#value))
            }
        }
    }

    /// What a vector is shifted by.
    fn by(&self, vector: &Type, ty: &Type, value: TokenStream, span: Span) -> TokenStream {
        let Type::Vector(n, _) = vector else {
            return value;
        };
        let by = Type::Vector(*n, Scalar::U32);
        match ty {
            Type::Vector(_, Scalar::I32) => {
                let cast = Ident::new(&format!("as_uvec{n}"), span);
                quote_spanned!(span=> #value.#cast())
            }
            Type::Vector(..) => value,
            _ => self.splat(&by, ty, quote!(#value as ::core::primitive::u32), span),
        }
    }
}
