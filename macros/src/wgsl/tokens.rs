//! A shader in Rust's tokens: its text, and the token that each part of the text was.
//!
//! The text is laid out as the tokens are in the Rust file, so that what Rust's lexer splits and
//! WGSL's does not (`1.f`, `0x1p-3`, `>>=`) comes together again. Comments are no tokens, and gone.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, Spacing, Span, TokenStream, TokenTree};

/// Where a token begins and ends in its file: lines and columns, from 1 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    start: (usize, usize),
    end: (usize, usize),
}

/// A word, a literal, or one character of punctuation.
#[derive(Debug)]
struct Token {
    text: String,
    /// Does Rust's lexer know that nothing is between this token and the next?
    is_joint: bool,
    span: Span,
    place: Option<Place>,
}

/// A shader's text and the spans of its tokens.
#[derive(Debug, Default)]
pub(crate) struct Shader {
    pub(crate) text: String,
    /// In the order of the text: where a token begins in it, and in the Rust file.
    spans: Vec<(usize, Span)>,
}

impl Shader {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        let mut flat = Vec::new();
        flatten(tokens, &mut flat);
        lay_out(&flat)
    }

    /// Where the shader begins.
    pub(crate) fn start(&self) -> Span {
        let first = self.spans.first();
        first.map_or_else(Span::call_site, |(_, span)| *span)
    }

    /// The spans of the first and the last token that have a part of `range`.
    pub(crate) fn spans(&self, range: &Range<usize>) -> Option<(Span, Span)> {
        let at = |offset: usize| {
            let after = self.spans.partition_point(|(start, _)| *start <= offset);
            Some(self.spans.get(after.saturating_sub(1))?.1)
        };
        Some((
            at(range.start)?,
            at(range.start.max(range.end.saturating_sub(1)))?,
        ))
    }
}

fn flatten(tokens: TokenStream, flat: &mut Vec<Token>) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                flatten(group.stream(), flat);
            }
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                flat.push(Token::new(open, false, group.span_open()));
                flatten(group.stream(), flat);
                flat.push(Token::new(close, false, group.span_close()));
            }
            // A comment of documentation: Rust's lexer makes an attribute of it.
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let is_inner =
                    |it: &TokenTree| matches!(it, TokenTree::Punct(p) if p.as_char() == '!');
                let inner = tokens.next_if(is_inner);
                if tokens.next_if(is_documentation).is_none() {
                    flat.push(Token::new("#", false, punct.span()));
                    flat.extend(inner.map(|it| Token::new("!", false, it.span())));
                }
            }
            TokenTree::Punct(punct) => {
                let is_joint = punct.spacing() == Spacing::Joint;
                let text = punct.as_char().to_string();
                flat.push(Token::new(&text, is_joint, punct.span()));
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                flat.push(Token::new(&token.to_string(), false, token.span()));
            }
        }
    }
}

fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

fn is_documentation(token: &TokenTree) -> bool {
    let is_doc = |group: &Group| {
        let first = group.stream().into_iter().next();
        matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
    };
    matches!(token, TokenTree::Group(group) if is_doc(group))
}

impl Token {
    fn new(text: &str, is_joint: bool, span: Span) -> Self {
        Self {
            text: text.to_owned(),
            is_joint,
            span,
            place: Place::of(span),
        }
    }
}

impl Place {
    /// Only the compiler's spans know it, not those of a unit test.
    fn of(span: Span) -> Option<Self> {
        proc_macro::is_available().then(|| {
            let span = span.unwrap();
            let (start, end) = (span.start(), span.end());
            Self {
                start: (start.line(), start.column()),
                end: (end.line(), end.column()),
            }
        })
    }
}

fn lay_out(tokens: &[Token]) -> Shader {
    let margin = margin(tokens);
    let mut shader = Shader::default();
    let mut previous: Option<&Token> = None;
    for token in tokens {
        match previous.map(|previous| Between::of(previous, token)) {
            None => {}
            Some(Between::Blanks(count)) => shader.text.push_str(&" ".repeat(count)),
            Some(Between::Lines { count, column }) => {
                shader.text.push_str(&"\n".repeat(count));
                shader
                    .text
                    .push_str(&" ".repeat(column.saturating_sub(margin)));
            }
        }
        shader.spans.push((shader.text.len(), token.span));
        shader.text.push_str(&token.text);
        previous = Some(token);
    }
    shader
}

/// What is between two tokens that follow each other.
#[derive(Debug, PartialEq, Eq)]
enum Between {
    Blanks(usize),
    Lines { count: usize, column: usize },
}

impl Between {
    fn of(left: &Token, right: &Token) -> Self {
        if let (Some(left), Some(right)) = (left.place, right.place) {
            let ((line, from), (next, to)) = (left.end, right.start);
            if line == next && from <= to {
                return Self::Blanks(to - from);
            }
            if line < next {
                // Comments were there, or the tokens are from two macros: one empty line shows it.
                let count = (next - line).min(2);
                return Self::Lines { count, column: to };
            }
        }
        Self::Blanks(usize::from(!left.is_joint))
    }
}

/// The column of the line that is indented least.
fn margin(tokens: &[Token]) -> usize {
    let begins_line = |pair: &[Token]| match Between::of(&pair[0], &pair[1]) {
        Between::Lines { column, .. } => Some(column),
        Between::Blanks(_) => None,
    };
    let first = tokens.first().and_then(|token| token.place);
    let first = first.map(|place| place.start.1);
    let others = tokens.windows(2).filter_map(begins_line);
    others.chain(first).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Span, TokenStream};
    use quote::quote;

    use super::{Place, Shader, Token, lay_out};

    /// Words and where they stand in a file, as the compiler would say.
    fn placed(file: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        for (line, text) in file.lines().enumerate() {
            let mut column = 0;
            for word in text.split_inclusive(' ') {
                let length = word.trim_end().chars().count();
                let place = Place {
                    start: (line + 1, column + 1),
                    end: (line + 1, column + 1 + length),
                };
                if length > 0 {
                    tokens.push(Token {
                        text: word.trim_end().to_owned(),
                        is_joint: false,
                        span: Span::call_site(),
                        place: Some(place),
                    });
                }
                column += word.chars().count();
            }
        }
        tokens
    }

    fn text(tokens: TokenStream) -> String {
        Shader::new(tokens).text
    }

    #[test]
    fn the_text_is_laid_out_as_in_the_file() {
        let file = "      fn é() {\n          let a = b;\n\n          c();\n      }";
        let expected = "fn é() {\n    let a = b;\n\n    c();\n}";
        assert_eq!(lay_out(&placed(file)).text, expected);
    }

    #[test]
    fn many_lines_between_are_one_empty_line() {
        let file = "a\n\n\n\n\n\nb";
        assert_eq!(lay_out(&placed(file)).text, "a\n\nb");
    }

    #[test]
    fn the_first_line_may_begin_far_right() {
        let mut tokens = placed("                 a b\n  c\n d");
        assert_eq!(lay_out(&tokens).text, "a b\n c\nd");
        tokens.truncate(2);
        assert_eq!(lay_out(&tokens).text, "a b");
    }

    #[test]
    fn without_places_only_joint_characters_come_together() {
        assert_eq!(text(quote!(x >>= y << 2u;)), "x >>= y << 2u ;");
        assert_eq!(
            text(quote!(fn f() -> array<vec4<f32>, 3>)),
            "fn f ( ) -> array < vec4 < f32 > , 3 >"
        );
        assert_eq!(text(quote!(_ = 0x1p4f + 1.0h;)), "_ = 0x1p4f + 1.0h ;");
    }

    #[test]
    fn documentation_is_no_part_of_the_shader() {
        let tokens = quote! {
            //! Of the shader.
            /// Of the function.
            fn f() {}
        };
        assert_eq!(text(tokens), "fn f ( ) { }");
        let others = "# a #![b]".parse().unwrap();
        assert_eq!(text(others), "# a # ! [ b ]");
    }

    #[test]
    fn a_place_in_the_text_has_the_tokens_there() {
        let shader = Shader::new(quote!(let abc = 1;));
        let starts: Vec<_> = shader.spans.iter().map(|(start, _)| *start).collect();
        assert_eq!(starts, [0, 4, 8, 10, 12]);
        assert!(shader.spans(&(5..9)).is_some());
        assert!(shader.spans(&(100..100)).is_some());
        assert!(Shader::default().spans(&(0..1)).is_none());
    }
}
