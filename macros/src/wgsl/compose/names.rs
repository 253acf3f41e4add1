//! What each declaration of a composition is called: as its file calls it, unless another file has
//! another meaning for that name.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::files::Files;
use super::source::{Reference, Source};

/// What names mean in the files of a composition, and what they are in its text.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By the index of the file that declares, and the name there.
    renamed: HashMap<(usize, String), String>,
}

impl Names {
    pub(super) fn new(files: &Files) -> Self {
        // Which declarations a word may mean, of all files; None is one of no file.
        let mut meanings: HashMap<String, HashSet<Option<(usize, String)>>> = HashMap::new();
        for file in 0..files.sources.len() {
            for reference in files.sources[file].references() {
                let meaning = files.meaning(file, &reference);
                let word = match &meaning {
                    Some((_, name)) => name.clone(),
                    None => reference.name,
                };
                meanings.entry(word).or_default().insert(meaning);
            }
        }
        let clashing = meanings.values().filter(|meanings| meanings.len() > 1);
        let mut clashing: Vec<_> = clashing.flatten().flatten().collect();
        clashing.retain(|(file, _)| *file > 0);
        clashing.sort();
        let words = files.sources.iter().flat_map(Source::words);
        let mut words: HashSet<_> = words.map(str::to_owned).collect();
        let mut renamed = HashMap::new();
        for (file, name) in clashing {
            let stem = stem(&files.sources[*file].file.name);
            let more = (2..).map(|n| format!("{stem}{n}_{name}"));
            let mut candidates = std::iter::once(format!("{stem}_{name}")).chain(more);
            if let Some(new) = candidates.find(|it| words.insert(it.clone())) {
                renamed.insert((*file, name.clone()), new);
            }
        }
        Self { renamed }
    }

    /// What stands in the composed text where `file` has `reference`; None: what stands there.
    pub(super) fn replacement(
        &self,
        files: &Files,
        file: usize,
        reference: &Reference,
    ) -> Option<String> {
        let meaning = files.meaning(file, reference)?;
        let new = self.renamed.get(&meaning).unwrap_or(&meaning.1);
        let is_same = reference.module.is_none() && *new == reference.name;
        (!is_same).then(|| new.clone())
    }
}

/// A file's name as a part of a name of WGSL.
fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    let kept = stem
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' });
    let kept: String = kept.collect();
    match kept.trim_start_matches('_') {
        stem if stem.starts_with(char::is_alphabetic) => stem.to_owned(),
        stem => format!("file{stem}"),
    }
}
