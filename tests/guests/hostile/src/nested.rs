//! WGSL of any depth.

/// `count` times `open`, `inner`, and `count` times `close`.
fn repeat(count: usize, open: &str, inner: &str, close: &str) -> String {
    [&open.repeat(count), inner, &close.repeat(count)].concat()
}

/// Shaders that nest `depth` times in some way, with the name of the way.
pub(crate) fn texts(depth: usize) -> Vec<(&'static str, String)> {
    vec![
        (
            "parentheses",
            format!("const a = {};", repeat(depth, "(", "1", ")")),
        ),
        (
            "signs",
            format!("const a = {};", repeat(depth, "-", "1", "")),
        ),
        (
            "negations",
            format!("fn f() {{ let a = {}; }}", repeat(depth, "!", "true", "")),
        ),
        (
            "sums",
            format!("fn f() {{ let a = {}; }}", repeat(depth, "1+", "1", "")),
        ),
        (
            "sums of a variable",
            format!(
                "fn f() {{ var b = 1; let a = {}; }}",
                repeat(depth, "b+", "b", "")
            ),
        ),
        (
            "calls",
            format!(
                "fn f(x: f32) -> f32 {{ return {}; }}",
                repeat(depth, "abs(", "x", ")")
            ),
        ),
        (
            "vectors",
            format!("const a = {};", repeat(depth, "vec2(", "1, 1", ")")),
        ),
        ("blocks", format!("fn f() {}", repeat(depth, "{", "", "}"))),
        (
            "loops",
            format!("fn f() {{ {} }}", repeat(depth, "loop {", "", "break; }")),
        ),
        (
            "conditions",
            format!("fn f() {{ {} }}", repeat(depth, "if true {", "", "}")),
        ),
        (
            "else",
            format!(
                "fn f() {{ if true {{}} {} }}",
                "else if true {} ".repeat(depth)
            ),
        ),
        (
            "switches",
            format!(
                "fn f() {{ {} }}",
                repeat(depth, "switch 1 { default {", "", "} }")
            ),
        ),
        (
            "arrays",
            format!(
                "var<private> a: {};",
                repeat(depth, "array<", "u32", ", 1>")
            ),
        ),
        (
            "pointers",
            format!(
                "fn f(p: {}) {{}}",
                repeat(depth, "ptr<function, ", "u32", ">")
            ),
        ),
        (
            "indices",
            format!(
                "fn f() {{ var a = array(0); let b = {}; }}",
                repeat(depth, "a[", "0", "]")
            ),
        ),
        (
            "members",
            format!(
                "fn f() {{ var a = vec4f(); let b = a{}; }}",
                ".xyzw".repeat(depth)
            ),
        ),
        (
            "attributes",
            format!("{} fn f() {{}}", "@must_use ".repeat(depth)),
        ),
        ("comments", repeat(depth, "/*", "", "*/")),
        (
            "structures",
            (0..depth)
                .map(|i| format!("struct S{} {{ s: S{i} }}\n", i + 1))
                .collect::<String>()
                + "struct S0 { a: u32 }",
        ),
        (
            "aliases",
            (0..depth)
                .map(|i| format!("alias A{} = A{i};\n", i + 1))
                .collect::<String>()
                + "alias A0 = u32;",
        ),
        (
            "constants",
            (0..depth)
                .map(|i| format!("const c{} = c{i};\n", i + 1))
                .collect::<String>()
                + "const c0 = 1;",
        ),
        (
            "functions",
            (0..depth)
                .map(|i| format!("fn f{}() {{ f{i}(); }}\n", i + 1))
                .collect::<String>()
                + "fn f0() {}",
        ),
    ]
}
