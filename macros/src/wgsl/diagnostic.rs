//! What is wrong with a shader, and where.

use std::error::Error;
use std::ops::Range;

use naga::front::wgsl::ParseError;
use naga::valid::{EntryPointError, ValidationError};
use naga::{Module, WithSpan};

use super::wording::{self, in_wgsl};

/// One error of a shader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Diagnostic {
    /// What is wrong.
    pub(crate) message: String,
    /// The places: first the one that is wrong, then those that explain it.
    pub(crate) labels: Vec<Label>,
    /// What else there is to say.
    pub(crate) notes: Vec<String>,
}

/// A place in a shader's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// What is there, if there is more to say than the message does.
    pub(crate) text: String,
}

impl Diagnostic {
    pub(crate) fn of_parser(error: &ParseError) -> Self {
        // Of extensions that others have, naga says how to enable them.
        let says_more = wording::of_other_hosts(error.message()).is_none();
        let labels = error.labels().map(|(span, text)| {
            let text = if says_more { text } else { "" };
            (span, text.to_owned())
        });
        Self {
            message: in_wgsl(error.message()),
            labels: labels.filter_map(Label::new).collect(),
            notes: notes(error),
        }
    }

    pub(crate) fn of_validator(error: &WithSpan<ValidationError>, module: &Module) -> Self {
        let (message, notes) = causes(error.as_inner(), module);
        // What is wrong is a place with a text, or the smallest; those around it say no more.
        let mut all = Vec::from_iter(error.spans().cloned().filter_map(Label::new));
        all.sort_by_key(|label| (label.text.is_empty(), label.range.len()));
        let mut labels: Vec<Label> = Vec::new();
        for label in all {
            let is_around =
                |it: &Label| label.range.start <= it.range.start && it.range.end <= label.range.end;
            if !labels.iter().any(is_around) {
                labels.push(label);
            }
        }
        Self {
            message,
            labels,
            notes,
        }
    }

    /// This, and what else there is to say.
    pub(crate) fn note(mut self, note: String) -> Self {
        self.notes.push(note);
        self
    }

    /// An error that naga has no word of.
    pub(crate) fn at(message: String, range: Option<Range<usize>>) -> Self {
        let label = |range| Label {
            range,
            text: String::new(),
        };
        Self {
            message,
            labels: range.map(label).into_iter().collect(),
            notes: Vec::new(),
        }
    }

    /// The bytes of the text that are wrong, where they are known.
    pub(crate) fn range(&self) -> Option<Range<usize>> {
        self.labels.first().map(|label| label.range.clone())
    }
}

impl Label {
    fn new((span, text): (naga::Span, String)) -> Option<Self> {
        // "naga::ir::Expression [3]" is for who debugs naga.
        let says_nothing = text.starts_with("naga::") || text == "see msg";
        let text = if says_nothing { String::new() } else { text };
        let range = span.to_range()?;
        Some(Self { range, text })
    }
}

fn notes(error: &ParseError) -> Vec<String> {
    // naga lacks this directive of WGSL, though not the functions.
    let message = error.message();
    if message.starts_with("the `subgroups` enable-extension") {
        let help = "leave the directive out: `features(subgroups)` of the macro is enough";
        return vec![help.to_owned()];
    }
    // As of its labels.
    if wording::of_other_hosts(message).is_some() {
        return Vec::new();
    }
    // A list of types has one note a type.
    let mut all: Vec<String> = Vec::new();
    let mut is_list = false;
    for note in error.notes() {
        match (note.strip_prefix("allowed type: "), all.last_mut()) {
            (Some(name), Some(list)) => {
                list.push_str(if is_list { ", " } else { " " });
                list.push_str(name);
                is_list = true;
            }
            _ => {
                all.push(note.to_owned());
                is_list = false;
            }
        }
    }
    all
}

/// What is wrong, which is the innermost cause, and the notes on it. Of the causes around it, most
/// say only that something is invalid, by its index in the parsed module.
fn causes(error: &ValidationError, module: &Module) -> (String, Vec<String>) {
    let mut notes = Vec::from_iter(context(error));
    if let ValidationError::EntryPoint {
        source: EntryPointError::BindingCollision(variable),
        ..
    } = error
    {
        let name = module.global_variables[*variable].name.as_deref();
        let name = name.unwrap_or_default();
        let message = format!("`{name}` has the group and the binding of another resource");
        return (message, notes);
    }
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let outer = std::mem::replace(&mut message, inner.to_string());
        if !outer.ends_with(" is invalid") {
            notes.push(in_wgsl(&outer));
        }
        cause = inner.source();
    }
    (in_wgsl(&message), notes)
}

/// The declaration that is invalid.
fn context(error: &ValidationError) -> Option<String> {
    let (kind, name) = match error {
        ValidationError::Type { name, .. } => ("type", name),
        ValidationError::Constant { name, .. } => ("constant", name),
        ValidationError::Override { name, .. } => ("override", name),
        ValidationError::GlobalVariable { name, .. } => ("variable", name),
        ValidationError::Function { name, .. } => ("function", name),
        ValidationError::EntryPoint { name, .. } => ("entry point", name),
        _ => return None,
    };
    (!name.is_empty()).then(|| format!("in the {kind} `{name}`"))
}
