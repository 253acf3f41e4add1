//! One shader of several files: `#import "noise.wgsl"::{hash}`, `#ifdef`, and constants from Rust.
//!
//! The conditions and the syntax of imports are naga_oil's. Its composer is not used: it makes a
//! module of naga's, and the text that naga writes of that has lost the author's names. Here the text
//! of each file stays as it is, so that what the host gets is readable, and a place in it is a place
//! in a file.

mod constants;
mod files;
mod names;
mod refusal;
mod source;

use std::ops::Range;
use std::path::Path;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::LitStr;

use super::diagnostic::Diagnostic;
use super::file::File;
use super::render::{Place, render};

pub(crate) use constants::Constants;
use files::{Files, Refused};
use names::Names;

/// A shader's text, and the files that it is of.
#[derive(Debug)]
pub(crate) struct Composed {
    pub(crate) text: String,
    files: Files,
    /// In the order of the text.
    pieces: Vec<Piece>,
    constants: Constants,
}

/// A part of the text that is one part of a file.
#[derive(Debug)]
struct Piece {
    /// Where it begins in the text.
    start: usize,
    file: usize,
    /// Bytes of the file. They are those of the text, unless a name has become another.
    range: Range<usize>,
    is_copy: bool,
}

impl Composed {
    /// The text that a file and all that it imports make; or what is wrong with one of them.
    pub(crate) fn new(root: File, constants: &Constants) -> Result<Self, Box<Refused>> {
        let files = Files::new(root, constants)?;
        let names = Names::new(&files);
        let mut composed = Self {
            text: String::new(),
            pieces: Vec::new(),
            constants: constants.clone(),
            files,
        };
        composed.put_directives();
        for file in 0..composed.files.sources.len() {
            composed.put_file(file, &names);
        }
        Ok(composed)
    }

    /// The directives of imported files, in the first line, so that no line of the root moves.
    fn put_directives(&mut self) {
        for file in 1..self.files.sources.len() {
            for range in self.files.sources[file].directives.clone() {
                let directive = self.files.sources[file].file.text[range.clone()].to_owned();
                if !self.text.contains(&directive) {
                    self.copy(file, range);
                    self.text.push(' ');
                }
            }
        }
    }

    fn put_file(&mut self, file: usize, names: &Names) {
        let source = &self.files.sources[file];
        let references = source.references().into_iter();
        let mut edits: Vec<(Range<usize>, Option<String>)> = references
            .filter_map(|reference| {
                let new = names.replacement(&self.files, file, &reference)?;
                Some((reference.range, Some(new)))
            })
            .collect();
        edits.extend(source.removed.iter().map(|range| (range.clone(), None)));
        edits.sort_by_key(|(range, _)| range.start);
        let end = source.file.text.len();
        if file > 0 {
            let name = Path::new(&source.file.name).file_name().unwrap_or_default();
            let heading = format!("\n// {}\n", name.to_string_lossy());
            self.text.push_str(&heading);
        }
        let mut at = 0;
        for (range, new) in edits {
            self.copy(file, at..range.start.max(at));
            at = at.max(range.end);
            if let Some(new) = new {
                self.put(file, range, &new, false);
            }
        }
        self.copy(file, at..end);
    }

    fn copy(&mut self, file: usize, range: Range<usize>) {
        let text = self.files.sources[file].file.text[range.clone()].to_owned();
        self.put(file, range, &text, true);
    }

    fn put(&mut self, file: usize, range: Range<usize>, text: &str, is_copy: bool) {
        self.pieces.push(Piece {
            start: self.text.len(),
            file,
            range,
            is_copy,
        });
        self.text.push_str(text);
    }

    /// What rustc should say of an error that naga has found in the text.
    pub(crate) fn render(&self, error: &Diagnostic) -> String {
        let labels = error.labels.iter();
        let places: Vec<_> = labels.map(|label| self.place(&label.range)).collect();
        let mut error = error.clone();
        error.notes.extend(self.help(&error));
        render(&error, &places, &self.files.sources[0].file)
    }

    /// An error of the text as one of the root's text, if it is there.
    pub(crate) fn in_root(&self, error: &Diagnostic) -> Option<Diagnostic> {
        let mut error = error.clone();
        error.notes.extend(self.help(&error));
        let first = error.range().map(|range| self.piece(range.start).file);
        error.labels.retain_mut(|label| {
            let range = self.root_range(&label.range);
            label.range = range.clone().unwrap_or_default();
            range.is_some()
        });
        first.is_none_or(|file| file == 0).then_some(error)
    }

    /// The import of the root that leads to the file that an error is in.
    pub(crate) fn import_of(&self, error: &Diagnostic) -> Option<Range<usize>> {
        self.files.way_to(self.piece(error.range()?.start).file)
    }

    /// The part of the root's text that a part of the text is, if it is one.
    pub(crate) fn root_range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let is_root = self.piece(range.start).file == 0;
        is_root.then(|| self.place(range).range)
    }

    /// The part of a file that a part of the text is.
    fn place(&self, range: &Range<usize>) -> Place<'_> {
        let first = self.piece(range.start);
        let last = self.piece(range.end.saturating_sub(1).max(range.start));
        let start = first.offset(range.start, first.range.start);
        let end = if last.file == first.file {
            last.offset(range.end, last.range.end)
        } else {
            first.range.end
        };
        Place {
            file: &self.files.sources[first.file].file,
            range: start..end.max(start),
        }
    }

    fn piece(&self, offset: usize) -> &Piece {
        let after = self.pieces.partition_point(|it| it.start <= offset);
        &self.pieces[after.saturating_sub(1)]
    }

    /// An unknown name may be one that another file declares.
    fn help(&self, error: &Diagnostic) -> Option<String> {
        let range = error.range()?;
        let name = self.text.get(range.clone())?;
        if name == "#" {
            let help = "a `#` line is `#import`, `#if`, `#ifdef`, `#ifndef`, `#else` or `#endif`";
            return Some(help.to_owned());
        }
        if !error.message.starts_with("no definition in scope") {
            return None;
        }
        if self.constants.declare(name) {
            return Some(format!("`#import constants::{name}` makes it known here"));
        }
        let path = self.files.declaring(self.piece(range.start).file, name)?;
        Some(format!("`#import \"{path}\"::{name}` makes it known here"))
    }

    /// An expression that is the text, and that rustc makes anew when a file has changed.
    pub(crate) fn expression(&self, span: Span) -> TokenStream {
        let sources = self.files.sources.iter().map(|source| &source.file);
        let paths: Vec<_> = sources
            .filter(|file| file.is_on_disk)
            .map(|file| LitStr::new(&file.absolute, span))
            .collect();
        match &paths[..] {
            [path] if self.text == self.files.sources[0].file.text => {
                quote!(::core::include_str!(#path))
            }
            _ => {
                let text = &self.text;
                quote!({ #(const _: &[u8] = ::core::include_bytes!(#paths);)* #text })
            }
        }
    }
}

impl Piece {
    /// Where in the file an offset of the text is; `other` where the text is another there.
    fn offset(&self, offset: usize, other: usize) -> usize {
        if self.is_copy {
            (self.range.start + offset.saturating_sub(self.start)).min(self.range.end)
        } else {
            other
        }
    }
}
