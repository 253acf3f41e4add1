//! The typed module that `include_wgsl!(mod name, …)` and `wgsl! { mod name { … } }` make of a
//! shader: Rust types with WGSL's layouts, a struct a bind group, a function an entry point.

mod docs;
mod entries;
mod expressions;
mod groups;
mod mapped;
mod names;
mod overrides;
mod render;
mod resources;
mod structs;
#[cfg(test)]
mod tests;
mod types;
mod vertex;
mod workgroup;

use std::ops::Range;

use naga::{Module, StructMember, valid::ModuleInfo};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Result, Token, Visibility, braced,
    parse::{Parse, ParseStream},
};

pub(crate) use mapped::Mapped;

use crate::wgsl::{Declaration, Diagnostic, Features, declarations};
use names::Names;

/// The head of the typed form: `pub mod name`.
pub(crate) struct Head {
    visibility: Visibility,
    keyword: Token![mod],
    pub(crate) name: Ident,
}

impl Head {
    /// Does a typed module begin here?
    pub(crate) fn peek(input: ParseStream<'_>) -> bool {
        input.peek(Token![mod]) || input.peek(Token![pub])
    }

    /// What stands in the braces after `mod name`.
    pub(crate) fn body(input: ParseStream<'_>) -> Result<TokenStream> {
        let body;
        braced!(body in input);
        body.parse()
    }
}

impl Parse for Head {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        Ok(Self {
            visibility: input.parse()?,
            keyword: input.parse()?,
            name: input.parse()?,
        })
    }
}

/// A shader that was checked.
pub(crate) struct Shader<'a> {
    pub(crate) module: &'a Module,
    pub(crate) info: &'a ModuleInfo,
    pub(crate) features: Features,
    /// The text that naga read.
    pub(crate) text: &'a str,
    /// Where a part of that text stands in Rust's source.
    pub(crate) span: &'a dyn Fn(&Range<usize>) -> Span,
    /// Expressions, which are constant, of the label and of the text.
    pub(crate) label: TokenStream,
    pub(crate) source: TokenStream,
}

/// What all parts of a typed module are made from.
struct Typed<'a> {
    sdk: &'a TokenTree,
    shader: &'a Shader<'a>,
    module: &'a Module,
    mapped: &'a Mapped,
    names: Names,
    declarations: Vec<Declaration>,
}

/// The typed module of a shader.
pub(crate) fn generate(
    sdk: &TokenTree,
    head: &Head,
    mapped: &Mapped,
    shader: &Shader<'_>,
) -> std::result::Result<TokenStream, Vec<Diagnostic>> {
    let typed = Typed {
        sdk,
        shader,
        module: shader.module,
        mapped,
        names: Names::of(shader.module),
        declarations: declarations::of(shader.text),
    };
    let Head {
        visibility,
        keyword,
        name,
    } = head;
    let mut errors = Vec::new();
    let mut items = TokenStream::new();
    for part in [
        Typed::mapped_types,
        Typed::structs,
        Typed::vertex_inputs,
        Typed::groups,
        Typed::overrides,
        Typed::compute_entries,
        Typed::render_entries,
    ] {
        match part(&typed) {
            Ok(tokens) => items.extend(tokens),
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let documentation = docs::attributes(&typed.module_docs());
    let static_module = typed.static_module();
    Ok(quote! {
        #documentation
        // The names are WGSL's, and who writes a shader need not call all of it.
        #[allow(
            dead_code,
            unused_variables,
            non_camel_case_types,
            non_snake_case,
            unreachable_pub,
            unused_qualifications,
            clippy::too_many_arguments
        )]
        #visibility #keyword #name {
            #static_module
            #items
        }
    })
}

impl Typed<'_> {
    /// The static that stands for the shader at run time.
    fn static_module(&self) -> TokenStream {
        let Self { sdk, shader, .. } = self;
        let name = self.names.module();
        let (label, source) = (&shader.label, &shader.source);
        let features = shader.features.tokens(sdk);
        let groups = self.layouts();
        quote! {
            /// The shader: its text, the features that it asks for, and the layouts of its bind groups.
            pub static #name: #sdk::compute::Module = #sdk::compute::Module {
                label: #label,
                source: #source,
                features: #features,
                groups: &[#(#groups),*],
            };
        }
    }

    /// Where the declaration of a name stands in Rust's source.
    fn span_of(&self, name: &str) -> Span {
        let range = self.range_of(name).unwrap_or(0..0);
        (self.shader.span)(&range)
    }

    /// The bytes of the text that are the name, where it is declared.
    fn range_of(&self, name: &str) -> Option<Range<usize>> {
        let names = self.declarations.iter().filter_map(|it| it.name.clone());
        let mut names = names.filter(|range| &self.shader.text[range.clone()] == name);
        names.next()
    }

    /// The name of a struct's member, at its declaration.
    fn member_ident(&self, structure: &str, member: &StructMember) -> Ident {
        let name = member.name.as_deref().unwrap_or_default();
        let range = self.member_range(structure, name).unwrap_or(0..0);
        names::ident(name, (self.shader.span)(&range))
    }

    fn member_range(&self, structure: &str, member: &str) -> Option<Range<usize>> {
        let text = self.shader.text;
        let is_it =
            |it: &&Declaration| it.name.clone().is_some_and(|name| &text[name] == structure);
        let body = self.declarations.iter().find(is_it)?.range.clone();
        let words = declarations::Tokens::new(&text[body.clone()]);
        let words = words.map(|word| body.start + word.start..body.start + word.end);
        let words: Vec<_> = words.collect();
        let mut pairs = words.windows(2);
        let found = pairs.find(|it| &text[it[0].clone()] == member && &text[it[1].clone()] == ":");
        found.map(|pair| pair[0].clone())
    }

    /// An error at the declaration of a name.
    fn refuse(&self, name: &str, message: String) -> Diagnostic {
        Diagnostic::at(message, self.range_of(name))
    }

    /// A WGSL name as a Rust name, at its declaration.
    fn ident(&self, name: &str) -> Ident {
        names::ident(name, self.span_of(name))
    }
}

/// A number without a suffix: it takes the type that is expected.
fn number(number: impl Into<u64>) -> impl ToTokens {
    proc_macro2::Literal::u64_unsuffixed(number.into())
}
