//! Of the module.

/// Of the structure.
struct S {
    /// Of the member.
    a: u32,
}

/** Of the function. */
fn f(s: S) -> u32 { return s.a; }
