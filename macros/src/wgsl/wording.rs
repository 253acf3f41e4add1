//! naga's words for the parts of a module, made WGSL's.

/// What naga's debug output has for each scalar type, and its name.
const SCALARS: [(&str, &str); 5] = [
    ("Scalar { kind: Float, width: 4 }", "f32"),
    ("Scalar { kind: Float, width: 2 }", "f16"),
    ("Scalar { kind: Sint, width: 4 }", "i32"),
    ("Scalar { kind: Uint, width: 4 }", "u32"),
    ("Scalar { kind: Bool, width: 1 }", "bool"),
];

/// What naga's debug output has for each number of components.
const SIZES: [(&str, u32); 3] = [("Bi", 2), ("Tri", 3), ("Quad", 4)];

/// Parts of what naga says of types that other hosts have, and what the author should do.
const ELSEWHERE: [(&str, &str); 3] = [
    ("Capabilities(TEXTURE_EXTERNAL", EXTERNAL),
    ("BINDING_ARRAY", BINDING_ARRAY),
    ("wgpu_binding_array", BINDING_ARRAY),
];
const EXTERNAL: &str = "wasi:webgpu has no external textures: use `texture_2d<f32>`";
const BINDING_ARRAY: &str = "WebGPU has no binding arrays: use a texture array, or a binding each";

/// The help for a type that only other hosts have.
pub(crate) fn of_other_hosts(message: &str) -> Option<&'static str> {
    let mut all = ELSEWHERE.iter();
    all.find_map(|(part, help)| message.contains(part).then_some(*help))
}

/// `message` with WGSL's names of scalars, vectors and matrices, and without the indices of values
/// whose type it says.
pub(crate) fn in_wgsl(message: &str) -> String {
    if let Some(help) = of_other_hosts(message) {
        return help.to_owned();
    }
    let mut text = message.to_owned();
    for (debug, name) in SCALARS {
        text = text.replace(&format!("Scalar({debug})"), name);
        text = text.replace(debug, name);
    }
    for (_, scalar) in SCALARS {
        for (size, n) in SIZES {
            let vector = format!("Vector {{ size: {size}, scalar: {scalar} }}");
            text = text.replace(&vector, &format!("vec{n}<{scalar}>"));
            for (rows, m) in SIZES {
                let matrix =
                    format!("Matrix {{ columns: {size}, rows: {rows}, scalar: {scalar} }}");
                text = text.replace(&matrix, &format!("mat{n}x{m}<{scalar}>"));
            }
        }
    }
    text = text.replace("found \"\"", "found the end of the file");
    text = text.replace("expression None", "expression");
    uncapitalised(&without_handles(&without_indices(&text)))
}

/// `[3] (of type f32)` is `f32`: the place is shown, so the index says nothing.
fn without_indices(text: &str) -> String {
    const OF: &str = "] (of type ";
    let mut made = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OF) {
        let Some((before, _index)) = before.rsplit_once('[') else {
            break;
        };
        let Some(end) = closing(after) else { break };
        made.push_str(before);
        made.push('`');
        made.push_str(&after[..end]);
        made.push('`');
        rest = &after[end + 1..];
    }
    made + rest
}

/// A bare `[3]`, or `Some([3])`, is no more than a pronoun, and mostly not even that.
fn without_handles(text: &str) -> String {
    let is_handle = |word: &str| {
        let word = word
            .strip_prefix("Some(")
            .map_or(word, |it| it.trim_end_matches(')'));
        let index = word.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        index.is_some_and(|index| !index.is_empty() && index.chars().all(|c| c.is_ascii_digit()))
    };
    let mut words: Vec<&str> = Vec::new();
    for word in text.split(' ') {
        match words[..] {
            _ if !is_handle(word) => words.push(word),
            [.., "out", "of"] => {}
            [.., "by" | "of" | "on" | "with"] => words.push("this"),
            _ => {}
        }
    }
    words.join(" ")
}

/// Where the parenthesis ends that is open before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.find(|c| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        other => other == ')',
    })
}

/// As rustc begins its messages. A name of naga's own in debug output keeps its first letter.
fn uncapitalised(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let is_plain = word.chars().skip(1).all(|c| c.is_lowercase() || c == '-');
    match text.chars().next() {
        Some(first) if is_plain && first.is_ascii_uppercase() => {
            format!("{}{}", first.to_ascii_lowercase(), &text[1..])
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_wgsl;

    #[test]
    fn types_have_their_names() {
        assert_eq!(
            in_wgsl(
                "Operation Divide can't work with [0] (of type Vector { size: Tri, scalar: Scalar \
                 { kind: Float, width: 4 } }) and [1] (of type Scalar(Scalar { kind: Uint, width: 4 }))"
            ),
            "operation Divide can't work with `vec3<f32>` and `u32`"
        );
        assert_eq!(
            in_wgsl("[1] (of type Pointer { base: [0], space: Function }) and more (really)"),
            "`Pointer { base: [0], space: Function }` and more (really)"
        );
    }

    #[test]
    fn indices_are_left_out() {
        for (message, expected) in [
            (
                "Accessing index 4 is out of [0] bounds",
                "accessing index 4 is out of bounds",
            ),
            ("The value Some([3]) is wrong", "the value is wrong"),
            (
                "Operation Negate can't work with [12]",
                "operation Negate can't work with this",
            ),
        ] {
            assert_eq!(in_wgsl(message), expected);
        }
    }

    #[test]
    fn what_no_host_has_is_named() {
        let message = "Capability Capabilities(TEXTURE_EXTERNAL) is required";
        assert!(in_wgsl(message).contains("external textures"));
        let other = "Capability Capabilities(SUBGROUP) is required";
        assert!(in_wgsl(other).contains("SUBGROUP"));
    }

    #[test]
    fn what_is_no_word_keeps_its_letters() {
        assert_eq!(in_wgsl("WGSL [3a] []"), "WGSL [3a] []");
        assert_eq!(in_wgsl("`X` (of type"), "`X` (of type");
        assert_eq!(in_wgsl(""), "");
    }
}
