//! What a kernel is in Rust beside its function: its WGSL, and the ways to run it.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{ItemFn, Result};

use super::cpu;
use super::ir::{Function, Local, LocalKind};
use super::signature::{Kernel, Role};
use super::types::Type;
use super::wgsl::Text;
use crate::typed::{self, Mapped, Shader};
use crate::wgsl::{Features, check};

/// The type with the kernel's name, and what belongs to it.
pub(super) fn items(
    sdk: &TokenStream,
    features: Features,
    item: &ItemFn,
    kernel: &Kernel,
    function: &Function,
    text: &Text,
    body: &TokenStream,
) -> Result<TokenStream> {
    let typed = typed_module(sdk, features, &item.sig.ident, text)?;
    let (name, visibility) = (&item.sig.ident, &item.vis);
    let launch = launch(sdk, name, kernel, function, text);
    let cpu = cpu::items(sdk, item, kernel, function, body);
    let documentation = format!("The kernel `{name}`: its WGSL, and how it is run.");
    let comments = item.attrs.iter().filter(|it| it.path().is_ident("doc"));
    Ok(quote! {
        #(#comments)*
        #[doc = ""]
        #[doc = #documentation]
        #[allow(non_camel_case_types)]
        #visibility enum #name {}

        const _: () = {
            #typed

            #[allow(clippy::all, dead_code, unused_parens, unused_braces)]
            impl #name {
                /// The shader that the GPU runs.
                pub const WGSL: &'static ::core::primitive::str = __shader::MODULE.source;
                #launch
                #cpu
            }
        };
    })
}

/// What `wgsl! { mod __shader { … } }` would be.
fn typed_module(
    sdk: &TokenStream,
    features: Features,
    name: &Ident,
    text: &Text,
) -> Result<TokenStream> {
    let at = |diagnostics: Vec<crate::wgsl::Diagnostic>| {
        let errors = diagnostics.iter().map(|it| {
            let span = it
                .range()
                .and_then(|range| text.span(&range))
                .unwrap_or_else(|| name.span());
            syn::Error::new(
                span,
                format!("the WGSL of this is not valid: {}", it.message),
            )
        });
        let all = errors.reduce(|mut all, next| {
            all.combine(next);
            all
        });
        all.unwrap_or_else(|| syn::Error::new(name.span(), "the WGSL of this is not valid"))
    };
    let (module, info) = check(&text.wgsl, features).map_err(at)?;
    let (label, source) = (name.to_string(), &text.wgsl);
    let span = |_: &std::ops::Range<usize>| Span::mixed_site().located_at(name.span());
    let shader = Shader {
        module: &module,
        info: &info,
        features,
        text: &text.wgsl,
        span: &span,
        label: quote!(#label),
        source: quote!(#source),
    };
    let head = syn::parse2(quote!(mod __shader))?;
    // A path that is one token, as `$crate` is.
    let sdk = TokenTree::Group(Group::new(Delimiter::None, sdk.clone()));
    typed::generate(&sdk, &head, &Mapped::default(), &shader).map_err(at)
}

/// The function that binds what the GPU's kernel works on.
fn launch(
    sdk: &TokenStream,
    name: &Ident,
    kernel: &Kernel,
    function: &Function,
    text: &Text,
) -> TokenStream {
    let mut parameters = Vec::new();
    let (mut scalars, mut fields) = (Vec::new(), Vec::new());
    let mut bound = text.parameters.iter();
    for (id, role) in &kernel.roles {
        let local = &function.locals[*id];
        let argument = &local.name;
        match role {
            Role::Builtin(..) => {}
            Role::Scalar => {
                let ty = scalar(&local.ty, argument.span());
                parameters.push(quote!(#argument: #ty));
                scalars.push(match local.ty {
                    Type::BOOL | Type::USIZE => quote!(#argument as u32),
                    _ => quote!(#argument),
                });
            }
            Role::Slice { element } => {
                let reference = match local.kind {
                    LocalKind::ReadWrite => quote!(&mut),
                    _ => quote!(&),
                };
                let element = match atomic(&local.ty) {
                    Some(number) => scalar(&number, argument.span()),
                    None => quote!(#element),
                };
                parameters.push(quote!(#argument: #reference #sdk::compute::TypedBuffer<#element>));
                let field = bound.next().map(|name| format_ident!("{name}"));
                fields.push(quote!(#field: #argument));
            }
        }
    }
    // A parameter of the kernel may have these names.
    let (gpu, params) = (
        Ident::new("gpu", Span::mixed_site()),
        Ident::new("params", Span::mixed_site()),
    );
    let (upload, field) = match scalars.is_empty() {
        true => (None, None),
        false => (
            Some(quote!(let #params = #gpu.upload(&[__shader::Params::new(#(#scalars),*)])?;)),
            Some(quote!(params: &#params,)),
        ),
    };
    let entry = format_ident!("{}", text.entry);
    let constants = Constants::of(kernel, function);
    let overrides = constants.overrides();
    let Constants {
        parameters: generics,
        ..
    } = constants;
    let documentation = format!("[`{name}`] for the GPU, with what it works on: to be dispatched.");
    quote! {
        #[doc = #documentation]
        ///
        /// # Errors
        /// There is no memory for the scalars.
        pub fn launch<#(#generics),*>(#gpu: &#sdk::compute::Gpu, #(#parameters),*) -> #sdk::Result<#sdk::compute::Launch> {
            #upload
            ::core::result::Result::Ok(__shader::#entry(#gpu, #overrides __shader::Group0 { #field #(#fields),* }))
        }
    }
}

/// A kernel's `const` parameters.
pub(super) struct Constants {
    pub(super) names: Vec<Ident>,
    types: Vec<Type>,
    /// As generics.
    pub(super) parameters: Vec<TokenStream>,
}

impl Constants {
    pub(super) fn of(kernel: &Kernel, function: &Function) -> Self {
        let locals = || kernel.overrides.iter().map(|id| &function.locals[*id]);
        let parameter = |local: &Local| {
            let (name, ty) = (&local.name, scalar(&local.ty, local.name.span()));
            quote!(const #name: #ty)
        };
        Self {
            names: locals().map(|it| it.name.clone()).collect(),
            types: locals().map(|it| it.ty.clone()).collect(),
            parameters: locals().map(parameter).collect(),
        }
    }

    /// The entry point's argument, if it has overrides.
    fn overrides(&self) -> Option<TokenStream> {
        let values = self.names.iter().zip(&self.types);
        let values = values.map(|(name, ty)| match *ty {
            Type::USIZE => quote!(#name as ::core::primitive::u32),
            _ => quote!(#name),
        });
        (!self.names.is_empty()).then(|| quote!(__shader::Overrides::new(#(#values),*),))
    }
}

/// The number of an atomic, of which a slice is.
pub(super) fn atomic(ty: &Type) -> Option<Type> {
    let Type::Slice(element) = ty else {
        return None;
    };
    match **element {
        Type::Atomic(number) => Some(Type::Scalar(number)),
        _ => None,
    }
}

pub(super) fn scalar(ty: &Type, span: Span) -> TokenStream {
    let name = match ty {
        Type::Scalar(scalar) => scalar.rust(),
        _ => "u32",
    };
    let name = Ident::new(name, span);
    quote!(::core::primitive::#name)
}

/// The item's function, with the twin's body.
pub(super) fn function(item: &ItemFn, body: &TokenStream) -> TokenStream {
    let (attributes, visibility, signature) = (&item.attrs, &item.vis, &item.sig);
    quote! {
        #(#attributes)*
        // The body is the author's, as the compiler of kernels writes it.
        #[allow(unused_parens, unused_braces, clippy::all)]
        #visibility #signature #body
    }
}
