//! `#[should_panic]` on tests of the SDK's macro.
//!
//! libtest skips such tests where panics abort. `#[wasi_webgpu::test]` therefore hides the
//! attribute from libtest and records it in the custom section `wasi-webgpu-test` of the core
//! module: lines of `<crate>::<path>::<test>`, `should_panic`, and the expected part of the message
//! (empty for any), separated by tabs.

use std::collections::HashMap;

/// The tests that must panic, with the expected part of the message.
#[derive(Debug, Default)]
pub(super) struct ShouldPanic(HashMap<String, String>);

impl ShouldPanic {
    /// Reads the concatenated sections; lines of another form are left out.
    pub(super) fn parse(records: &[u8]) -> Self {
        let records = String::from_utf8_lossy(records);
        let record = |line: &str| {
            let mut fields = line.splitn(3, '\t');
            // libtest's names lack the crate.
            let (_crate, name) = fields.next()?.split_once("::")?;
            let kind = fields.next()?;
            let message = fields.next().unwrap_or_default();
            (kind == "should_panic").then(|| (name.to_owned(), message.to_owned()))
        };
        Self(records.lines().filter_map(record).collect())
    }

    /// What the panic message of the test `name` must contain, if it must panic.
    pub(super) fn expected(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::ShouldPanic;

    #[test]
    fn records_name_tests_without_their_crate() {
        let records = "my_crate::tests::a\tshould_panic\tout of\tbounds\n\
                       my_crate::b\tshould_panic\t\n\
                       my_crate::c\tsomething_new\tx\n\
                       nonsense\n";
        let should_panic = ShouldPanic::parse(records.as_bytes());
        assert_eq!(should_panic.expected("tests::a"), Some("out of\tbounds"));
        assert_eq!(should_panic.expected("b"), Some(""));
        assert_eq!(should_panic.expected("c"), None);
        assert_eq!(should_panic.0.len(), 2);
    }
}
