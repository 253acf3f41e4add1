//! WGSL names: Rust's, where WGSL has no other use for them, each of one thing.

use std::collections::HashSet;

use naga::keywords::wgsl::{BUILTIN_IDENTIFIERS, RESERVED};

use crate::kernel::builtins::PRELUDE;

/// What has a name already.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    /// Those that are WGSL's.
    pub(crate) fn new() -> Self {
        let predeclared = RESERVED.iter().chain(BUILTIN_IDENTIFIERS);
        Self(predeclared.map(|&name| name.to_owned()).collect())
    }

    /// Those, and those of the prelude.
    pub(crate) fn of_module() -> Self {
        let mut names = Self::new();
        names.0.extend(PRELUDE.map(|(name, _)| name.to_owned()));
        names
    }

    /// The name, or one that begins with it.
    pub(crate) fn fresh(&mut self, rust: &str) -> String {
        let name = rust.trim_start_matches("r#").trim_start_matches('_');
        let name = if name.is_empty() { "it" } else { name };
        let numbered = (1..).map(|i| format!("{name}_{i}"));
        let mut candidates = std::iter::once(name.to_owned()).chain(numbered);
        let found = candidates.find(|it| !self.0.contains(it));
        let name = found.unwrap_or_default();
        self.0.insert(name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn a_name_is_of_one_thing_and_not_of_wgsl() {
        let mut names = Names::new();
        let all = ["x", "x", "max", "r#loop", "_y", "_", "ptr", "vec3"].map(|it| names.fresh(it));
        assert_eq!(
            all,
            ["x", "x_1", "max_1", "loop_1", "y", "it", "ptr_1", "vec3_1"]
        );
    }
}
