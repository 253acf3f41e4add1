//! How deep a shader's text nests.

use std::fmt;
use std::mem;

/// How deep brackets and chains of operators may nest: naga and drivers follow them recursively.
pub const MAX_NESTING: usize = 1000;

/// A shader nests deeper than [`MAX_NESTING`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooDeep {
    /// Where it becomes too deep, in bytes of the text.
    pub offset: usize,
    /// The line of that, from 1 on.
    pub line: usize,
}

impl fmt::Display for TooDeep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "brackets and operators nest deeper than {MAX_NESTING} levels; split what is there into several \
             statements"
        )
    }
}

impl std::error::Error for TooDeep {}

/// Sees to it that `wgsl` is nested no deeper than the stack allows. This counts too much rather than too
/// little: each operator since the last `,` or `;`, and each `else` of a chain.
///
/// # Errors
///
/// Where it is nested deeper than [`MAX_NESTING`].
pub fn check_nesting(wgsl: &str) -> Result<(), TooDeep> {
    let code = without_comments(wgsl);
    // The operators of each open bracket, and of the module; their sum and number are the depth.
    let (mut levels, mut depth) = (vec![0], 1);
    let mut closed = false;
    for (offset, c) in code.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let top = levels.last_mut();
        if let Some(top) = top.filter(|_| mem::take(&mut closed)) {
            let is_else = code.get(offset..).is_some_and(|it| it.starts_with("else"));
            let (before, after) = (*top, if is_else { *top + 1 } else { 0 });
            *top = after;
            depth = depth + after - before;
        }
        match (c, levels.last_mut()) {
            ('(' | '[' | '{', _) => {
                levels.push(0);
                depth += 1;
            }
            (')' | ']' | '}', Some(top)) => {
                depth -= *top + 1;
                levels.pop();
                closed = c == '}';
            }
            (',' | ';', Some(top)) => depth -= mem::take(top),
            (c, Some(top)) if "+-*/%&|^!~<>=.".contains(c) => {
                *top += 1;
                depth += 1;
            }
            _ => {}
        }
        if depth > MAX_NESTING {
            let line = 1 + code.bytes().take(offset).filter(|it| *it == b'\n').count();
            return Err(TooDeep { offset, line });
        }
    }
    Ok(())
}

/// The code, with blanks for its comments.
fn without_comments(code: &str) -> String {
    // WGSL's, as naga has them.
    let ends_line = |c| matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(at) = rest.find('/') {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        let comment = match after.as_bytes().get(1) {
            Some(b'/') => after.find(ends_line).unwrap_or(after.len()),
            Some(b'*') => block_comment(after),
            _ => 0,
        };
        let (comment, code) = after.split_at(comment.max(usize::from(comment == 0)));
        if comment.len() == 1 {
            kept.push('/');
        } else {
            let blanks = comment
                .bytes()
                .map(|it| if it == b'\n' { '\n' } else { ' ' });
            kept.extend(blanks);
        }
        rest = code;
    }
    kept + rest
}

/// The length of the block comment that `code` begins with. Block comments nest.
fn block_comment(code: &str) -> usize {
    let (mut open, mut end) = (0, 0);
    while let Some(rest) = code.get(end..).filter(|rest| !rest.is_empty()) {
        let step = match &rest.as_bytes()[..rest.len().min(2)] {
            b"/*" => {
                open += 1;
                2
            }
            b"*/" => {
                open -= 1;
                2
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        end += step;
        if open == 0 {
            break;
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_across_comments() {
        let deep = |open: &str, n| format!("fn f() {{ x = {} 1; }}", open.repeat(n));
        let kinds = [
            "(",
            "!",
            "a[",
            "1 + ",
            "a.",
            "-/* ; */",
            "& // ;\n",
            "/*/**/;*/~",
        ];
        for kind in kinds {
            assert!(check_nesting(&deep(kind, 300)).is_ok(), "{kind}");
            assert!(check_nesting(&deep(kind, 1001)).is_err(), "{kind}");
        }
        let chain = "if a { b(); } /* */ else ".repeat(1001);
        assert!(check_nesting(&format!("fn f() {{ {chain} {{}} }}")).is_err());
    }

    #[test]
    fn long_code_is_not_deep() {
        let flat = "fn f() { if a < b { c(1.5, 2.5); } d = e.x + 1; } // - - -\n".repeat(2000);
        assert_eq!(check_nesting(&flat), Ok(()));
        let table = format!("const t = array({});", "-1.0, ".repeat(2000));
        assert_eq!(check_nesting(&table), Ok(()));
    }

    #[test]
    fn a_place_counts_comments_and_what_is_in_them() {
        let code = format!("/* ü\n\n*/\n{}", "(".repeat(1001));
        let offset = "/* ü\n\n*/\n".len() + MAX_NESTING - 1;
        assert_eq!(check_nesting(&code), Err(TooDeep { offset, line: 4 }));
    }
}
