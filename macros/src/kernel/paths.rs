//! The paths in an item's tokens, before anything else is known of it.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Path;

use super::lower::text;
use super::subgroups;
use super::types::Scalar;

/// The paths of an item that may mean functions and constants outside of it: those that are called
/// and have a small first letter, and those in capitals.
pub(super) fn of(item: TokenStream) -> Vec<Path> {
    let mut found = Found::default();
    found.tokens(item);
    let Found { paths, own } = found;
    let mut seen = HashSet::new();
    let is_outside = |path: &Path| {
        let is_own = path
            .get_ident()
            .is_some_and(|it| own.contains(&it.to_string()));
        !is_own && !is_of_rust(&text(path)) && seen.insert(text(path))
    };
    paths.into_iter().filter(is_outside).collect()
}

#[derive(Default)]
struct Found {
    paths: Vec<Path>,
    /// What is declared here.
    own: Vec<String>,
}

impl Found {
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens = Vec::from_iter(tokens);
        let mut i = 0;
        while i < tokens.len() {
            let start = i;
            match &tokens[i] {
                // An attribute.
                TokenTree::Punct(it) if it.as_char() == '#' => i += 1,
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(word) if word == "fn" || word == "const" || word == "let" => {
                    i += usize::from(is_word(tokens.get(i + 1), "mut"));
                    if let Some(TokenTree::Ident(name)) = tokens.get(i + 1) {
                        self.own.push(name.to_string());
                        i += 1;
                    }
                }
                // A parameter.
                TokenTree::Ident(name)
                    if is_punct(tokens.get(i + 1), ':') && !is_punct(tokens.get(i + 2), ':') =>
                {
                    self.own.push(name.to_string());
                }
                TokenTree::Ident(_) => {
                    i = end_of_path(&tokens, start);
                    let before = start.checked_sub(1).map(|before| &tokens[before]);
                    let is_member =
                        matches!(before, Some(TokenTree::Punct(it)) if it.as_char() == '.');
                    let is_lifetime =
                        matches!(before, Some(TokenTree::Punct(it)) if it.as_char() == '\'');
                    // A macro's own tokens are none of a kernel's.
                    if is_punct(tokens.get(i + 1), '!')
                        && matches!(tokens.get(i + 2), Some(TokenTree::Group(_)))
                    {
                        i += 2;
                    } else if !is_member && !is_lifetime {
                        self.path(&tokens[start..=i], tokens.get(i + 1));
                    }
                }
                _ => {}
            }
            i += 1;
        }
    }

    fn path(&mut self, words: &[TokenTree], next: Option<&TokenTree>) {
        let Some(TokenTree::Ident(last)) = words.last() else {
            return;
        };
        let last = last.to_string();
        let is_call = matches!(next, Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis)
            && last.starts_with(|c: char| c.is_lowercase() || c == '_');
        let is_constant = last.starts_with(|c: char| c.is_uppercase())
            && !last.contains(|c: char| c.is_lowercase());
        let tokens = words.iter().cloned().collect();
        if let (true, Ok(path)) = (
            is_call || is_constant,
            syn::parse::Parser::parse2(Path::parse_mod_style, tokens),
        ) {
            self.paths.push(path);
        }
    }
}

/// The last token of the path that begins there.
fn end_of_path(tokens: &[TokenTree], mut i: usize) -> usize {
    while is_punct(tokens.get(i + 1), ':')
        && is_punct(tokens.get(i + 2), ':')
        && matches!(tokens.get(i + 3), Some(TokenTree::Ident(_)))
    {
        i += 3;
    }
    i
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(it)) if it == word)
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == c)
}

/// Rust's own, which no macro stands for.
fn is_of_rust(path: &str) -> bool {
    let path = path.trim_start_matches("::");
    let first = path.split("::").next().unwrap_or_default();
    let is_primitive = Scalar::of(first).is_some()
        || matches!(first, "f64" | "u64" | "i64" | "u8" | "u16" | "i8" | "i16");
    (is_primitive && path.contains("::"))
        || matches!(first, "std" | "core")
        || path.ends_with("barrier")
        || path.ends_with("workgroup_uniform_load")
        || path.rsplit("::").next().and_then(subgroups::find).is_some()
}
