//! The declarations of a shader, found without parsing it: its text may have errors.

use std::ops::Range;

/// What stands between two ends of declarations.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Declaration {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// The bytes of them that name what it declares.
    pub(crate) name: Option<Range<usize>>,
}

/// The words that a declaration's name follows.
const KEYWORDS: [&str; 6] = ["alias", "const", "fn", "override", "struct", "var"];

/// The declarations of `text`: each ends with a `;` or a `}` that no bracket is around.
pub(crate) fn of(text: &str) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut start = None;
    let mut name = Name::Unseen;
    let mut depth = 0_usize;
    for token in Tokens::new(text) {
        let word = &text[token.clone()];
        let start_here = *start.get_or_insert(token.start);
        match word {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => name.read(word, &token, depth),
        }
        if depth == 0 && matches!(word, ";" | "}") {
            let range = start_here..token.end;
            let name = std::mem::replace(&mut name, Name::Unseen).found();
            found.push(Declaration { range, name });
            start = None;
        }
    }
    if let Some(start) = start {
        let range = start..text.len();
        let name = name.found();
        found.push(Declaration { range, name });
    }
    found
}

/// Does the last declaration go on where `text` ends?
pub(crate) fn is_open(text: &str) -> bool {
    let end = of(text).pop().map_or(0, |last| last.range.end);
    let mut depth = 0_usize;
    let mut last = ";";
    for token in Tokens::new(&text[..end]) {
        last = &text[token];
        match last {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth > 0 || !matches!(last, ";" | "}")
}

/// `text` with spaces in the declaration's place, so that all else stays where it is.
pub(crate) fn without(text: &str, declaration: &Declaration) -> String {
    let range = declaration.range.clone();
    let blank = |byte| if byte == b'\n' { '\n' } else { ' ' };
    let blanks = text[range.clone()].bytes().map(blank);
    let before = text[..range.start].chars();
    before
        .chain(blanks)
        .chain(text[range.end..].chars())
        .collect()
}

/// How far a declaration is read for its name.
enum Name {
    Unseen,
    /// After the keyword; within so many `<`, as in `var<storage, read_write> name`.
    Next(usize),
    Found(Range<usize>),
}

impl Name {
    fn read(&mut self, word: &str, at: &Range<usize>, depth: usize) {
        *self = match *self {
            Name::Unseen if depth == 0 && KEYWORDS.contains(&word) => Name::Next(0),
            Name::Next(angles) if word == "<" => Name::Next(angles + 1),
            Name::Next(angles) if word == ">" => Name::Next(angles.saturating_sub(1)),
            Name::Next(0) => Name::Found(at.clone()),
            _ => return,
        };
    }

    fn found(self) -> Option<Range<usize>> {
        match self {
            Name::Found(name) => Some(name),
            _ => None,
        }
    }
}

/// The words and the other characters of a text, one by one, without blanks and comments.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Skips what is no token; whether there was any.
    fn skip(&mut self) -> bool {
        let rest = self.rest();
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else {
            rest.len() - rest.trim_start().len()
        };
        self.at += length;
        length > 0
    }
}

impl Iterator for Tokens<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.skip() {}
        let rest = self.rest();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let first = rest.chars().next()?.len_utf8();
        let start = self.at;
        self.at += word.max(first);
        Some(start..self.at)
    }
}

/// The length of the block comment that `text` begins with. They nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(pair) = text.as_bytes().get(at..at + 2) {
        match pair {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{is_open, of, without};

    const TEXT: &str = "
        enable f16; // not; here
        @group(0) @binding(0) var<storage, read_write> data: array<f32>;
        /* nor /* fn here() {} */ { */
        struct S { a: f32, b: array<u32, 4> }
        @compute @workgroup_size(64) fn main() { for (var i = 0; i < 4; i++) {} }
        const_assert 1 < 2;
        fn open( {";

    #[test]
    fn a_text_is_its_declarations() {
        let names: Vec<_> = of(TEXT)
            .into_iter()
            .map(|it| Some(&TEXT[it.name?]))
            .collect();
        assert_eq!(
            names,
            [
                None,
                Some("data"),
                Some("S"),
                Some("main"),
                None,
                Some("open")
            ]
        );
        let ranges = of(TEXT);
        assert!(TEXT[ranges[1].range.clone()].starts_with("@group"));
        assert!(TEXT[ranges[3].range.clone()].ends_with("{} }"));
    }

    #[test]
    fn a_text_may_be_open() {
        for (text, expected) in [
            ("", false),
            ("fn f() {} // {", false),
            ("const A = 1;", false),
            ("const A = 1", true),
            ("fn f() { if a { b(); }", true),
            (TEXT, true),
        ] {
            assert_eq!(is_open(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_taken_out_moves_nothing() {
        let declarations = of(TEXT);
        let text = without(TEXT, &declarations[2]);
        assert_eq!(text.len(), TEXT.len());
        assert_eq!(text.lines().count(), TEXT.lines().count());
        assert!(!text.contains("struct"));
        assert_eq!(text.find("@compute"), TEXT.find("@compute"));
    }
}
