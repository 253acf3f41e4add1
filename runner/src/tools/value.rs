//! Arguments and results of host calls as values, read from the `Debug` text that the host gives to `tracing`.

use std::fmt;

use serde_json::{Map, json};

/// The text shown of a longer string, WGSL for instance.
const SHOWN_CHARS: usize = 48;
/// The elements shown of a longer list.
const SHOWN_ITEMS: usize = 16;
/// WIT types nest less; the text of an error may look as if it did not.
const MAX_DEPTH: usize = 64;

/// A WIT value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// An option without a value.
    None,
    Text(String),
    /// Numbers, booleans, flags, enum cases, and what is not understood.
    Word(String),
    /// A resource.
    Handle(u32),
    List(Vec<Value>),
    Record(Vec<(String, Value)>),
    /// A case of a variant or result that has a payload.
    Case(String, Box<Value>),
}

impl Value {
    /// Reads Rust's `Debug` form.
    pub(crate) fn parse(text: &str) -> Self {
        let mut parser = Parser { rest: text };
        match parser.value(0) {
            Some(value) if parser.rest.is_empty() => value,
            _ => Self::Word(text.to_owned()),
        }
    }

    /// Reads the `Debug` form of a tuple.
    pub(crate) fn parse_tuple(text: &str) -> Option<Vec<Self>> {
        let mut parser = Parser { rest: text };
        parser.tuple(0).filter(|_| parser.rest.is_empty())
    }

    /// The field `name` of a record.
    pub(crate) fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(fields) => fields.iter().find(|(field, _)| field == name),
            _ => None,
        }
        .map(|(_, value)| value)
    }

    /// The resource that this is, or that this result or list has as its first.
    pub(crate) fn handle(&self) -> Option<u32> {
        match self {
            Self::Handle(rep) => Some(*rep),
            Self::Case(name, value) if name == "ok" => value.handle(),
            _ => None,
        }
    }

    /// The JSON form; `name` is what a handle is called.
    pub(crate) fn to_json(&self, name: &dyn Fn(u32) -> String) -> serde_json::Value {
        match self {
            Self::None => serde_json::Value::Null,
            Self::Text(text) => json!(shorten(text)),
            Self::Word(word) => match serde_json::from_str(word) {
                Ok(number_or_bool) => number_or_bool,
                Err(_) => json!(shorten(word)),
            },
            Self::Handle(rep) => json!(name(*rep)),
            Self::List(items) => items.iter().map(|item| item.to_json(name)).collect(),
            Self::Record(fields) => fields_to_json(fields, name),
            Self::Case(case, value) => json!({ case.as_str(): value.to_json(name) }),
        }
    }

    /// Writes the form for people; `name` is what a handle is called.
    pub(crate) fn write(
        &self,
        f: &mut impl fmt::Write,
        name: &dyn Fn(u32) -> String,
    ) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Text(text) => write!(f, "{:?}", shorten(text)),
            Self::Word(word) => f.write_str(&shorten(word)),
            Self::Handle(rep) => f.write_str(&name(*rep)),
            Self::List(items) => {
                f.write_char('[')?;
                for (index, item) in items.iter().take(SHOWN_ITEMS).enumerate() {
                    f.write_str(if index == 0 { "" } else { ", " })?;
                    item.write(f, name)?;
                }
                match items.len().checked_sub(SHOWN_ITEMS) {
                    Some(more @ 1..) => write!(f, ", and {more} more]"),
                    _ => f.write_char(']'),
                }
            }
            Self::Record(fields) => {
                f.write_char('{')?;
                write_fields(f, fields, name)?;
                f.write_char('}')
            }
            Self::Case(case, value) => {
                write!(f, "{case}(")?;
                value.write(f, name)?;
                f.write_char(')')
            }
        }
    }
}

/// Writes `name: value, …`, without the options that are not there.
pub(crate) fn write_fields(
    f: &mut impl fmt::Write,
    fields: &[(String, Value)],
    name: &dyn Fn(u32) -> String,
) -> fmt::Result {
    let present = fields.iter().filter(|(_, value)| *value != Value::None);
    for (index, (field, value)) in present.enumerate() {
        f.write_str(if index == 0 { "" } else { ", " })?;
        write!(f, "{field}: ")?;
        value.write(f, name)?;
    }
    Ok(())
}

/// A JSON object of the fields, without the options that are not there.
pub(crate) fn fields_to_json(
    fields: &[(String, Value)],
    name: &dyn Fn(u32) -> String,
) -> serde_json::Value {
    let present = fields.iter().filter(|(_, value)| *value != Value::None);
    let object: Map<_, _> = present
        .map(|(field, value)| (field.clone(), value.to_json(name)))
        .collect();
    object.into()
}

/// The start of a long text on one line, with the length of the whole.
fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        None => text.to_owned(),
        Some(_) => {
            // Of code, indentation takes its share.
            let start: String = text.chars().take(4 * SHOWN_CHARS).collect();
            let words: Vec<_> = start.split_whitespace().collect();
            let start: String = words.join(" ").chars().take(SHOWN_CHARS).collect();
            format!("{start}… [{} bytes]", text.len())
        }
    }
}

struct Parser<'a> {
    rest: &'a str,
}

impl<'a> Parser<'a> {
    fn eat(&mut self, prefix: &str) -> bool {
        let rest = self.rest.strip_prefix(prefix);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Takes characters for as long as they are `wanted`.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|char| !wanted(char));
        let (taken, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > MAX_DEPTH {
            return None;
        }
        match self.rest.chars().next()? {
            '"' => self.text().map(Value::Text),
            '[' => self.list(depth),
            '(' => {
                let whole = self.rest;
                if let Some(flags) = self.flags() {
                    return Some(flags);
                }
                self.rest = whole;
                // The results of a function, which are one at most.
                self.tuple(depth)?.pop()
            }
            _ => self.named(depth),
        }
    }

    /// `(a, b)` or `(a,)`
    fn tuple(&mut self, depth: usize) -> Option<Vec<Value>> {
        self.rest = self.rest.strip_prefix('(')?;
        let mut items = Vec::new();
        while !self.eat(")") {
            items.push(self.value(depth + 1)?);
            if !self.eat(", ") {
                self.eat(",");
            }
        }
        Some(items)
    }

    fn text(&mut self) -> Option<String> {
        self.rest = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            text.push_str(self.take(|char| char != '"' && char != '\\'));
            if self.eat("\"") {
                return Some(text);
            }
            self.rest = self.rest.strip_prefix('\\')?;
            let escape = self.rest.chars().next()?;
            self.rest = &self.rest[escape.len_utf8()..];
            text.push(match escape {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '0' => '\0',
                'u' => {
                    self.rest = self.rest.strip_prefix('{')?;
                    let code = u32::from_str_radix(self.take(|char| char != '}'), 16).ok()?;
                    self.rest = self.rest.strip_prefix('}')?;
                    char::from_u32(code)?
                }
                other => other,
            });
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        let whole = self.rest;
        self.rest = self.rest.strip_prefix('[')?;
        let mut items = Vec::new();
        while !self.eat("]") {
            items.push(self.value(depth + 1)?);
            if self.eat(" bytes]") {
                let bytes = &whole[..whole.len() - self.rest.len()];
                return Some(Value::Word(bytes.to_owned()));
            }
            self.eat(", ");
        }
        Some(Value::List(items))
    }

    /// `(A|B)`; without a flag it is what Rust's unit looks like.
    fn flags(&mut self) -> Option<Value> {
        self.rest = self.rest.strip_prefix('(')?;
        let flags = self.take(|char| char.is_ascii_alphanumeric() || "_|- ".contains(char));
        self.rest = self.rest.strip_prefix(')')?;
        let flags = if flags.is_empty() { "()" } else { flags };
        Some(Value::Word(flags.to_owned()))
    }

    /// A number, a case, a record.
    fn named(&mut self, depth: usize) -> Option<Value> {
        let path = self.take(|char| char.is_ascii_alphanumeric() || "_:.+-".contains(char));
        if path.is_empty() {
            return None;
        }
        let name = path.rsplit("::").next().unwrap_or(path);
        if self.eat(" {") {
            let fields = self.fields(depth)?;
            return Some(match (name, &fields[..]) {
                ("Resource", [(_, Value::Word(rep)), ..]) => Value::Handle(rep.parse().ok()?),
                ("StreamReader", _) => Value::Word("stream".to_owned()),
                ("FutureReader", _) => Value::Word("future".to_owned()),
                _ => Value::Record(fields),
            });
        }
        if self.eat("(") {
            let payload = self.value(depth + 1)?;
            self.rest = self.rest.strip_prefix(')')?;
            return Some(match name {
                "Some" => payload,
                _ => Value::Case(kebab(name), Box::new(payload)),
            });
        }
        Some(match name {
            "None" => Value::None,
            _ if name.starts_with(|char: char| char.is_ascii_uppercase()) => {
                Value::Word(kebab(name))
            }
            _ => Value::Word(path.to_owned()),
        })
    }

    /// `a: 1, b: 2 }`
    fn fields(&mut self, depth: usize) -> Option<Vec<(String, Value)>> {
        let mut fields = Vec::new();
        while !self.eat(" }") && !self.eat("}") {
            self.eat(",");
            self.rest = self.rest.strip_prefix(' ')?;
            let name = self.take(|char| char != ':');
            self.rest = self.rest.strip_prefix(": ")?;
            fields.push((name.to_owned(), self.value(depth + 1)?));
        }
        Some(fields)
    }
}

/// A name of Rust's as WIT writes it.
pub(super) fn kebab(camel: &str) -> String {
    let mut kebab = String::new();
    for char in camel.chars() {
        if char.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(char.to_ascii_lowercase());
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(debug: &str) -> String {
        let mut text = String::new();
        let name = |rep| format!("#{rep}");
        Value::parse(debug).write(&mut text, &name).unwrap();
        text
    }

    #[test]
    fn values_read_like_wit() {
        for (debug, expected) in [
            ("16", "16"),
            ("-1.5", "-1.5"),
            ("Some(true)", "true"),
            ("GpuLayoutMode::Auto", "auto"),
            ("GpuTextureFormat::Rgba8unormSrgb", "rgba8unorm-srgb"),
            ("(COPY_SRC|STORAGE)", "COPY_SRC|STORAGE"),
            ("Ok(())", "ok(())"),
            ("Ok((5,))", "ok(5)"),
            ("Ok(((COPY_SRC),))", "ok(COPY_SRC)"),
            ("Ok((Ok(()),))", "ok(ok(()))"),
            ("[16 bytes]", "[16 bytes]"),
            ("[1, 2]", "[1, 2]"),
            ("[]", "[]"),
            (r#""a\"\u{e9}\n""#, r#""a\"é\n""#),
            (r#"Resource { rep: 3, state: "borrow" }"#, "#3"),
            (
                r#"Some(D { a: B { c: None, d: "x" }, e: X::Some1(E { f: [0] }) })"#,
                r#"{a: {d: "x"}, e: some1({f: [0]})}"#,
            ),
        ] {
            assert_eq!(shown(debug), expected, "{debug}");
        }
    }

    #[test]
    fn arguments_are_a_tuple() {
        let arguments = r#"(Resource { rep: 3 }, None, "a", (MAP_READ), [16 bytes])"#;
        let shown: Vec<_> = (Value::parse_tuple(arguments).unwrap().iter())
            .map(|value| {
                let mut text = String::new();
                value.write(&mut text, &|rep| format!("#{rep}")).unwrap();
                text
            })
            .collect();
        assert_eq!(shown, ["#3", "none", "\"a\"", "MAP_READ", "[16 bytes]"]);
        assert_eq!(Value::parse_tuple("()"), Some(Vec::new()));
        assert_eq!(Value::parse_tuple("(1,)").map(|it| it.len()), Some(1));
        assert_eq!(Value::parse_tuple("(1"), None);
    }

    #[test]
    fn what_is_not_understood_is_shown_as_it_is() {
        for text in ["", "a b", "Err(no\n\nCaused by", "(((", "[1", "\"\\u{zz}\""] {
            assert_eq!(Value::parse(text), Value::Word(text.to_owned()));
        }
        let deep = "Some(".repeat(100_000);
        assert_eq!(Value::parse(&deep), Value::Word(deep));
    }

    #[test]
    fn long_texts_and_lists_are_shortened() {
        let code = format!("\n   fn main() {{{}}}", "x".repeat(1000));
        let shown_code = shown(&format!("{code:?}"));
        assert!(shown_code.starts_with("\"fn main() {xxx"), "{shown_code}");
        assert!(shown_code.ends_with("… [1016 bytes]\""), "{shown_code}");
        assert!(shown(&format!("{:?}", [0; 100])).ends_with("0, and 84 more]"));
    }
}
