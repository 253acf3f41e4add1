//! What is wrong with a file before naga sees it.

use std::collections::HashSet;
use std::ops::Range;

use naga_oil::compose::ComposerErrorInner as Error;

use super::super::diagnostic::Diagnostic;

/// A diagnostic of one place.
pub(super) fn at(range: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::at(message.into(), Some(range))
}

impl Diagnostic {
    /// This, and what there is instead of the name that is wrong.
    pub(super) fn note_of(self, what: &str, names: &HashSet<String>) -> Self {
        if names.is_empty() {
            return self;
        }
        let mut names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        names.sort();
        self.note(format!("{what} {}", names.join(", ")))
    }
}

/// What the preprocessor says of `text`.
pub(super) fn of_preprocessor(error: &Error, text: &str) -> Diagnostic {
    let (start, message, note) = match error {
        Error::NotEnoughEndIfs(_) => (last_condition(text), "this has no `#endif`".into(), None),
        Error::TooManyEndIfs(at) => (*at, "no `#if` is open that this ends".into(), None),
        Error::ElseWithoutCondition(at) => (*at, "no `#if` is open that this goes on".into(), None),
        Error::UnknownShaderDef {
            pos,
            shader_def_name: name,
        } => (
            *pos,
            format!("no constant is called `{name}`"),
            Some(format!(
                "the macro hands it in: `constants({name} = …)`; `#ifdef {name}` asks whether it does"
            )),
        ),
        Error::UnknownShaderDefOperator { pos, operator } => (
            *pos,
            format!("a condition has no `{operator}`: it has `==`, `!=`, `<`, `<=`, `>`, `>=`"),
            None,
        ),
        Error::InvalidShaderDefComparisonValue {
            pos,
            shader_def_name: name,
            expected,
            value,
        } => (
            *pos,
            format!("`{name}` is of kind {expected}, which `{value}` is not"),
            Some(format!(
                "of a type, `#ifdef {name}_is_f32` asks which it is"
            )),
        ),
        other => (0, other.to_string(), None),
    };
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let blank = line.len() - line.trim_start().len();
    let made = at(start + blank..start + line.trim_end().len(), message);
    note.into_iter().fold(made, Diagnostic::note)
}

/// The last line that begins a condition.
fn last_condition(text: &str) -> usize {
    let mut start = 0;
    let mut last = 0;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix('#').unwrap_or_default();
        if rest.trim_start().starts_with("if") {
            last = start;
        }
        start += line.len();
    }
    last
}
