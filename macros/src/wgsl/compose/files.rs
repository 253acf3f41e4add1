//! The files of a composition: the one that Rust names, and all that it imports.

use std::ops::Range;

use super::super::diagnostic::Diagnostic;
use super::super::file::File;
use super::super::render::{Place, render};
use super::source::{Import, Origin, Reference, Source, place};
use super::{Constants, refusal::at};

/// The files, the root first, each once.
#[derive(Debug)]
pub(crate) struct Files {
    pub(super) sources: Vec<Source>,
    /// What each import of each file is of: the index of that file.
    targets: Vec<Vec<usize>>,
}

/// What is wrong with one of the files.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) file: File,
    pub(crate) diagnostic: Diagnostic,
    /// Bytes of the root: the import that leads to the file.
    pub(crate) import: Option<Range<usize>>,
}

impl Refused {
    fn new(file: File, diagnostic: Diagnostic) -> Box<Self> {
        Box::new(Self {
            file,
            diagnostic,
            import: None,
        })
    }

    /// What rustc should say of it.
    pub(crate) fn render(&self) -> String {
        let labels = self.diagnostic.labels.iter();
        let places = labels.map(|label| Place {
            file: &self.file,
            range: label.range.clone(),
        });
        render(&self.diagnostic, &places.collect::<Vec<_>>(), &self.file)
    }
}

/// The name of what Rust hands in, as of a file.
const CONSTANTS: &str = "constants";

impl Files {
    pub(super) fn new(root: File, constants: &Constants) -> Result<Self, Box<Refused>> {
        let mut files = Self {
            sources: Vec::new(),
            targets: Vec::new(),
        };
        files.add(root, constants, &mut Vec::new())?;
        if files.sources.len() > 1 {
            files.check_ends()?;
        }
        for source in &mut files.sources[1..] {
            source.take_directives();
        }
        Ok(files)
    }

    /// A brace or `;` that one file lacks would be an error in the next.
    fn check_ends(&self) -> Result<(), Box<Refused>> {
        let open = self.sources.iter().enumerate();
        let mut open = open.filter(|(_, source)| source.is_open());
        let error = open.find_map(|(i, source)| Some((i, source.syntax_error()?)));
        error.map_or(Ok(()), |(i, error)| Err(self.refused(i, error)))
    }

    /// Reads what a file imports, and what that imports. `importing` are the files that do.
    fn add(
        &mut self,
        file: File,
        constants: &Constants,
        importing: &mut Vec<usize>,
    ) -> Result<usize, Box<Refused>> {
        let source = Source::new(file.clone(), constants)
            .map_err(|diagnostic| Refused::new(file, diagnostic))?;
        let index = self.sources.len();
        let imports = source.imports.clone();
        self.sources.push(source);
        self.targets.push(Vec::new());
        importing.push(index);
        for import in &imports {
            let target = self.target(index, import, constants, importing);
            let target = target.map_err(|mut refused| {
                let statement = (index == 0).then(|| import.statement.clone());
                refused.import = refused.import.take().or(statement);
                refused
            })?;
            self.targets[index].push(target);
            if let Some(item) = &import.item
                && !self.sources[target].globals.contains(item)
            {
                let place = self.place(index, import, item);
                return Err(self.refused(index, self.no_item(place, target, item)));
            }
        }
        self.check_paths(index)?;
        importing.pop();
        Ok(index)
    }

    /// Does each `module::name` name something?
    fn check_paths(&self, index: usize) -> Result<(), Box<Refused>> {
        for reference in self.sources[index].references() {
            if reference.module.is_some()
                && let Some((target, name)) = self.meaning(index, &reference)
                && !self.sources[target].globals.contains(&name)
            {
                let diagnostic = self.no_item(reference.range, target, &name);
                return Err(self.refused(index, diagnostic));
            }
        }
        Ok(())
    }

    fn refused(&self, index: usize, diagnostic: Diagnostic) -> Box<Refused> {
        let file = self.sources[index].file.clone();
        Refused::new(file, diagnostic)
    }

    /// The file that an import of the file `index` is of, read if it is new.
    fn target(
        &mut self,
        index: usize,
        import: &Import,
        constants: &Constants,
        importing: &mut Vec<usize>,
    ) -> Result<usize, Box<Refused>> {
        let file = match &import.from {
            Origin::Constants => constants_file(constants),
            Origin::Path(path) => self.sources[index].file.beside(path).map_err(|message| {
                let place = self.place(index, import, &format!("\"{path}\""));
                self.refused(index, at(place, message))
            })?,
        };
        let is_it = |it: &Source| it.file.absolute == file.absolute;
        let Some(known) = self.sources.iter().position(is_it) else {
            return self.add(file, constants, importing);
        };
        if let Some(first) = importing.iter().position(|it| *it == known) {
            let names = importing[first..].iter().chain([&known]);
            let names: Vec<_> = names
                .map(|it| self.sources[*it].file.name.as_str())
                .collect();
            let message = format!("`{}` imports itself", self.sources[known].file.name);
            let chain = names.join("`, which imports `");
            let chain = format!("`{chain}`").replacen("`, which imports", "` imports", 1);
            let diagnostic = at(import.statement.clone(), message).note(chain);
            return Err(self.refused(index, diagnostic));
        }
        Ok(known)
    }

    fn place(&self, index: usize, import: &Import, word: &str) -> Range<usize> {
        place(&self.sources[index].file.text, &import.statement, word)
    }

    /// The file `target` does not declare what is named at a place of another.
    fn no_item(&self, place: Range<usize>, target: usize, item: &str) -> Diagnostic {
        let Source { file, globals, .. } = &self.sources[target];
        if file.absolute == CONSTANTS {
            let message = format!("no constant is called `{item}`");
            let help = format!("the macro hands it in: `constants({item} = …)`");
            return at(place, message)
                .note(help)
                .note_of("it hands in", globals);
        }
        let message = format!("`{}` declares no `{item}`", file.name);
        at(place, message).note_of("it declares", globals)
    }

    /// By what path a file imports another one that declares `name`.
    pub(super) fn declaring(&self, file: usize, name: &str) -> Option<&str> {
        let imports = self.sources[file].imports.iter().zip(&self.targets[file]);
        let mut declaring =
            imports.filter(|(_, target)| self.sources[**target].globals.contains(name));
        match &declaring.next()?.0.from {
            Origin::Path(path) => Some(path),
            Origin::Constants => None,
        }
    }

    /// The import of the root that leads to a file.
    pub(super) fn way_to(&self, file: usize) -> Option<Range<usize>> {
        let imports = self.sources[0].imports.iter().zip(&self.targets[0]);
        let mut leading = imports.filter(|(_, target)| self.reaches(**target, file));
        Some(leading.next()?.0.statement.clone())
    }

    fn reaches(&self, from: usize, file: usize) -> bool {
        from == file || self.targets[from].iter().any(|it| self.reaches(*it, file))
    }

    /// The declaration that a reference of a file means: the file that declares, and the name there.
    pub(super) fn meaning(&self, file: usize, reference: &Reference) -> Option<(usize, String)> {
        let source = &self.sources[file];
        let imports = source.imports.iter().zip(&self.targets[file]);
        let Reference { module, name, .. } = reference;
        let named = module.as_ref().unwrap_or(name);
        for (import, target) in imports.filter(|(import, _)| import.name == *named) {
            match (&import.item, module) {
                (Some(item), None) => return Some((*target, item.clone())),
                (None, Some(_)) => return Some((*target, name.clone())),
                _ => {}
            }
        }
        let is_own = module.is_none() && source.globals.contains(name);
        is_own.then(|| (file, name.clone()))
    }
}

/// What Rust hands in, as a file.
fn constants_file(constants: &Constants) -> File {
    File {
        absolute: CONSTANTS.to_owned(),
        name: CONSTANTS.to_owned(),
        text: constants.wgsl(),
        is_on_disk: false,
    }
}
