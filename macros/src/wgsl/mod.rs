//! `include_wgsl!` and `wgsl!`: shaders that are checked while the program is compiled.
//!
//! Both are called through macros of the SDK, which say by what path the SDK is reached.

mod check;
#[cfg(test)]
mod corpus;
mod declarations;
mod diagnostic;
mod features;
mod file;
mod render;
mod tokens;
mod wording;

use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{
    Error, LitStr, Result, Token,
    parse::{Parse, ParseStream},
    parse2,
};

use diagnostic::Diagnostic;
use features::Features;
use file::File;

/// `$crate, "path", features(…)`
struct Include {
    sdk: TokenTree,
    path: LitStr,
    features: Features,
}

impl Parse for Include {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let sdk = input.parse()?;
        input.parse::<Token![,]>()?;
        let path = input.parse()?;
        let mut features = Features::default();
        if input.parse::<Option<Token![,]>>()?.is_some() && Features::peek(input) {
            features = input.parse()?;
            input.parse::<Option<Token![,]>>()?;
        }
        if !input.is_empty() {
            return Err(input.error("expected nothing more, or `features(…)`"));
        }
        Ok(Self {
            sdk,
            path,
            features,
        })
    }
}

/// `$crate, features(…); the shader`
struct Inline {
    sdk: TokenTree,
    features: Features,
    shader: TokenStream,
}

impl Parse for Inline {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let sdk = input.parse()?;
        input.parse::<Token![,]>()?;
        let mut features = Features::default();
        if Features::peek(input) {
            features = input.parse()?;
            input.parse::<Token![;]>()?;
        }
        let shader = input.parse()?;
        Ok(Self {
            sdk,
            features,
            shader,
        })
    }
}

pub(crate) fn include(input: TokenStream) -> TokenStream {
    parse2(input)
        .and_then(include_file)
        .unwrap_or_else(|error| refusal(&error))
}

pub(crate) fn inline(input: TokenStream) -> TokenStream {
    parse2(input)
        .and_then(inline_tokens)
        .unwrap_or_else(|error| refusal(&error))
}

fn include_file(
    Include {
        sdk,
        path,
        features,
    }: Include,
) -> Result<TokenStream> {
    let file = File::read(&path)?;
    if let Some(file) = &file {
        check::check(&file.text, features).map_err(|errors| {
            combined(errors.iter().map(|error| {
                Error::new(path.span(), render::render(error, &file.name, &file.text))
            }))
        })?;
    }
    let included = match file {
        Some(file) => LitStr::new(&file.absolute, path.span()),
        None => path.clone(),
    };
    let text = quote!(::core::include_str!(#included));
    Ok(descriptor(&sdk, &quote!(#path), &text))
}

fn inline_tokens(
    Inline {
        sdk,
        features,
        shader,
    }: Inline,
) -> Result<TokenStream> {
    let shader = tokens::Shader::new(shader);
    check::check(&shader.text, features)
        .map_err(|errors| combined(errors.iter().map(|error| at_tokens(error, &shader))))?;
    let label = quote!(::core::concat!(
        ::core::module_path!(),
        ":",
        ::core::line!()
    ));
    let text = &shader.text;
    Ok(descriptor(&sdk, &label, &quote!(#text)))
}

fn descriptor(sdk: &TokenTree, label: &TokenStream, text: &TokenStream) -> TokenStream {
    quote! {
        #sdk::ShaderModuleDescriptor {
            label: ::core::option::Option::Some(#label),
            source: #sdk::ShaderSource::Wgsl(#sdk::__private::Cow::Borrowed(#text)),
        }
    }
}

/// The error at the tokens that are wrong; other places are quoted, as an error has one place only.
fn at_tokens(error: &Diagnostic, shader: &tokens::Shader) -> Error {
    let mut message = error.message.clone();
    for (i, label) in error.labels.iter().enumerate() {
        let quoted = shader.text.get(label.range.clone()).unwrap_or_default();
        let quoted = quoted.lines().next().unwrap_or_default();
        match label.text.as_str() {
            text if message.contains(text) => {}
            text if i == 0 => message += &format!("\n = note: {text}"),
            text => message += &format!("\n = note: `{quoted}`: {text}"),
        }
    }
    for note in &error.notes {
        message += &format!("\n = note: {note}");
    }
    match error.range().and_then(|range| shader.spans(&range)) {
        Some((first, last)) => {
            let mut tokens = quote_spanned!(first=> _);
            tokens.extend(quote_spanned!(last=> _));
            Error::new_spanned(tokens, message)
        }
        None => Error::new(proc_macro2::Span::call_site(), message),
    }
}

fn combined(errors: impl Iterator<Item = Error>) -> Error {
    let all = errors.reduce(|mut all, next| {
        all.combine(next);
        all
    });
    all.unwrap_or_else(|| Error::new(proc_macro2::Span::call_site(), "the shader is invalid"))
}

/// An expression that does not compile, however many errors it has.
fn refusal(error: &Error) -> TokenStream {
    let errors = error.to_compile_error();
    quote!({ #errors })
}
