//! Of vectors and matrices.

use quote::quote;

use super::{refusal, wgsl_of};

#[test]
fn vectors_are_wgsls() {
    let text = wgsl_of(quote! {
        fn vectors(a: Vec3, b: Vec3, n: IVec2, mut k: i32) -> f32 {
            let mut v = vec3(1.0, 2.0, a.x) * 2.0 - a.zyx() / b;
            v.y += a[1];
            let mask = v.cmplt(b) | !a.cmpeq(Vec3::ZERO);
            let shifted = (n << k) & 7 ^ IVec2::splat(k);
            let fract = (a + b).fract();
            if a == b && shifted != n { v = Vec3::select(mask, v, fract); }
            v.dot(a.with_y(3.0)) + n.extend(k).as_vec3().element_sum()
        }
    });
    for expected in [
        "var v = vec3<f32>(1.0f, 2.0f, a.x) * 2.0f - a.zyx / b;",
        "v.y += a[1u];",
        "let mask = (v < b) | !(a == vec3<f32>(0.0f));",
        "let shifted = ((n << vec2<u32>(u32(k_1))) & vec2<i32>(7i)) ^ vec2<i32>(k_1);",
        // What stands twice is computed once.
        "let value = a + b;\n    let fract_1 = value - trunc(value);",
        "if all(a == b) && any(shifted != n) {",
        "v = select(fract_1, v, mask);",
        "let value_2 = dot(v, vec3<f32>(a.x, 3.0f, a.z));",
        "let value_3 = vec3<f32>(vec3<i32>(n, k_1));",
        "return value_2 + (value_3.x + value_3.y + value_3.z);",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn matrices_are_wgsls() {
    let text = wgsl_of(quote! {
        fn matrices(mut m: Mat3, v: Vec3, i: usize) -> Vec3 {
            m.x_axis.y = v.z;
            m *= 2.0 * Mat3::from_diagonal(v).transpose();
            -m * v + m.col(i)
        }
    });
    for expected in [
        "m_1[0].y = v.z;",
        "m_1 *= 2.0f * transpose(mat3x3<f32>(v.x, 0.0f, 0.0f, 0.0f, v.y, 0.0f, 0.0f, 0.0f, v.z));",
        "return m_1 * -1.0f * v + m_1[i];",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn what_a_vector_is_divided_by_is_not_known_too_early() {
    let text = wgsl_of(quote! {
        fn divided(mut v: UVec2) -> UVec2 {
            v /= UVec2::new(0, 3);
            UVec2::MAX + UVec2::ONE + v % UVec2::new(2, 0)
        }
    });
    assert!(text.contains("v_1 /= value;"), "{text}");
    assert!(text.contains("var value = vec2<u32>(0u, 3u);"), "{text}");
}

#[test]
fn a_refusal_of_a_vector_says_what_to_write() {
    let said = refusal(quote!(
        fn f(x: Vec3) -> Vec2 {
            x
        }
    ));
    let expected = "expected `Vec2`, found `Vec3`: a vector becomes longer by `extend(x)`, and shorter by `truncate()`";
    assert_eq!(said, expected);
}

#[test]
fn what_naga_would_compute_of_a_vector_is_computed_late() {
    for item in [
        quote!(
            fn f() -> i32 {
                IVec3::new(1, -1, 2147483647).z << 31
            }
        ),
        quote!(
            fn f() -> u32 {
                UVec2::MAX.y + UVec2::MAX.x
            }
        ),
        quote!(
            fn f() -> u32 {
                [4294967295_u32, 1][0] * 2
            }
        ),
    ] {
        let text = wgsl_of(item);
        assert!(text.contains("let value = "), "{text}");
    }
}
