//! Misuse does not compile, and the compiler says why.
//!
//! Each file in `ui` is a program that is refused; the file beside it has what the compiler says.
//! After a change that is meant, `TRYBUILD=overwrite cargo test -p wasi-webgpu --test ui` writes
//! those files again: read the difference.

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
