//! An error as rustc writes one: what, where, the lines with carets, notes.

use std::fmt::Write as _;
use std::ops::Range;

use super::{Diagnostic, file::File};

/// A part of a file.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a File,
    /// Bytes of its text.
    pub(crate) range: Range<usize>,
}

/// What is written of `diagnostic`, whose labels are at `places`. Without any, it is about `file`.
pub(crate) fn render(diagnostic: &Diagnostic, places: &[Place<'_>], file: &File) -> String {
    let labels = diagnostic.labels.iter().zip(places);
    let mut lines: Vec<Underlined<'_>> = labels
        .enumerate()
        .map(|(i, (label, place))| Underlined::new(place, &label.text, i == 0))
        .collect();
    let mut output = diagnostic.message.clone();
    let first = lines.first().map(|it| it.file);
    lines.sort_by_key(|it| (Some(it.file) != first, it.file, it.number, !it.is_primary));
    let width = lines.iter().map(|it| it.number.to_string().len()).max();
    let width = width.unwrap_or(1);
    let gap = " ".repeat(width);
    if lines.is_empty() {
        put(&mut output, format_args!("\n{gap}--> {}", file.name));
    }
    let mut rest = &lines[..];
    while let Some(Underlined { file, .. }) = rest.first() {
        let count = rest.iter().take_while(|it| it.file == *file).count();
        let (these, others) = rest.split_at(count);
        put_lines(&mut output, these, width);
        rest = others;
    }
    if !diagnostic.notes.is_empty() && !lines.is_empty() {
        put(&mut output, format_args!("\n{gap} |"));
    }
    for note in &diagnostic.notes {
        put(&mut output, format_args!("\n{gap} = note: {note}"));
    }
    output
}

/// The lines of one file.
fn put_lines(output: &mut String, lines: &[Underlined<'_>], width: usize) {
    let gap = " ".repeat(width);
    let primary = lines.iter().find(|it| it.is_primary);
    let arrow = if primary.is_some() { "-->" } else { ":::" };
    if let Some(it) = primary.or(lines.first()) {
        let (name, line, column) = (it.file, it.number, it.column + 1);
        put(
            output,
            format_args!("\n{gap}{arrow} {name}:{line}:{column}\n{gap} |"),
        );
    }
    let mut previous = None;
    for line in lines {
        match previous {
            Some(number) if number == line.number => {}
            Some(number) if number + 1 < line.number => output.push_str("\n..."),
            _ => {}
        }
        if previous != Some(line.number) {
            put(
                output,
                format_args!("\n{:width$} | {}", line.number, line.text),
            );
        }
        put(output, format_args!("\n{gap} | {}", line.marks()));
        previous = Some(line.number);
    }
}

/// To write to a string never fails.
fn put(output: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = output.write_fmt(arguments);
}

/// A line of the shader, and what of it a label is about.
struct Underlined<'a> {
    /// The name of its file.
    file: &'a str,
    /// From 1 on.
    number: usize,
    /// Characters before the place.
    column: usize,
    /// The line, as wide as it is shown.
    text: String,
    /// Columns of `text`.
    marked: Range<usize>,
    label: &'a str,
    is_primary: bool,
}

impl<'a> Underlined<'a> {
    fn new(place: &Place<'a>, label: &'a str, is_primary: bool) -> Self {
        let text = &place.file.text;
        let start = text.floor_char_boundary(place.range.start);
        let before = &text[..start];
        let number = before.matches('\n').count() + 1;
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let line_end = line_start + line.len();
        let start = start.min(line_end);
        let end = text.floor_char_boundary(place.range.end);
        let end = end.clamp(start, line_end);
        let marked_from = shown(&text[line_start..start]).chars().count();
        let marked = shown(&text[start..end]).chars().count().max(1);
        Self {
            file: &place.file.name,
            number,
            column: text[line_start..start].chars().count(),
            text: shown(line),
            marked: marked_from..marked_from + marked,
            label,
            is_primary,
        }
    }

    fn marks(&self) -> String {
        let mark = if self.is_primary { "^" } else { "-" };
        let before = " ".repeat(self.marked.start);
        let marks = mark.repeat(self.marked.len());
        format!("{before}{marks} {}", self.label)
            .trim_end()
            .to_owned()
    }
}

/// Text as rustc shows it: a tab is four spaces wide, and no control character reaches a terminal.
fn shown(text: &str) -> String {
    let visible = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.replace('\t', "    ").chars().map(visible).collect()
}

#[cfg(test)]
mod tests {
    use super::super::diagnostic::Label;
    use super::{Diagnostic, File, Place};

    fn render(diagnostic: &Diagnostic, name: &str, text: &str) -> String {
        let file = File {
            absolute: String::new(),
            name: name.to_owned(),
            text: text.to_owned(),
            is_on_disk: true,
        };
        let place = |label: &Label| Place {
            file: &file,
            range: label.range.clone(),
        };
        let places: Vec<_> = diagnostic.labels.iter().map(place).collect();
        super::render(diagnostic, &places, &file)
    }

    fn diagnostic(places: &[(usize, usize, &str)], notes: &[&str]) -> Diagnostic {
        let label = |&(start, end, text): &(usize, usize, &str)| Label {
            range: start..end,
            text: text.to_owned(),
        };
        Diagnostic {
            message: "wrong".to_owned(),
            labels: places.iter().map(label).collect(),
            notes: notes.iter().map(|&note| note.to_owned()).collect(),
        }
    }

    #[test]
    fn carets_are_under_what_is_wrong() {
        let text = "fn a() {\n\tlet é = b;\n}\n";
        let b = text.find('b').unwrap();
        let made = render(&diagnostic(&[(b, b + 1, "here")], &["why"]), "x.wgsl", text);
        assert_eq!(
            made,
            "wrong\n --> x.wgsl:2:10\n  |\n2 |     let é = b;\n  |             ^ here\n  |\n  = note: why"
        );
    }

    #[test]
    fn lines_come_in_their_order() {
        let text = "one\ntwo\nthree\nfour";
        let made = render(&diagnostic(&[(14, 18, "b"), (0, 3, "a")], &[]), "x", text);
        assert_eq!(
            made,
            "wrong\n --> x:4:1\n  |\n1 | one\n  | --- a\n...\n4 | four\n  | ^^^^ b"
        );
    }

    #[test]
    fn a_place_may_be_the_end_or_many_lines() {
        let made = render(&diagnostic(&[(4, 4, "")], &[]), "x", "a\nb\n");
        assert!(made.ends_with("3 | \n  | ^"), "{made}");
        let made = render(&diagnostic(&[(0, 3, "")], &[]), "x", "a\nb\n");
        assert!(made.ends_with("1 | a\n  | ^"), "{made}");
        let made = render(&diagnostic(&[], &["why"]), "x", "a");
        assert_eq!(made, "wrong\n --> x\n  = note: why");
    }
}
