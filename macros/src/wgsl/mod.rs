//! `include_wgsl!` and `wgsl!`: shaders that are checked while the program is compiled.
//!
//! Both are called through macros of the SDK, which say by what path the SDK is reached.

mod check;
mod compose;
#[cfg(test)]
mod corpus;
pub(crate) mod declarations;
mod diagnostic;
mod features;
mod file;
mod render;
mod tokens;
mod wording;

use std::ops::Range;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::{
    Error, LitStr, Result, Token,
    parse::{Parse, ParseStream, Parser as _},
    parse2,
};

use crate::typed::{self, Head, Mapped};
use compose::{Composed, Constants};
use file::File;

pub(crate) use check::check;
pub(crate) use declarations::Declaration;
pub(crate) use diagnostic::Diagnostic;
pub(crate) use features::Features;

/// What may be named beside the shader.
#[derive(Default)]
struct Options {
    features: Features,
    constants: Constants,
    mapped: Mapped,
}

impl Options {
    /// Parses options, each followed by `,` or the end, in any order.
    fn parse(input: ParseStream<'_>, is_typed: bool) -> Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            if Features::peek(input) {
                options.features = input.parse()?;
            } else if Constants::peek(input) {
                options.constants = input.parse()?;
            } else if is_typed && Mapped::peek(input) {
                options.mapped = input.parse()?;
            } else {
                return Err(input.error(match is_typed {
                    true => "expected nothing more, `features(…)`, `constants(…)` or `types(…)`",
                    false => "expected nothing more, `features(…)` or `constants(…)`",
                }));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

/// `$crate, "path", options`, or `$crate, mod name, "path", options`
struct Include {
    sdk: TokenTree,
    head: Option<Head>,
    path: LitStr,
    options: Options,
}

impl Parse for Include {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let sdk = input.parse()?;
        input.parse::<Token![,]>()?;
        let head = Head::peek(input).then(|| input.parse()).transpose()?;
        if head.is_some() {
            input.parse::<Token![,]>()?;
        }
        let path = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        let options = Options::parse(input, head.is_some())?;
        Ok(Self {
            sdk,
            head,
            path,
            options,
        })
    }
}

/// `$crate, options; the shader`, or `$crate, mod name { options; the shader }`
struct Inline {
    sdk: TokenTree,
    head: Option<Head>,
    options: Options,
    shader: TokenStream,
}

impl Parse for Inline {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let sdk = input.parse()?;
        input.parse::<Token![,]>()?;
        let head: Option<Head> = Head::peek(input).then(|| input.parse()).transpose()?;
        let body = match head {
            Some(_) => Head::body(input)?,
            None => input.parse()?,
        };
        let parts = |input: ParseStream<'_>| {
            let mut options = Options::default();
            loop {
                if Features::peek(input) {
                    options.features = input.parse()?;
                } else if Constants::peek(input) {
                    options.constants = input.parse()?;
                } else if Mapped::peek(input) && head.is_some() {
                    options.mapped = input.parse()?;
                } else {
                    break;
                }
                input.parse::<Token![;]>()?;
            }
            Ok((options, input.parse()?))
        };
        let (options, shader) = parts.parse2(body)?;
        Ok(Self {
            sdk,
            head,
            options,
            shader,
        })
    }
}

pub(crate) fn include(input: TokenStream) -> TokenStream {
    let is_item = is_item(&input);
    parse2(input)
        .and_then(include_file)
        .unwrap_or_else(|error| refusal(&error, is_item))
}

pub(crate) fn inline(input: TokenStream) -> TokenStream {
    let is_item = is_item(&input);
    parse2(input)
        .and_then(inline_tokens)
        .unwrap_or_else(|error| refusal(&error, is_item))
}

/// Is the macro called for a module, not for an expression?
fn is_item(input: &TokenStream) -> bool {
    let mut tokens = input.clone().into_iter().skip(2);
    matches!(tokens.next(), Some(TokenTree::Ident(word)) if word == "mod" || word == "pub")
}

fn include_file(include: Include) -> Result<TokenStream> {
    let Include {
        sdk,
        head,
        path,
        options,
    } = include;
    let Some(file) = File::read(&path)? else {
        // Nothing is known of the shader: an editor shows no error that the compiler would not.
        let text = quote!(::core::include_str!(#path));
        return Ok(match head {
            None => descriptor(&sdk, &quote!(#path), &text),
            Some(_) => TokenStream::new(),
        });
    };
    let failed = |message| Error::new(path.span(), message);
    let composed = Composed::new(file, &options.constants);
    let composed = composed.map_err(|refused| failed(refused.render()))?;
    let at_path = |errors: Vec<Diagnostic>| {
        combined(errors.iter().map(|error| failed(composed.render(error))))
    };
    let (module, info) = check::check(&composed.text, options.features).map_err(at_path)?;
    let text = composed.expression(path.span());
    let Some(head) = head else {
        return Ok(descriptor(&sdk, &quote!(#path), &text));
    };
    let shader = typed::Shader {
        module: &module,
        info: &info,
        features: options.features,
        text: &composed.text,
        span: &|_| generated(path.span()),
        label: quote!(#path),
        source: text,
    };
    typed::generate(&sdk, &head, &options.mapped, &shader).map_err(at_path)
}

fn inline_tokens(inline: Inline) -> Result<TokenStream> {
    let Inline {
        sdk,
        head,
        options,
        shader,
    } = inline;
    let shader = tokens::Shader::new(shader);
    let elsewhere = |message: String, import: Option<Range<usize>>| {
        spanned(import.and_then(|range| shader.spans(&range)), message)
    };
    // As above.
    let Some(file) = File::within(shader.start(), shader.text.clone()) else {
        let text = &shader.text;
        return Ok(match head {
            None => descriptor(&sdk, &quote!("wgsl"), &quote!(#text)),
            Some(_) => TokenStream::new(),
        });
    };
    let composed = Composed::new(file, &options.constants).map_err(|refused| {
        match refused.file.is_on_disk {
            true => elsewhere(refused.render(), refused.import),
            false => at_tokens(&refused.diagnostic, &shader),
        }
    })?;
    let at_tokens = |errors: Vec<Diagnostic>| {
        combined(errors.iter().map(|error| match composed.in_root(error) {
            Some(error) => at_tokens(&error, &shader),
            None => elsewhere(composed.render(error), composed.import_of(error)),
        }))
    };
    let text = &composed.text;
    let (module, info) = check::check(text, options.features).map_err(at_tokens)?;
    let source = composed.expression(Span::call_site());
    let Some(head) = head else {
        let label = quote!(::core::concat!(
            ::core::module_path!(),
            ":",
            ::core::line!()
        ));
        return Ok(descriptor(&sdk, &label, &source));
    };
    let span_of = |range: &Range<usize>| {
        let range = composed.root_range(range).filter(|range| !range.is_empty());
        let spans = range.and_then(|range| shader.spans(&range));
        spans.map_or_else(Span::call_site, |(first, _)| generated(first))
    };
    let label = head.name.to_string();
    let typed = typed::Shader {
        module: &module,
        info: &info,
        features: options.features,
        text,
        span: &span_of,
        label: quote!(#label),
        source,
    };
    typed::generate(&sdk, &head, &options.mapped, &typed).map_err(at_tokens)
}

/// The place of a token, for names that are generated: no lint is to find fault with them.
fn generated(token: Span) -> Span {
    Span::call_site().located_at(token)
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
    spanned(
        error.range().and_then(|range| shader.spans(&range)),
        message,
    )
}

/// An error from the first to the last token of a place.
fn spanned(place: Option<(Span, Span)>, message: String) -> Error {
    match place {
        Some((first, last)) => {
            let mut tokens = quote_spanned!(first=> _);
            tokens.extend(quote_spanned!(last=> _));
            Error::new_spanned(tokens, message)
        }
        None => Error::new(Span::call_site(), message),
    }
}

fn combined(errors: impl Iterator<Item = Error>) -> Error {
    let all = errors.reduce(|mut all, next| {
        all.combine(next);
        all
    });
    all.unwrap_or_else(|| Error::new(Span::call_site(), "the shader is invalid"))
}

/// An expression, or items, that do not compile, however many errors there are.
fn refusal(error: &Error, is_item: bool) -> TokenStream {
    let errors = error.to_compile_error();
    match is_item {
        true => errors,
        false => quote!({ #errors }),
    }
}
