//! The paths in an item's tokens, before anything else is known of it.

use std::collections::HashSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Path;

use super::lower::text;
use super::signature;
use super::types::{Scalar, Type};
use super::{subgroups, textures};

/// The paths of an item that may mean functions, constants and structs outside of it: those that are
/// called and have a small first letter, those in capitals, and those in CamelCase.
pub(super) fn of(item: TokenStream) -> Vec<Path> {
    let mut found = Found::default();
    found.tokens(item, Delimiter::None);
    let Found { paths, own } = found;
    let mut seen = HashSet::new();
    let is_outside = |(path, kind): &(Path, Kind)| {
        let name = path.get_ident().map(ToString::to_string);
        let is_own = name.is_some_and(|name| own.contains(&(name, *kind)));
        !is_own && !is_of_rust(path, *kind) && seen.insert(text(path))
    };
    let outside = paths.into_iter().filter(is_outside);
    outside.map(|(path, _)| path).collect()
}

/// What a name may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Function,
    Constant,
    Struct,
}

impl Kind {
    fn of(name: &str, is_called: bool) -> Option<Self> {
        match name.starts_with(char::is_uppercase) {
            false => is_called.then_some(Self::Function),
            true if name.contains(char::is_lowercase) => Some(Self::Struct),
            true => Some(Self::Constant),
        }
    }
}

/// The name that an item declares.
pub(super) fn name_of(item: &TokenStream) -> String {
    let mut words = item.clone().into_iter().filter_map(|it| match it {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    });
    let is_keyword = |it: &String| matches!(it.as_str(), "fn" | "const" | "struct");
    let first = words.by_ref().find(is_keyword);
    let name = first.and_then(|_| words.find(|it| !is_keyword(it)));
    name.unwrap_or_default().trim_start_matches("r#").to_owned()
}

/// What is said of a path for which there is no macro.
pub(super) fn how_to_mark(path: &Path) -> String {
    let path = text(path);
    let last = path.rsplit("::").next().unwrap_or_default();
    let is_capital = last.starts_with(|c: char| c.is_uppercase());
    let mark = match last.contains(|c: char| c.is_lowercase()) {
        true if is_capital => "`#[derive(GpuType)]` before its `struct`",
        true => "`#[gpu]` before its `fn`",
        false => "`#[gpu]` before its `const`",
    };
    format!("`{path}` is not marked for the GPU: write {mark}")
}

#[derive(Default)]
struct Found {
    paths: Vec<(Path, Kind)>,
    /// What is declared here.
    own: Vec<(String, Kind)>,
}

impl Found {
    fn tokens(&mut self, tokens: TokenStream, within: Delimiter) {
        let tokens = Vec::from_iter(tokens);
        let mut i = 0;
        while i < tokens.len() {
            let start = i;
            match &tokens[i] {
                // An attribute.
                TokenTree::Punct(it) if it.as_char() == '#' => i += 1,
                TokenTree::Group(group) => self.tokens(group.stream(), group.delimiter()),
                TokenTree::Ident(word)
                    if ["fn", "const", "let", "struct"].iter().any(|it| word == it) =>
                {
                    i += usize::from(is_word(tokens.get(i + 1), "mut"));
                    i += self.declared(&word.to_string(), &tokens[i + 1..]);
                }
                // A parameter, unless it is a field's value.
                TokenTree::Ident(name)
                    if within == Delimiter::Parenthesis
                        && is_punct(tokens.get(i + 1), ':')
                        && !is_punct(tokens.get(i + 2), ':') =>
                {
                    self.own(name, &[Kind::Function, Kind::Constant]);
                }
                TokenTree::Ident(_) => {
                    i = end_of_path(&tokens, start);
                    let before = start.checked_sub(1).map(|before| &tokens[before]);
                    let is_part = matches!(before, Some(TokenTree::Punct(it)) if ['.', '\''].contains(&it.as_char()))
                        && !is_range(&tokens[..start]);
                    // A macro's own tokens are none of a kernel's.
                    if is_punct(tokens.get(i + 1), '!')
                        && matches!(tokens.get(i + 2), Some(TokenTree::Group(_)))
                    {
                        i += 2;
                    } else if !is_part {
                        self.path(&tokens[start..=i], tokens.get(i + 1));
                    }
                }
                _ => {}
            }
            i += 1;
        }
    }

    /// The name after a keyword. How many tokens are it?
    fn declared(&mut self, keyword: &str, after: &[TokenTree]) -> usize {
        let Some(TokenTree::Ident(name)) = after.first() else {
            return 0;
        };
        let is_closure = is_punct(after.get(1), '=') && is_punct(after.get(2), '|');
        match keyword {
            "fn" => self.own(name, &[Kind::Function]),
            "struct" => self.own(name, &[Kind::Struct]),
            // `let light = light(x);` calls what is outside.
            "let" if !is_closure => self.own(name, &[Kind::Constant]),
            _ => self.own(name, &[Kind::Constant, Kind::Function]),
        }
        1
    }

    fn own(&mut self, name: &proc_macro2::Ident, kinds: &[Kind]) {
        self.own
            .extend(kinds.iter().map(|kind| (name.to_string(), *kind)));
    }

    fn path(&mut self, words: &[TokenTree], next: Option<&TokenTree>) {
        let is_called =
            matches!(next, Some(TokenTree::Group(it)) if it.delimiter() == Delimiter::Parenthesis);
        let kind = |word: Option<&TokenTree>, is_called| match word {
            Some(TokenTree::Ident(name)) => Kind::of(&name.to_string(), is_called),
            _ => None,
        };
        // Of `Type::NAME`, it is the type.
        let owner = words.len().checked_sub(3).map(|end| &words[..end]);
        let owner = owner.filter(|it| kind(it.last(), false) == Some(Kind::Struct));
        let words = owner.unwrap_or(words);
        let tokens = words.iter().cloned().collect();
        if let (Some(kind), Ok(path)) = (
            kind(words.last(), is_called),
            syn::parse::Parser::parse2(Path::parse_mod_style, tokens),
        ) {
            self.paths.push((path, kind));
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

/// Do they end with `..`?
fn is_range(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [.., a, b] if is_punct(Some(a), '.') && is_punct(Some(b), '.'))
}

fn is_word(token: Option<&TokenTree>, word: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(it)) if it == word)
}

fn is_punct(token: Option<&TokenTree>, c: char) -> bool {
    matches!(token, Some(TokenTree::Punct(it)) if it.as_char() == c)
}

/// Functions of vectors that are called by their name alone.
const CONSTRUCTORS: [&str; 15] = [
    "vec2", "vec3", "vec4", "ivec2", "ivec3", "ivec4", "uvec2", "uvec3", "uvec4", "bvec2", "bvec3",
    "bvec4", "mat2", "mat3", "mat4",
];

/// Names in CamelCase that are none of the author's structs.
const TYPES: [&str; 45] = [
    "Self",
    "Index2",
    "Index3",
    "AtomicU32",
    "AtomicI32",
    "AtomicBool",
    "AtomicUsize",
    "AtomicU64",
    "AtomicI64",
    "Ordering",
    "Relaxed",
    "Acquire",
    "Release",
    "AcqRel",
    "SeqCst",
    "Vec",
    "Box",
    "Rc",
    "Arc",
    "Cell",
    "RefCell",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "HashMap",
    "HashSet",
    "BTreeMap",
    "Fn",
    "FnMut",
    "FnOnce",
    "Into",
    "From",
    "Copy",
    "Clone",
    "Iterator",
    "IntoIterator",
    "Vec3A",
    "Mat3A",
    "Quat",
    "Affine2",
    "Affine3A",
];

/// Rust's own or the SDK's, which no macro stands for.
fn is_of_rust(path: &Path, kind: Kind) -> bool {
    let path = text(path);
    let path = path.trim_start_matches("::");
    let first = path.split("::").next().unwrap_or_default();
    let last = path.rsplit("::").next().unwrap_or_default();
    let is_primitive = Scalar::of(first).is_some()
        || matches!(first, "f64" | "u64" | "i64" | "u8" | "u16" | "i8" | "i16");
    let is_known = match kind {
        Kind::Function => {
            matches!(last, "barrier" | "workgroup_uniform_load")
                || CONSTRUCTORS.contains(&last)
                || subgroups::find(last).is_some()
        }
        Kind::Constant => textures::is_type(last),
        Kind::Struct => {
            TYPES.contains(&last)
                || textures::is_type(last)
                || Type::of_glam(last).is_some()
                || signature::Builtin::of(last).is_some()
        }
    };
    is_known || (is_primitive && path.contains("::")) || matches!(first, "std" | "core")
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{super::lower::text, of};

    fn found(item: proc_macro2::TokenStream) -> Vec<String> {
        of(item).iter().map(text).collect()
    }

    #[test]
    fn what_is_outside_is_found() {
        let item = quote! {
            fn shade(hit: Hit, count: f32) -> shapes::Ball {
                let light = light(hit.at, LIMIT);
                const TILE: u32 = 4;
                let x = Vec3::new(0.0, f32::MAX, TILE);
                let n = scene::NEAR.max(vec3(1.0, 2.0, 3.0).x);
                for i in 0..first(1) { last(i, Ball::SIZE, Relaxed); }
                Hit { distance: distance(x), near: count(3) }
            }
        };
        let expected = [
            "Hit",
            "shapes::Ball",
            "light",
            "LIMIT",
            "scene::NEAR",
            "first",
            "last",
            "Ball",
            "distance",
        ];
        assert_eq!(found(item), expected);
    }

    #[test]
    fn a_struct_names_its_types() {
        let item = quote!(
            #[repr(C)]
            pub(crate) struct Ray {
                from: Vec3,
                hits: [crate::Hit; MOST],
            }
        );
        assert_eq!(found(item), ["crate::Hit", "MOST"]);
    }
}
