//! Names: WGSL's as Rust's, and those of generated items, which give way to WGSL's.

use std::collections::HashSet;

use naga::Module;
use proc_macro2::{Ident, Span};

/// The names that a shader declares. A generated one that is among them ends with `_`.
pub(super) struct Names {
    declared: HashSet<String>,
}

impl Names {
    pub(super) fn of(module: &Module) -> Self {
        let structs = module.types.iter().filter_map(|(_, it)| it.name.clone());
        let entries = module.entry_points.iter().map(|it| it.name.clone());
        // A local variable cannot have the name of a static.
        let overrides = module.overrides.iter();
        let overrides = overrides.filter_map(|(_, it)| it.name.clone());
        Self {
            declared: structs.chain(entries).chain(overrides).collect(),
        }
    }

    /// The static of the shader.
    pub(super) fn module(&self) -> Ident {
        self.free("MODULE")
    }

    /// The struct of a bind group.
    pub(super) fn group(&self, index: u32) -> Ident {
        self.free(&format!("Group{index}"))
    }

    /// The struct of the override constants.
    pub(super) fn overrides(&self) -> Ident {
        self.free("Overrides")
    }

    /// The private module with the user's own types.
    pub(super) fn mapped(&self) -> Ident {
        self.free("mapped_types")
    }

    /// A name for an item that no declaration of the shader has.
    pub(super) fn free(&self, name: &str) -> Ident {
        let mut name = name.to_owned();
        while self.declared.contains(&name) {
            name.push('_');
        }
        ident(&name, Span::call_site())
    }
}

/// A WGSL name as Rust's: keywords are raw (`r#in`).
pub(super) fn ident(name: &str, span: Span) -> Ident {
    match syn::parse_str::<Ident>(name) {
        Ok(_) => Ident::new(name, span),
        // Those that Rust has no raw form of, WGSL reserves, too.
        Err(_) => Ident::new_raw(name, span),
    }
}

/// `vs_main` as `VsMain`.
pub(super) fn camel_case(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    let capitalised = words.map(|word| {
        let mut letters = word.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect::<String>()
    });
    capitalised.collect()
}

#[cfg(test)]
mod tests {
    use super::{Span, camel_case, ident};

    #[test]
    fn keywords_are_raw() {
        for (wgsl, rust) in [
            ("in", "r#in"),
            ("dyn", "r#dyn"),
            ("_a", "_a"),
            ("été", "été"),
        ] {
            assert_eq!(ident(wgsl, Span::call_site()).to_string(), rust);
        }
    }

    #[test]
    fn functions_name_types() {
        for (name, expected) in [
            ("vs_main", "VsMain"),
            ("main", "Main"),
            ("_x2", "X2"),
            ("aB", "AB"),
        ] {
            assert_eq!(camel_case(name), expected);
        }
    }
}
