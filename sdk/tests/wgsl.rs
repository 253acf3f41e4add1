//! The text that `wgsl!` makes of Rust's tokens.

use wasi_webgpu::{ShaderModuleDescriptor, ShaderSource, include_wgsl, wgsl};

fn text(shader: ShaderModuleDescriptor<'static>) -> String {
    let ShaderSource::Wgsl(text) = shader.source else {
        unreachable!("`wgsl!` makes WGSL");
    };
    text.into_owned()
}

#[test]
fn the_layout_of_the_file_is_kept() {
    let shader = wgsl! {
        /// Doubles.
        @compute @workgroup_size(64) // a comment isn't text
        fn double() {
            var x = array<vec4<f32>, 2>();

            x[0].x *= 2.0f; /* nor is this */
        }
    };
    assert_eq!(
        text(shader),
        "\
@compute @workgroup_size(64)
fn double() {
    var x = array<vec4<f32>, 2>();

    x[0].x *= 2.0f;
}"
    );
}

#[test]
fn what_rust_splits_comes_together_again() {
    let shader = wgsl! {
        const FLOATS = array(1.f, .5f, 1e-3, 0x1p-3, 0x1p4f, 1., 2.5E+3);
        const INTS = array<u32, 4>(1u, 0xFFu, 1u << 2u, ~0u);
        fn f(p: ptr<function, array<vec2<u32>, 2>>) -> u32 {
            var a = (*p)[0].x;
            a >>= 1u; a <<= 2u; a |= 1u; a++;
            _ = INTS[1];
            return select(a, 2u, a >= 1u && !(a != 3u));
        }
    };
    assert_eq!(
        text(shader),
        "\
const FLOATS = array(1.f, .5f, 1e-3, 0x1p-3, 0x1p4f, 1., 2.5E+3);
const INTS = array<u32, 4>(1u, 0xFFu, 1u << 2u, ~0u);
fn f(p: ptr<function, array<vec2<u32>, 2>>) -> u32 {
    var a = (*p)[0].x;
    a >>= 1u; a <<= 2u; a |= 1u; a++;
    _ = INTS[1];
    return select(a, 2u, a >= 1u && !(a != 3u));
}"
    );
}

#[test]
fn a_macro_may_have_a_shader_with_parts_of_its_own() {
    macro_rules! add {
        ($name:ident, $amount:expr) => {
            wgsl! { fn $name(x: u32) -> u32 { return x + $amount; } }
        };
    }
    let shader = text(add!(add_seven, 3u + 4u));
    let words: Vec<_> = shader.split_whitespace().collect();
    let words = words.concat();
    assert_eq!(words, "fnadd_seven(x:u32)->u32{returnx+3u+4u;}");
}

/// The macros name all that they use in full.
#[no_implicit_prelude]
mod hygiene {
    mod nested {
        extern crate wasi_webgpu as gpu;

        pub(in super::super) const INLINE: gpu::ShaderModuleDescriptor<'static> = gpu::wgsl! {
            const Some = 1;
        };
        pub(in super::super) const FILE: gpu::ShaderModuleDescriptor<'static> =
            gpu::include_wgsl!("../src/util/blit.wgsl");
    }

    pub(super) use self::nested::{FILE, INLINE};
}

#[test]
fn the_macros_are_hygienic() {
    assert_eq!(text(hygiene::INLINE), "const Some = 1;");
    let blit = include_str!("../src/util/blit.wgsl");
    assert_eq!(text(hygiene::FILE), blit);
}

#[test]
fn the_label_says_where_the_shader_is() {
    let (shader, line) = (wgsl! {}, line!());
    assert_eq!(shader.label, Some(&*format!("wgsl:{line}")));
    assert_eq!(text(shader), "");
}

#[test]
fn a_shader_may_be_of_several_files() {
    let shader = wgsl! {
        constants(SEED = 7, T = u32);
        #import "../../macros/tests/shaders/composed/parts/hash.wgsl"::{hash as mixed}
        #import constants::{SEED as FIRST, T}

        #ifdef T_is_f32
        fn hash() -> T { return T(mixed(FIRST)); }
        #else
        fn hash() -> T { return mixed(FIRST); }
        #endif
    };
    let text = text(shader);
    let lines: Vec<_> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    assert_eq!(
        lines,
        [
            "fn hash() -> T { return hash_hash(constants_SEED); }",
            "// hash.wgsl",
            "// Mixes the bits of a number.",
            "const hash_SEED = 0x9e3779b9u;",
            "fn hash_hash(x: u32) -> u32 {",
            "    let mixed = (x ^ (x >> 16u)) * hash_SEED;",
            "    return mixed ^ (mixed >> 13u);",
            "}",
            "// constants",
            "const constants_SEED = 7;",
            "alias T = u32;",
        ]
    );
}

#[test]
fn a_macro_may_hand_in_constants() {
    macro_rules! tile {
        ($size:literal, $type:ty) => {
            include_wgsl!(
                "ui/shaders/element.wgsl",
                constants(TILE = $size, T = $type)
            )
        };
    }
    let texts = [text(tile!(16, f32)), text(tile!(8, vec2<u32>))];
    assert!(texts[0].ends_with("\nalias T = f32;\n"), "{}", texts[0]);
    assert!(texts[1].ends_with("// constants\nconst TILE = 8;\nalias T = vec2<u32>;\n"));
}
