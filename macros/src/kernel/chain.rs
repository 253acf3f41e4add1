//! How a kernel comes to know the functions and constants that it uses, wherever they are.
//!
//! A macro sees the tokens that it is called for, and nothing else. So each item with `#[gpu]` is
//! beside itself a `macro_rules!` macro of the same name, which hands out the item's tokens and those
//! of all that it uses. A kernel calls the macros of the paths that it has, one after the other, and
//! Rust resolves them as it resolves the paths: `use`, `crate::`, `super::` and all.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::{format_ident, quote, quote_spanned};
use syn::{
    Item, LitStr, Path, Result, Token, braced,
    parse::{Parse, ParseStream},
    spanned::Spanned as _,
};

use super::lower::{Lower, Meaning, Paths, Program, refused, text};
use super::paths;

/// A function or a constant with `#[gpu]`, or a struct with `#[derive(GpuType)]`.
#[derive(Clone)]
pub(super) struct Definition {
    /// What tells it from all others.
    key: String,
    item: TokenStream,
    /// The key of each path in it.
    paths: Vec<(String, String)>,
}

/// What is known when some of the paths are resolved.
pub(super) struct State {
    pub(super) sdk: TokenStream,
    /// `kernel`, `gpu` or `structure`, the attribute's arguments, and the item.
    pub(super) kind: Ident,
    pub(super) arguments: TokenStream,
    pub(super) item: TokenStream,
    pending: Vec<Path>,
    /// The key of each path, and all that there is.
    found: Vec<(String, String)>,
    definitions: Vec<Definition>,
}

impl State {
    pub(super) fn new(
        sdk: TokenStream,
        kind: Ident,
        arguments: TokenStream,
        item: TokenStream,
        size: &[syn::Expr],
    ) -> Self {
        let pending = paths::of(quote!(#item #(#size)*));
        Self {
            sdk,
            kind,
            arguments,
            item,
            pending,
            found: Vec::new(),
            definitions: Vec::new(),
        }
    }

    /// The call of the next path's macro, if there is one.
    ///
    /// Of a macro that is not there, Rust says only that. What to write says an assertion that the macro
    /// makes true.
    pub(super) fn next(&self) -> Option<TokenStream> {
        let path = self.pending.first()?;
        let (sdk, state, found) = (&self.sdk, self.tokens(), self.found());
        let (marker, span) = (self.marker(self.found.len()), path.segments.last().span());
        let message = paths::how_to_mark(path);
        let check = quote_spanned!(span=> ::core::assert!(<#marker>::IS_MARKED, #message));
        Some(quote! {
            #found
            #[doc(hidden)]
            #[allow(dead_code, non_camel_case_types)]
            struct #marker;
            const _: () = {
                #[allow(unused_imports)]
                use #sdk::__private::NotMarked as _;
                #check
            };
            #path! { #state }
        })
    }

    /// That the macro of the last path was there.
    pub(super) fn found(&self) -> Option<TokenStream> {
        let marker = self.marker(self.found.len().checked_sub(1)?);
        Some(quote!(impl #marker { const IS_MARKED: ::core::primitive::bool = true; }))
    }

    /// What stands for a path.
    fn marker(&self, place: usize) -> Ident {
        format_ident!("__gpu_{}_{place}", paths::name_of(&self.item))
    }

    fn tokens(&self) -> TokenStream {
        let Self {
            sdk,
            kind,
            arguments,
            item,
            pending,
            ..
        } = self;
        let found = pairs(&self.found);
        let definitions = self.definitions.iter().map(Definition::tokens);
        quote!({#sdk} #kind {#arguments} {#item} {#(#pending,)*} {#found} {#(#definitions)*})
    }

    /// What the functions and constants are, and what the item's paths mean.
    pub(super) fn program(&self) -> Result<(Program, Paths)> {
        let mut program = Program::default();
        let mut meanings: HashMap<&str, Meaning> = HashMap::new();
        for definition in &self.definitions {
            let paths = resolve(&definition.paths, &meanings);
            let meaning = define(definition.item.clone(), &mut program, &paths)?;
            meanings.insert(&definition.key, meaning);
        }
        Ok((program, resolve(&self.found, &meanings)))
    }

    /// The tokens of the item and of all that it uses, for those that use it.
    pub(super) fn closure(&self, name: &Ident) -> TokenStream {
        let own = Definition {
            key: key(name, &self.item),
            item: self.item.clone(),
            paths: self.found.clone(),
        };
        let all = self
            .definitions
            .iter()
            .chain([&own])
            .map(Definition::tokens);
        quote!(#(#all)*)
    }
}

fn resolve(paths: &[(String, String)], meanings: &HashMap<&str, Meaning>) -> Paths {
    let known = paths
        .iter()
        .filter_map(|(path, key)| Some((path.clone(), *meanings.get(key.as_str())?)));
    known.collect()
}

fn define(item: TokenStream, program: &mut Program, paths: &Paths) -> Result<Meaning> {
    match syn::parse2(item)? {
        Item::Fn(function) => {
            let lowered = helper(&function, program, paths)?;
            program.functions.push(lowered);
            Ok(Meaning::Function(program.functions.len() - 1))
        }
        Item::Const(it) => {
            let lowered = Lower::new(program, paths).constant(&it.ident, &it.ty, &it.expr)?;
            program.constants.push(lowered);
            Ok(Meaning::Constant(program.constants.len() - 1))
        }
        Item::Struct(it) => {
            let lowered = Lower::new(program, paths).structure(&it)?;
            program.structs.push(lowered.into());
            Ok(Meaning::Struct(program.structs.len() - 1))
        }
        other => refused(other, NO_ITEM),
    }
}

/// What `#[gpu]` is not for.
pub(super) const NO_ITEM: &str = "`#[gpu]` is for functions and constants; over a struct, write `#[derive(Clone, Copy, GpuType)]`";

/// A function that kernels call.
pub(super) fn helper(
    function: &syn::ItemFn,
    program: &Program,
    paths: &Paths,
) -> Result<super::ir::Function> {
    let mut lower = Lower::new(program, paths);
    for input in &function.sig.inputs {
        match input {
            syn::FnArg::Typed(typed) => lower.parameter(&typed.pat, &typed.ty)?,
            syn::FnArg::Receiver(it) => {
                return refused(
                    it,
                    "a function of the GPU is no method: name the parameter and its type",
                );
            }
        }
    }
    let result = match &function.sig.output {
        syn::ReturnType::Default => super::types::Type::Unit,
        syn::ReturnType::Type(_, ty) => lower.ty(ty)?,
    };
    lower.function(&function.sig.ident, result, &function.block)
}

/// The state, and what the macro of its next path has added.
impl Parse for State {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let sdk = group(input)?;
        let kind = input.parse()?;
        let (arguments, item) = (group(input)?, group(input)?);
        let pending;
        braced!(pending in input);
        let pending = pending.parse_terminated(Path::parse_mod_style, Token![,])?;
        let mut pending = Vec::from_iter(pending);
        let found;
        braced!(found in input);
        let mut found = parse_pairs(&found)?;
        let mut definitions = parse_definitions(input)?;
        let added = parse_definitions(input)?;
        if let (Some(last), false) = (added.last(), pending.is_empty()) {
            found.push((text(&pending.remove(0)), last.key.clone()));
        }
        for definition in added {
            if definitions.iter().all(|it| it.key != definition.key) {
                definitions.push(definition);
            }
        }
        Ok(Self {
            sdk,
            kind,
            arguments,
            item,
            pending,
            found,
            definitions,
        })
    }
}

impl Definition {
    fn tokens(&self) -> TokenStream {
        let Self { key, item, .. } = self;
        let paths = pairs(&self.paths);
        quote!(#key {#item} {#paths})
    }
}

fn parse_definitions(input: ParseStream<'_>) -> Result<Vec<Definition>> {
    let body;
    braced!(body in input);
    let mut all = Vec::new();
    while !body.is_empty() {
        let key: LitStr = body.parse()?;
        let item = group(&body)?;
        let paths;
        braced!(paths in body);
        all.push(Definition {
            key: key.value(),
            item,
            paths: parse_pairs(&paths)?,
        });
    }
    Ok(all)
}

fn group(input: ParseStream<'_>) -> Result<TokenStream> {
    let body;
    braced!(body in input);
    body.parse()
}

fn pairs(all: &[(String, String)]) -> TokenStream {
    let pairs = all.iter().map(|(a, b)| quote!(#a #b));
    quote!(#(#pairs)*)
}

fn parse_pairs(input: ParseStream<'_>) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    while !input.is_empty() {
        let (a, b): (LitStr, LitStr) = (input.parse()?, input.parse()?);
        all.push((a.value(), b.value()));
    }
    Ok(all)
}

/// Where it stands and what it is: no other item is both.
fn key(name: &Ident, item: &TokenStream) -> String {
    let place = match proc_macro::is_available() {
        true => {
            let span = name.span().unwrap();
            let package = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
            format!(
                "{package} {}:{}:{}",
                span.file(),
                span.line(),
                span.column()
            )
        }
        false => String::new(),
    };
    format!("{name} {place} {:x}", hash(&item.to_string()))
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The macro of an item with `#[gpu]`, which is where the item is, and that of a public item in other crates,
/// too. There the SDK may have another name: it is what begins the state.
pub(super) fn macro_of(
    name: &Ident,
    item: &TokenStream,
    visibility: &syn::Visibility,
    closure: &TokenStream,
) -> TokenStream {
    let plain = name.to_string();
    let plain = plain.trim_start_matches("r#");
    let is_public = matches!(visibility, syn::Visibility::Public(_));
    let (hidden, export) = match is_public {
        // All that a crate exports is in its root.
        true => {
            let hash = hash(&key(name, item));
            (
                format_ident!("__gpu_{plain}_{hash:x}"),
                Some(quote!(#[macro_export])),
            )
        }
        false => (format_ident!("__gpu_{plain}"), None),
    };
    let dollar = TokenTree::Punct(proc_macro2::Punct::new('$', proc_macro2::Spacing::Alone));
    let closure = Group::new(Delimiter::Brace, closure.clone());
    quote! {
        #[doc(hidden)]
        #[allow(unused_macros, non_local_definitions)]
        #export
        macro_rules! #hidden {
            ({#dollar (#dollar sdk:tt)*} #dollar (#dollar state:tt)*) => {
                #dollar (#dollar sdk)*::__private::gpu_next! {
                    {#dollar (#dollar sdk)*} #dollar (#dollar state)* #closure
                }
            };
        }
        #[doc(hidden)]
        #[allow(unused_imports)]
        #visibility use #hidden as #name;
    }
}
