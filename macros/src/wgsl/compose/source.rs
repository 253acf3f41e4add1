//! One file of a composition: what of it stands under the conditions, what it imports, what it
//! declares and what it names.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use naga_oil::compose::comment_strip_iter::CommentReplaceExt as _;
use naga_oil::compose::parse_imports::parse_imports;
use naga_oil::compose::preprocess::Preprocessor;

use super::super::check;
use super::super::declarations::{self, Tokens};
use super::super::diagnostic::Diagnostic;
use super::super::file::File;
use super::Constants;
use super::refusal::{at, of_preprocessor};

/// A file of WGSL with `#` lines.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) file: File,
    /// The text with spaces where something is left out, so that all else stays where it is.
    active: String,
    /// What is left out: `#` lines, what their conditions exclude, and directives of imported files.
    pub(super) removed: Vec<Range<usize>>,
    pub(super) imports: Vec<Import>,
    /// `enable f16;` and its like, which come before all declarations of all files.
    pub(super) directives: Vec<Range<usize>>,
    pub(super) globals: HashSet<String>,
}

/// A name that a file has from another one.
#[derive(Clone, Debug)]
pub(super) struct Import {
    /// The name in this file.
    pub(super) name: String,
    pub(super) from: Origin,
    /// None: all that the other file declares, as `name::item`.
    pub(super) item: Option<String>,
    /// Bytes of the text: the statement.
    pub(super) statement: Range<usize>,
}

/// Where an import comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// A path, from the folder of the file that imports.
    Path(String),
    /// What Rust hands in.
    Constants,
}

/// A place where something that a module declares may be named.
#[derive(Debug)]
pub(super) struct Reference {
    pub(super) range: Range<usize>,
    /// The `module` of `module::name`.
    pub(super) module: Option<String>,
    pub(super) name: String,
}

impl Source {
    pub(super) fn new(file: File, constants: &Constants) -> Result<Self, Diagnostic> {
        let mut source = Self {
            active: file.text.clone(),
            file,
            removed: Vec::new(),
            imports: Vec::new(),
            directives: Vec::new(),
            globals: HashSet::new(),
        };
        if source.file.text.contains('#') {
            source.apply_lines(constants)?;
        }
        for declaration in declarations::of(&source.active) {
            let text = &source.active[declaration.range.clone()];
            if let Some(name) = declaration.name {
                source.globals.insert(source.active[name].to_owned());
            } else if is_directive(text) {
                source.directives.push(declaration.range);
            }
        }
        source.refuse_second_meanings()?;
        Ok(source)
    }

    /// A name has one meaning in a file.
    fn refuse_second_meanings(&self) -> Result<(), Diagnostic> {
        for (i, import) in self.imports.iter().enumerate() {
            let Import {
                name, statement, ..
            } = import;
            let message = if self.globals.contains(name) {
                format!("`{name}` is imported and declared")
            } else if self.imports[..i].iter().any(|it| it.name == *name) {
                format!("`{name}` is imported twice")
            } else {
                continue;
            };
            let place = place(&self.file.text, statement, name);
            let help = format!("import it by another name: `{name} as other`");
            return Err(at(place, message).note(help));
        }
        Ok(())
    }

    /// Leaves out the `#` lines, after what they say.
    fn apply_lines(&mut self, constants: &Constants) -> Result<(), Diagnostic> {
        let text = &self.file.text;
        refuse_definitions(text)?;
        let statements = import_statements(text);
        self.removed = excluded_lines(text, &statements, constants)?;
        let is_gone = |at: usize| self.removed.iter().any(|line| line.contains(&at));
        let statements: Vec<_> = statements
            .into_iter()
            .filter(|it| !is_gone(it.start))
            .collect();
        for statement in statements {
            self.imports.extend(imports(text, &statement)?);
            self.removed.push(statement);
        }
        self.removed.sort_by_key(|range| range.start);
        for range in &self.removed {
            self.active = blanked(&self.active, range);
        }
        Ok(())
    }

    /// Leaves out the directives, which the composition has before all else.
    pub(super) fn take_directives(&mut self) {
        for range in &self.directives {
            self.active = blanked(&self.active, range);
        }
        self.removed.extend(self.directives.iter().cloned());
        self.removed.sort_by_key(|range| range.start);
    }

    /// The places where this file names what some module may declare: neither a member, nor an
    /// attribute, nor what only stands in an attribute.
    pub(super) fn references(&self) -> Vec<Reference> {
        let structs = structs(&self.active);
        let tokens: Vec<_> = Tokens::new(&self.active).collect();
        let word = |i: usize| {
            tokens
                .get(i)
                .map_or("", |token| &self.active[token.clone()])
        };
        let mut found = Vec::new();
        let mut i = 0;
        while i < tokens.len() {
            let start = tokens[i].start;
            let is_pair = |i| word(i) == ":" && word(i + 1) == ":";
            let is_member = || word(i + 1) == ":" && structs.iter().any(|it| it.contains(&start));
            match word(i) {
                "@" if matches!(word(i + 1), "builtin" | "interpolate" | "diagnostic") => {
                    i += 2;
                    while !matches!(word(i), ")" | "") {
                        i += 1;
                    }
                }
                "." | "@" => i += 2,
                name if !is_identifier(name) => i += 1,
                name if is_pair(i + 1) && is_identifier(word(i + 3)) => {
                    found.push(Reference {
                        range: start..tokens[i + 3].end,
                        module: Some(name.to_owned()),
                        name: word(i + 3).to_owned(),
                    });
                    i += 4;
                }
                _ if is_member() => i += 1,
                name => {
                    found.push(Reference {
                        range: tokens[i].clone(),
                        module: None,
                        name: name.to_owned(),
                    });
                    i += 1;
                }
            }
        }
        found
    }

    /// Does it end within a declaration?
    pub(super) fn is_open(&self) -> bool {
        declarations::is_open(&self.active)
    }

    /// What naga's parser finds wrong with it.
    pub(super) fn syntax_error(&self) -> Option<Diagnostic> {
        check::syntax_error(&self.active)
    }

    /// All words of the file.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        Tokens::new(&self.active).map(|token| &self.active[token])
    }
}

fn is_identifier(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn is_directive(declaration: &str) -> bool {
    let first = Tokens::new(declaration).next();
    let first = first.map(|token| &declaration[token]);
    matches!(first, Some("enable" | "requires" | "diagnostic"))
}

/// The declarations that are structs.
fn structs(text: &str) -> Vec<Range<usize>> {
    let all = declarations::of(text).into_iter();
    let is_struct = |declaration: &declarations::Declaration| {
        let name = declaration.name.as_ref();
        name.is_some_and(|name| {
            let before = &text[declaration.range.start..name.start];
            let last = Tokens::new(before).last();
            last.is_some_and(|token| &before[token] == "struct")
        })
    };
    all.filter(is_struct).map(|it| it.range).collect()
}

/// The bytes of each line, without its end.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        range
    })
}

/// `text` with spaces in place of `range`.
fn blanked(text: &str, range: &Range<usize>) -> String {
    let blanks = text[range.clone()].bytes();
    let blanks: String = blanks
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    [&text[..range.start], &blanks, &text[range.end..]].concat()
}

/// The lines of conditions, and those that they exclude.
fn excluded_lines(
    text: &str,
    imports: &[Range<usize>],
    constants: &Constants,
) -> Result<Vec<Range<usize>>, Diagnostic> {
    static PREPROCESSOR: OnceLock<Preprocessor> = OnceLock::new();
    // The preprocessor would put long names in place of what is imported: it sees comments.
    let mut hidden = text.to_owned();
    for import in imports {
        hidden.replace_range(import.start..import.start + 2, "//");
    }
    // It has many regular expressions, which cost more than all else.
    if !hidden
        .lines()
        .any(|line| line.trim_start().starts_with('#'))
    {
        return Ok(Vec::new());
    }
    let made = PREPROCESSOR
        .get_or_init(Preprocessor::default)
        .preprocess(&hidden, &constants.definitions())
        .map_err(|error| of_preprocessor(&error, text))?;
    let pairs = lines(text).zip(made.preprocessed_source.lines());
    let is_gone = |(line, made): &(Range<usize>, &str)| {
        made.trim().is_empty() && !text[line.clone()].trim().is_empty()
    };
    Ok(pairs.filter(is_gone).map(|(line, _)| line).collect())
}

/// The `#import`s of a text, which end with their line or with the brace that is open there.
fn import_statements(text: &str) -> Vec<Range<usize>> {
    let mut plain = text.lines();
    let plain: Vec<_> = plain.replace_comments().collect();
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut depth = 0_usize;
    for (line, plain) in lines(text).zip(plain) {
        let rest = plain.trim_start();
        let after = rest.strip_prefix('#');
        let after = after.map(|rest| rest.trim_start_matches([' ', '\t']));
        let after = after.and_then(|rest| rest.strip_prefix("import"));
        let end = line.start + plain.trim_end().len();
        if depth > 0 {
            if let Some(last) = all.last_mut() {
                last.end = end;
            }
        } else if after.is_some_and(|rest| rest.starts_with([' ', '\t', '"'])) {
            all.push(line.start + plain.len() - rest.len()..end);
        } else {
            continue;
        }
        depth += plain.matches('{').count();
        depth = depth.saturating_sub(plain.matches('}').count());
    }
    all
}

/// Constants have one place, which is in Rust.
fn refuse_definitions(text: &str) -> Result<(), Diagnostic> {
    let mut plain = text.lines();
    for (line, plain) in lines(text).zip(plain.replace_comments()) {
        let rest = plain.trim().strip_prefix('#').unwrap_or_default();
        let mut words = rest.split_whitespace();
        if words.next() == Some("define") {
            let name = words.next().unwrap_or("NAME");
            let help = format!(
                "declare it in WGSL, `const {name} = …;`, or hand it in from Rust: `constants({name} \
                 = …)`"
            );
            let start = line.start + plain.len() - plain.trim_start().len();
            let line = start..line.start + plain.trim_end().len();
            return Err(at(line, "a shader defines nothing for conditions").note(help));
        }
    }
    Ok(())
}

/// What a statement imports.
fn imports(text: &str, statement: &Range<usize>) -> Result<Vec<Import>, Diagnostic> {
    let mut plain = text[statement.clone()].lines();
    let plain = plain.replace_comments().collect::<Vec<_>>().join("\n");
    if plain.matches('{').count() > plain.matches('}').count() {
        let line = plain.lines().next().unwrap_or_default();
        let line = statement.start..statement.start + line.len();
        return Err(at(line, "the list of this import has no `}`"));
    }
    let mut declared = indexmap::IndexMap::new();
    parse_imports(&plain, &mut declared).map_err(|(message, offset)| {
        let start = (statement.start + offset).min(statement.end);
        let forms = "an import is `#import \"file.wgsl\"::{one, two as other}` or `#import \
                     \"file.wgsl\" as name`";
        at(start..start, message).note(forms.to_owned())
    })?;
    let mut all = Vec::new();
    for (name, paths) in declared {
        for path in paths {
            all.push(import(text, statement, name.clone(), &path)?);
        }
    }
    Ok(all)
}

/// One import: `"file.wgsl"::item`, `"file.wgsl"` or `constants::item`.
fn import(
    text: &str,
    statement: &Range<usize>,
    name: String,
    path: &str,
) -> Result<Import, Diagnostic> {
    let place = |word: &str| place(text, statement, word);
    let quoted = path.strip_prefix('"').and_then(|rest| rest.split_once('"'));
    let (from, item) = match quoted {
        Some((file, item)) => (Origin::Path(file.to_owned()), item),
        None if path.starts_with("constants::") => (Origin::Constants, &path["constants".len()..]),
        None => {
            let first = path.split("::").next().unwrap_or_default();
            let message = format!("`{first}` names no file");
            let help = format!(
                "a file stands in quotes, `#import \"{first}.wgsl\"::{{item}}`, and what Rust hands \
                 in is `#import constants::{{NAME}}`"
            );
            return Err(at(place(first), message).note(help));
        }
    };
    let item = item.strip_prefix("::");
    if let Some(item) = item.filter(|item| !item.chars().all(|c| c.is_alphanumeric() || c == '_')) {
        let last = item.rsplit("::").next().unwrap_or_default();
        return Err(at(
            place(last),
            format!("`{item}` is not the name of a declaration"),
        ));
    }
    if item.is_none() && !is_identifier(&name) {
        let message = "this import names nothing";
        let help = format!(
            "say what is meant, `#import {path}::{{item}}`, or name it all, `#import {path} as name`"
        );
        return Err(at(statement.clone(), message).note(help));
    }
    Ok(Import {
        name,
        from,
        item: item.map(str::to_owned),
        statement: statement.clone(),
    })
}

/// Where a statement has a word, or the whole of it.
pub(super) fn place(text: &str, statement: &Range<usize>, word: &str) -> Range<usize> {
    let inside = &text[statement.clone()];
    let is_it = |token: &Range<usize>| &inside[token.clone()] == word;
    let found = Tokens::new(inside).filter(is_it).last();
    let found = found.or_else(|| inside.find(word).map(|at| at..at + word.len()));
    let found = found.map(|it| it.start + statement.start..it.end + statement.start);
    found.unwrap_or_else(|| statement.clone())
}
