//! What a kernel is in Rust beside its function: its WGSL, and the ways to run it.

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{ItemFn, Result};

use super::cpu;
use super::ir::{Function, Local, LocalKind};
use super::signature::{Kernel, Role};
use super::textures::Operation;
use super::types::{Scalar, Type};
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
    let Arguments {
        parameters,
        scalars,
        fields,
    } = Arguments::new(sdk, kernel, function, text);
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

/// What `launch` takes, and how that goes into the shader's parameters and bindings.
#[derive(Default)]
struct Arguments {
    parameters: Vec<TokenStream>,
    scalars: Vec<TokenStream>,
    fields: Vec<TokenStream>,
}

impl Arguments {
    fn new(sdk: &TokenStream, kernel: &Kernel, function: &Function, text: &Text) -> Self {
        let mut it = Self::default();
        let mut bound = text.parameters.iter();
        for (id, role) in &kernel.roles {
            let local = &function.locals[*id];
            let argument = &local.name;
            match role {
                Role::Builtin(..) => {}
                Role::Scalar => {
                    let ty = value(local);
                    it.parameters.push(quote!(#argument: #ty));
                    parts(sdk, &local.ty, quote!(#argument), &mut it.scalars);
                }
                Role::Texture(_) => {
                    let ty = match local.ty {
                        Type::Texture(texture) => {
                            texture.parameter(sdk, function.does(Operation::SampleLevel, *id))
                        }
                        _ => quote!(&#sdk::typed::Sampler<#sdk::typed::Filtering>),
                    };
                    it.parameters.push(quote!(#argument: #ty));
                    let field = bound.next().map(|name| format_ident!("{name}"));
                    it.fields.push(quote!(#field: #argument));
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
                    it.parameters
                        .push(quote!(#argument: #reference #sdk::compute::TypedBuffer<#element>));
                    let field = bound.next().map(|name| format_ident!("{name}"));
                    // The bytes are the same: of a `Vec3`, the generated type is `[f32; 3]`.
                    it.fields
                        .push(match (has_generated_type(&local.ty), local.kind) {
                            (false, _) => quote!(#field: #argument),
                            (true, LocalKind::ReadWrite) => {
                                quote!(#field: &mut *#argument.cast_mut())
                            }
                            (true, _) => quote!(#field: &*#argument.cast()),
                        });
                }
            }
        }
        it
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

/// The type of a parameter that is a value.
pub(super) fn value(local: &Local) -> TokenStream {
    match &local.ty {
        ty @ Type::Scalar(number) if *number != Scalar::F16 => scalar(ty, local.name.span()),
        _ => local.written.clone(),
    }
}

/// What the members of the uniform's struct get, in the order of [`Type::leaves`].
fn parts(sdk: &TokenStream, ty: &Type, value: TokenStream, all: &mut Vec<TokenStream>) {
    match ty {
        Type::Struct(it) => {
            for field in &it.fields {
                let name: TokenStream = match syn::parse_str::<Ident>(&field.name) {
                    Ok(name) => quote!(#name),
                    Err(_) => format!("r#{}", field.name).parse().unwrap_or_default(),
                };
                parts(sdk, &field.ty, quote!(#value.#name), all);
            }
        }
        Type::Array(element, len) => {
            for i in (0..*len).map(Literal::u32_unsuffixed) {
                parts(sdk, element, quote!(#value[#i]), all);
            }
        }
        Type::Scalar(Scalar::Bool | Scalar::Usize) => {
            all.push(quote!(#value as ::core::primitive::u32))
        }
        Type::Vector(..) => all.push(quote!(#value.to_array())),
        Type::Matrix(3) => {
            let padded = quote!(map(#sdk::typed::Padded::new));
            all.push(quote!(#value.to_cols_array_2d().#padded));
        }
        Type::Matrix(_) => all.push(quote!(#value.to_cols_array_2d())),
        _ => all.push(value),
    }
}

/// Is the type that is generated for a slice's elements another one than the author's?
fn has_generated_type(ty: &Type) -> bool {
    match ty {
        Type::Slice(element) | Type::Array(element, _) => has_generated_type(element),
        Type::Vector(..) | Type::Matrix(_) | Type::Struct(_) => true,
        _ => false,
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
