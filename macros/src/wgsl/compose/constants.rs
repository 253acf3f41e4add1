//! The constants that Rust hands in: `constants(TILE = 16, SCALE = 0.5, WIDE = true, T = f32)`.

use std::collections::HashMap;

use naga_oil::compose::ShaderDefValue;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{
    Error, Ident, Lit, Result, Token, parenthesized,
    parse::{Parse, ParseStream},
    parse2,
};

mod keyword {
    syn::custom_keyword!(constants);
}

/// The constants of a macro's caller.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constants(Vec<Constant>);

#[derive(Clone, Debug)]
struct Constant {
    name: Ident,
    value: Value,
}

/// A constant's value, as WGSL writes it.
#[derive(Clone, Debug)]
enum Value {
    Bool(bool),
    Number(String),
    Type(String),
}

impl Constants {
    /// Does a list of constants begin here?
    pub(crate) fn peek(input: ParseStream<'_>) -> bool {
        input.peek(keyword::constants)
    }

    pub(super) fn declare(&self, name: &str) -> bool {
        self.0.iter().any(|constant| constant.name == *name)
    }

    /// The constants as WGSL declares them.
    pub(crate) fn wgsl(&self) -> String {
        let declare = |Constant { name, value }: &Constant| match value {
            Value::Bool(value) => format!("const {name} = {value};\n"),
            Value::Number(value) => format!("const {name} = {value};\n"),
            Value::Type(value) => format!("alias {name} = {value};\n"),
        };
        let declarations: String = self.0.iter().map(declare).collect();
        let has_f16 = |value: &str| value.split(|c: char| !c.is_alphanumeric()).any(is_f16);
        let needs_f16 = self.0.iter().any(|constant| match &constant.value {
            Value::Type(name) => has_f16(name),
            Value::Number(text) => text.ends_with('h'),
            Value::Bool(_) => false,
        });
        let directive = if needs_f16 { "enable f16;\n" } else { "" };
        format!("{directive}{declarations}")
    }

    /// The constants as the conditions (`#if TILE == 16`, `#ifdef T_is_f32`) know them.
    pub(crate) fn definitions(&self) -> HashMap<String, ShaderDefValue> {
        let mut all = HashMap::new();
        for Constant { name, value } in &self.0 {
            all.insert(name.to_string(), value.definition());
            if let Value::Type(wgsl) = value
                && wgsl.chars().all(char::is_alphanumeric)
            {
                all.insert(format!("{name}_is_{wgsl}"), ShaderDefValue::Bool(true));
            }
        }
        all
    }
}

/// Has this type halves in it?
fn is_f16(word: &str) -> bool {
    let is_shorthand = |kind: &str| word.starts_with(kind) && word.ends_with('h');
    word == "f16" || is_shorthand("vec") || is_shorthand("mat")
}

impl Value {
    /// A condition compares whole numbers and bools; what else there is, is only defined.
    fn definition(&self) -> ShaderDefValue {
        let Self::Number(text) = self else {
            return ShaderDefValue::Bool(!matches!(self, Self::Bool(false)));
        };
        let digits = text.trim_end_matches(['i', 'u']);
        match (digits.parse(), digits.parse()) {
            (Ok(value), _) => ShaderDefValue::Int(value),
            (_, Ok(value)) => ShaderDefValue::UInt(value),
            _ => ShaderDefValue::Bool(true),
        }
    }

    fn parse(name: &Ident, tokens: TokenStream) -> Result<Self> {
        let mut rest = tokens.clone().into_iter().peekable();
        let is_minus =
            |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == '-');
        let sign = if rest.next_if(is_minus).is_some() {
            "-"
        } else {
            ""
        };
        if let Ok(literal) = parse2::<Lit>(rest.collect()) {
            return Self::literal(sign, &literal);
        }
        let text = wgsl_of(&tokens);
        let word = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .next();
        if sign.is_empty() && word.is_some_and(is_type) {
            return Ok(Self::Type(text));
        }
        Err(Error::new_spanned(
            tokens,
            format!(
                "a constant is a literal (`{name} = 16`) or a type of WGSL (`{name} = f32`): what \
                 else Rust knows, no macro does\n = help: make it an `override {name}: u32;` of the \
                 shader, and give the value when the pipeline is made"
            ),
        ))
    }

    fn literal(sign: &str, literal: &Lit) -> Result<Self> {
        let (digits, suffix) = match literal {
            Lit::Bool(it) if sign.is_empty() => return Ok(Self::Bool(it.value)),
            Lit::Int(it) => (it.base10_digits().to_owned(), it.suffix()),
            Lit::Float(it) => (it.base10_digits().to_owned(), it.suffix()),
            _ => {
                let message = "WGSL has no such constant: it has numbers, `true` and `false`";
                return Err(Error::new_spanned(literal, message));
            }
        };
        let suffix = match suffix {
            "" => "",
            "u" | "u32" => "u",
            "i" | "i32" => "i",
            "f" | "f32" => "f",
            "h" | "f16" => "h",
            other => {
                let message =
                    format!("WGSL has no `{other}`: it has `u32`, `i32`, `f32` and `f16`");
                return Err(Error::new_spanned(literal, message));
            }
        };
        Ok(Self::Number(format!("{sign}{digits}{suffix}")))
    }
}

/// The types that WGSL declares itself.
fn is_type(word: &str) -> bool {
    const WHOLE: [&str; 7] = ["array", "atomic", "bool", "f16", "f32", "i32", "u32"];
    let is_of = |kind: &str, sizes: &[&str]| {
        let rest = word.strip_prefix(kind).unwrap_or_default();
        sizes.iter().any(|size| {
            let scalar = rest.strip_prefix(size);
            scalar.is_some_and(|scalar| matches!(scalar, "" | "f" | "h" | "i" | "u"))
        })
    };
    let matrices = [
        "2x2", "2x3", "2x4", "3x2", "3x3", "3x4", "4x2", "4x3", "4x4",
    ];
    WHOLE.contains(&word) || is_of("vec", &["2", "3", "4"]) || is_of("mat", &matrices)
}

/// The tokens as text, `vec4<f32>` rather than `vec4 < f32 >`.
fn wgsl_of(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.concat().replace(',', ", ")
}

/// What a declarative macro has put in groups, without these.
fn without_groups(token: TokenTree) -> TokenStream {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            group.stream().into_iter().map(without_groups).collect()
        }
        other => other.into(),
    }
}

/// The tokens up to a comma that no `<…>` is around.
fn value(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let mut depth = 0_usize;
    while !input.is_empty() && (depth > 0 || !input.peek(Token![,])) {
        let token: TokenTree = input.parse()?;
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        tokens.extend(without_groups(token));
    }
    if tokens.is_empty() {
        return Err(input.error("expected a literal or a type of WGSL"));
    }
    Ok(tokens)
}

impl Parse for Constant {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let name: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let value = Value::parse(&name, value(input)?)?;
        Ok(Self { name, value })
    }
}

impl Parse for Constants {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.parse::<keyword::constants>()?;
        let list;
        parenthesized!(list in input);
        let all = list.parse_terminated(Constant::parse, Token![,])?;
        let all = Vec::from_iter(all);
        for (i, Constant { name, .. }) in all.iter().enumerate() {
            if all[..i].iter().any(|other| other.name == *name) {
                let message = format!("`{name}` is given twice");
                return Err(Error::new_spanned(name, message));
            }
        }
        Ok(Self(all))
    }
}

#[cfg(test)]
mod tests {
    use super::{Constants, ShaderDefValue};

    fn wgsl(list: &str) -> String {
        let parsed = syn::parse_str::<Constants>(list);
        parsed.map_or_else(|error| error.to_string(), |it| it.wgsl())
    }

    #[test]
    fn constants_are_wgsl() {
        for (list, expected) in [
            ("constants()", ""),
            (
                "constants(A = 16, B = -3i32,)",
                "const A = 16;\nconst B = -3i;\n",
            ),
            (
                "constants(A = 0xFF_u32, B = -1.5f)",
                "const A = 255u;\nconst B = -1.5f;\n",
            ),
            ("constants(A = true)", "const A = true;\n"),
            (
                "constants(T = array<vec2f, 4>, U = i32)",
                "alias T = array<vec2f, 4>;\nalias U = i32;\n",
            ),
            ("constants(T = vec3h)", "enable f16;\nalias T = vec3h;\n"),
            ("constants(A = 1.0f16)", "enable f16;\nconst A = 1.0h;\n"),
            (
                "constants(A = 1u8)",
                "WGSL has no `u8`: it has `u32`, `i32`, `f32` and `f16`",
            ),
            (
                "constants(A = -true)",
                "WGSL has no such constant: it has numbers, `true` and `false`",
            ),
            ("constants(A = 1, B = 2, A = 3)", "`A` is given twice"),
            (
                "constants(A = )",
                "unexpected end of input, expected a literal or a type of WGSL",
            ),
        ] {
            assert_eq!(wgsl(list), expected, "{list}");
        }
    }

    #[test]
    fn what_only_rust_knows_is_refused() {
        for list in [
            "constants(N = crate::N)",
            "constants(N = N)",
            "constants(N = -f32)",
        ] {
            let error = wgsl(list);
            assert!(
                error.contains("make it an `override N: u32;`"),
                "{list}: {error}"
            );
        }
    }

    #[test]
    fn conditions_know_them() {
        let all: Constants =
            syn::parse_quote!(constants(A = -2, B = 4000000000u32, T = f32, C = false));
        let all = all.definitions();
        assert_eq!(all["A"], ShaderDefValue::Int(-2));
        assert_eq!(all["B"], ShaderDefValue::UInt(4_000_000_000));
        assert_eq!(all["C"], ShaderDefValue::Bool(false));
        assert_eq!(all["T"], ShaderDefValue::Bool(true));
        assert_eq!(all["T_is_f32"], ShaderDefValue::Bool(true));
        assert_eq!(all.len(), 5);
    }
}
