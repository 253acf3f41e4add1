//! What the generated items' documentation says.

use proc_macro2::TokenStream;
use quote::quote;

use super::Typed;

/// `#[doc = "…"]`, one a line.
pub(super) fn attributes(text: &str) -> TokenStream {
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// What a shader's author has written over a declaration, without the marks, before what is generated.
pub(super) fn with_comments(comments: Option<&Vec<String>>, generated: &str) -> String {
    let mut text = String::new();
    for comment in comments.into_iter().flatten() {
        text.push_str(&without_marks(comment));
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text + generated
}

/// The text of `/// …`, `//! …`, `/** … */` or `/*! … */`.
fn without_marks(comment: &str) -> String {
    let inner = comment
        .strip_prefix("///")
        .or_else(|| comment.strip_prefix("//!"));
    if let Some(line) = inner {
        return line.strip_prefix(' ').unwrap_or(line).to_owned();
    }
    let block = comment
        .trim_start_matches("/**")
        .trim_start_matches("/*!")
        .trim_end_matches("*/");
    let lines = block.lines().map(|line| {
        let line = line.trim();
        line.strip_prefix("* ").unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

impl Typed<'_> {
    /// The documentation of the whole module.
    pub(super) fn module_docs(&self) -> String {
        let comments = self.module.doc_comments.as_ref().map(|it| &it.module);
        let entries = self.module.entry_points.iter();
        let names = entries.map(|entry| format!("`{}`", entry.name));
        let names: Vec<_> = names.collect();
        let generated = match names.len() {
            0 => "The types of a shader.".to_owned(),
            1 => format!("A shader with the entry point {}.", names[0]),
            _ => format!("A shader with the entry points {}.", names.join(", ")),
        };
        with_comments(comments, &generated)
    }
}

#[cfg(test)]
mod tests {
    use super::with_comments;

    #[test]
    fn comments_lose_their_marks() {
        let comments = ["/// One.", "///  Two.", "/** Three.\n * Four. */"];
        let comments = comments.map(str::to_owned).to_vec();
        assert_eq!(
            with_comments(Some(&comments), "Generated."),
            "One.\n Two.\nThree.\nFour.\n\nGenerated."
        );
        assert_eq!(with_comments(None, "Generated."), "Generated.");
    }
}
