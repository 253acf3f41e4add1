//! The same function for the CPU: the author's Rust, with the arithmetic of WGSL.

mod control;
mod memory;
mod vector;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::ir::{Block, Builtin, Expr, Function, Kind, LocalId, LocalKind, Operator, Statement};
use super::types::{Scalar, Type};
use vector::wrapping_vector;

/// The body of a function.
pub(super) fn body(sdk: &TokenStream, function: &Function) -> TokenStream {
    let is_shared = function.is_of_workgroups();
    Twin {
        sdk,
        function,
        is_shared,
    }
    .block(&function.body)
}

struct Twin<'a> {
    sdk: &'a TokenStream,
    function: &'a Function,
    /// Do several invocations run at once, so that what they write is in cells?
    is_shared: bool,
}

impl Twin<'_> {
    fn block(&self, block: &Block) -> TokenStream {
        let statements = block.statements.iter().map(|it| match it {
            Statement::Let(id, value) => {
                let (name, value) = (self.pattern(*id), self.expression(value));
                let written = &self.function.locals[*id].written;
                match written.is_empty() {
                    true => quote!(let #name = #value;),
                    false => quote!(let #name: #written = #value;),
                }
            }
            Statement::Declare(id, is_mutable) => {
                let local = &self.function.locals[*id];
                let (name, ty) = (&local.name, &local.written);
                let mutability = is_mutable.then(|| quote_spanned!(name.span()=> mut));
                match ty.is_empty() {
                    true => quote!(let #mutability #name;),
                    false => quote!(let #mutability #name: #ty;),
                }
            }
            Statement::Expr(it) => {
                let it = self.expression(it);
                quote!(#it;)
            }
        });
        let tail = block.tail.as_ref().map(|it| self.expression(it));
        quote!({ #(#statements)* #tail })
    }

    fn pattern(&self, id: LocalId) -> TokenStream {
        let local = &self.function.locals[id];
        let name = &local.name;
        match local.kind {
            LocalKind::LetMut => quote_spanned!(name.span()=> mut #name),
            _ => quote!(#name),
        }
    }

    /// The name, where it is used.
    fn name(&self, id: LocalId, span: Span) -> Ident {
        let mut name = self.function.locals[id].name.clone();
        name.set_span(name.span().located_at(span));
        name
    }

    fn expression(&self, it: &Expr) -> TokenStream {
        let span = it.span;
        if let Some(element) = self.shared_element(it) {
            return element;
        }
        match &it.kind {
            Kind::Integer(value) => integer(*value, &it.ty, span),
            Kind::Float(value) => {
                let mut literal = Literal::f32_suffixed(value.abs());
                literal.set_span(span);
                if value.is_sign_negative() {
                    quote_spanned!(span=> (-#literal))
                } else {
                    quote!(#literal)
                }
            }
            Kind::Bool(value) => quote_spanned!(span=> #value),
            Kind::Local(id) => {
                let name = self.name(*id, span);
                quote!(#name)
            }
            Kind::Constant(_, path) => path.clone(),
            Kind::Not(inner) => {
                let inner = self.expression(inner);
                quote_spanned!(span=> (!#inner))
            }
            Kind::Negate(inner) => {
                let (sdk, value) = (self.sdk, self.expression(inner));
                match is_integer(&it.ty) || wrapping_vector(&it.ty, &it.ty).is_some() {
                    true => quote_spanned!(span=> #sdk::kernel::Int::neg(#value)),
                    false => quote_spanned!(span=> (-#value)),
                }
            }
            Kind::Binary(operator, a, b) => self.binary(*operator, a, b, span),
            Kind::Cast(inner) => self.cast(inner, &it.ty, span),
            Kind::Call(_, path, arguments) => {
                let arguments = arguments.iter().map(|it| self.expression(it));
                quote_spanned!(span=> #path(#(#arguments),*))
            }
            Kind::Builtin(builtin, arguments) => self.builtin(builtin, arguments, span),
            Kind::Len(id) => {
                let name = self.name(*id, span);
                quote_spanned!(span=> #name.len())
            }
            Kind::Index(base, index) => {
                let (base, index) = (self.expression(base), self.expression(index));
                quote_spanned!(span=> #base[#index])
            }
            Kind::Field(base, name) => {
                let base = self.expression(base);
                quote!(#base.#name)
            }
            Kind::Intrinsic(intrinsic, all) => self.intrinsic(intrinsic, all, span),
            Kind::Struct(path, fields) => {
                let fields = fields.iter().map(|(name, it)| {
                    let it = self.expression(it);
                    quote!(#name: #it)
                });
                quote_spanned!(span=> #path { #(#fields),* })
            }
            Kind::List(all) => {
                let all = all.iter().map(|it| self.expression(it));
                quote_spanned!(span=> [#(#all),*])
            }
            Kind::Repeat(element, len) => {
                let (element, len) = (self.expression(element), Literal::u32_unsuffixed(*len));
                quote_spanned!(span=> [#element; #len])
            }
            _ => self.statement(it),
        }
    }

    /// What WGSL has as statements.
    fn statement(&self, it: &Expr) -> TokenStream {
        let span = it.span;
        match &it.kind {
            Kind::Assign(place, value) if self.is_shared_place(place) => {
                let value = self.expression(value);
                self.update(place, &value, |it, value| quote!(*#it = #value), span)
            }
            Kind::Assign(place, value) => {
                let (place, value) = (self.expression(place), self.expression(value));
                quote_spanned!(span=> #place = #value)
            }
            Kind::Atomic(atomic, place, arguments, ordering) => {
                let place = self.expression(place);
                let arguments = arguments.iter().map(|it| self.expression(it));
                let method = Ident::new(atomic.name, span);
                quote_spanned!(span=> #place.#method(#(#arguments,)* #ordering))
            }
            Kind::Barrier(path) => {
                let sdk = self.sdk;
                quote_spanned!(span=> #sdk::kernel::Barrier::wait(#path()).await)
            }
            // What others wrote before is in it, and what they write after it is not.
            Kind::UniformLoad(path, place) => {
                let (sdk, place) = (self.sdk, self.expression(place));
                quote_spanned!(span=> {
                    #sdk::kernel::barrier().await;
                    let value = #sdk::kernel::UniformLoad::value(#path(#place));
                    #sdk::kernel::barrier().await;
                    value
                })
            }
            Kind::Texture(operation, all) => {
                let mut all = all.iter().map(|it| self.expression(it));
                let (texture, method) = (all.next(), Ident::new(operation.method(), span));
                quote_spanned!(span=> #texture.#method(#(#all),*))
            }
            Kind::Subgroup(_, path, arguments) => {
                let arguments = arguments.iter().map(|it| self.expression(it));
                let hidden = |name: &str| Ident::new(name, Span::mixed_site());
                let (subgroups, invocation) = (hidden("subgroups"), hidden("invocation"));
                quote_spanned!(span=>
                    #path(#(#arguments),*).among(#subgroups, &#invocation).await)
            }
            Kind::OpAssign(operator, place, value) => self.op_assign(*operator, place, value, span),
            _ => self.control(it),
        }
    }

    fn binary(&self, operator: Operator, a: &Expr, b: &Expr, span: Span) -> TokenStream {
        let is_wrapping = is_integer(&a.ty);
        let (left, right) = (self.expression(a), self.expression(b));
        if let Some(vector) = wrapping_vector(&a.ty, &b.ty) {
            return self.vector_operator(operator, &vector, (&a.ty, left), (&b.ty, right), span);
        }
        match arithmetic(operator).filter(|_| is_wrapping) {
            Some(method) => {
                let sdk = self.sdk;
                let (method, right) = (Ident::new(method, span), by(operator, right));
                quote_spanned!(span=> #sdk::kernel::Int::#method(#left, #right))
            }
            None => {
                let operator = token(operator, span);
                quote_spanned!(span=> (#left #operator #right))
            }
        }
    }

    /// The value comes before the place.
    fn op_assign(&self, operator: Operator, place: &Expr, value: &Expr, span: Span) -> TokenStream {
        let is_wrapping = is_integer(&place.ty);
        if self.is_shared_place(place) {
            return self.update_by(operator, place, value, span);
        }
        if let Some(vector) = wrapping_vector(&place.ty, &value.ty) {
            let (ty, value) = (&value.ty, self.expression(value));
            return self.vector_op_assign(operator, &vector, place, (ty, value), span);
        }
        let (place, value) = (self.expression(place), self.expression(value));
        match arithmetic(operator).filter(|_| is_wrapping) {
            Some(method) => {
                let sdk = self.sdk;
                let method = Ident::new(method, span);
                let right = Ident::new("right", Span::mixed_site());
                let by = by(operator, quote!(#right));
                quote_spanned!(span=> {
                    let #right = #value;
                    let place = &mut #place;
                    *place = #sdk::kernel::Int::#method(*place, #by);
                })
            }
            None => {
                let operator: TokenStream =
                    format!("{}=", operator.text()).parse().unwrap_or_default();
                let operator = respanned(operator, span);
                quote_spanned!(span=> #place #operator #value)
            }
        }
    }

    fn cast(&self, inner: &Expr, ty: &Type, span: Span) -> TokenStream {
        let value = self.expression(inner);
        let Type::Scalar(scalar) = ty else {
            return value;
        };
        let target = Ident::new(scalar.rust(), span);
        // A `usize` has 32 bits in a kernel, wherever the twin runs.
        match (&inner.ty, scalar) {
            (_, Scalar::Usize) | (Type::Scalar(Scalar::Usize), _) => {
                quote_spanned!(span=> (#value as u32 as #target))
            }
            _ => quote_spanned!(span=> (#value as #target)),
        }
    }

    fn builtin(&self, builtin: &Builtin, arguments: &[Expr], span: Span) -> TokenStream {
        let mut values = arguments.iter().map(|it| self.expression(it));
        let receiver = values.next();
        let rest = Vec::from_iter(values);
        let ty = arguments.first().map(|it| it.ty.clone());
        if builtin.twin == "from_bits" {
            return quote_spanned!(span=> ::core::primitive::f32::from_bits(#receiver));
        }
        let Some(Type::Scalar(scalar)) = ty else {
            return TokenStream::new();
        };
        let primitive = Ident::new(scalar.rust(), span);
        if let ("clamp", [low, high]) = (builtin.twin, &rest[..]) {
            // Rust's panics where the bounds are the wrong way round.
            return quote_spanned!(span=> ::core::primitive::#primitive::min(
                ::core::primitive::#primitive::max(#receiver, #low), #high
            ));
        }
        let method = Ident::new(builtin.twin, span);
        let is_of_bits = scalar == Scalar::Usize && !matches!(builtin.twin, "min" | "max");
        match (is_of_bits, &builtin.result) {
            (false, _) => {
                quote_spanned!(span=> ::core::primitive::#primitive::#method(#receiver, #(#rest),*))
            }
            (true, Some(_)) => {
                quote_spanned!(span=> ::core::primitive::u32::#method(#receiver as u32, #(#rest),*))
            }
            (true, None) => {
                quote_spanned!(span=> (::core::primitive::u32::#method(#receiver as u32, #(#rest),*) as usize))
            }
        }
    }
}

/// What a shift is by.
fn by(operator: Operator, right: TokenStream) -> TokenStream {
    match operator {
        Operator::ShiftLeft | Operator::ShiftRight => quote!(#right as u32),
        _ => right,
    }
}

/// The method that does what WGSL's operator does for integers.
fn arithmetic(operator: Operator) -> Option<&'static str> {
    Some(match operator {
        Operator::Add => "add",
        Operator::Subtract => "sub",
        Operator::Multiply => "mul",
        Operator::Divide => "div",
        Operator::Remainder => "rem",
        Operator::ShiftLeft => "shl",
        Operator::ShiftRight => "shr",
        _ => return None,
    })
}

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::Scalar(scalar) if scalar.is_integer())
}

fn token(operator: Operator, span: Span) -> TokenStream {
    respanned(operator.text().parse().unwrap_or_default(), span)
}

fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respanned = tokens.into_iter().map(|mut token| {
        token.set_span(span);
        token
    });
    respanned.collect()
}

fn integer(value: i64, ty: &Type, span: Span) -> TokenStream {
    let magnitude = value.unsigned_abs();
    let suffix = match ty {
        Type::Scalar(scalar) => scalar.rust(),
        _ => "",
    };
    let mut literal: Literal = match format!("{magnitude}{suffix}").parse() {
        Ok(literal) => literal,
        Err(_) => Literal::u64_unsuffixed(magnitude),
    };
    literal.set_span(span);
    match value < 0 {
        true => quote_spanned!(span=> -#literal),
        false => quote!(#literal),
    }
}
