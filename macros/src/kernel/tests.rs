//! What WGSL becomes of Rust. What it computes is compared with the CPU by the guest `kernel`.

mod vectors;

use quote::quote;

use super::chain;
use super::lower::{Paths, Program};
use super::wgsl;

/// The WGSL of a helper function, which naga has accepted.
fn wgsl_of(item: proc_macro2::TokenStream) -> String {
    let function = syn::parse2(item).unwrap();
    let program = Program::default();
    let lowered = chain::helper(&function, &program, &Paths::default()).unwrap();
    let text = wgsl::module(&program, &lowered, None).wgsl;
    let checked = crate::wgsl::check(&text, crate::wgsl::Features::default());
    assert!(checked.is_ok(), "{text}\n{checked:?}");
    text.trim().to_owned()
}

/// What is said of a function that is none for the GPU.
fn refusal(item: proc_macro2::TokenStream) -> String {
    let function = syn::parse2(item).unwrap();
    let refused = chain::helper(&function, &Program::default(), &Paths::default());
    refused.unwrap_err().to_string()
}

#[test]
fn names_are_rusts() {
    let text = wgsl_of(quote! {
        fn names(max: u32) -> u32 {
            let x = max;
            let x = x + 1;
            { let x = 2; let _y = x; }
            x
        }
    });
    assert_eq!(
        text,
        "fn names(max_1: u32) -> u32 {\n    let x = max_1;\n    let x_1 = x + 1u;\n    let x_2 = 2i;\n    \
         let y = x_2;\n    return x_1;\n}"
    );
}

#[test]
fn operators_that_wgsl_does_not_mix_have_parentheses() {
    let text = wgsl_of(quote! {
        fn mixed(a: u32, b: u32, c: bool) -> bool {
            (a + b * 2 - (a - b)) << 1 == a | b & 3 && c || a << b + 1 > 3
        }
    });
    let left = "(((a + b * 2u - (a - b)) << 1u) == (a | (b & 3u)) && c)";
    let expected = format!("return {left} || (a << (b + 1u)) > 3u;");
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn what_wgsl_would_compute_too_early_is_computed_late() {
    let text = wgsl_of(quote!(
        fn late() -> f32 {
            3e38 * 10.0
        }
    ));
    assert_eq!(
        text,
        "fn late() -> f32 {\n    let value = 3e38f;\n    return value * 10.0f;\n}"
    );
    let text = wgsl_of(quote!(
        fn wraps() -> u32 {
            u32::MAX + 3
        }
    ));
    assert_eq!(text, "fn wraps() -> u32 {\n    return 2u;\n}");
}

#[test]
fn a_right_side_with_statements_is_computed_when_rust_does() {
    let text = wgsl_of(quote! {
        fn both(mut x: u32) -> bool {
            x > 1 && { x += 1; x > 3 }
        }
    });
    let expected = "    var value = x_1 > 1u;\n    if value {\n        x_1 += 1u;\n        value = x_1 > 3u;\n    }\n    return value;\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn ranges_become_the_loops_that_wgsl_has() {
    let text = wgsl_of(quote! {
        fn ranges(n: u32) -> u32 {
            let mut sum = 0;
            for i in 0..n { sum += i; }
            for i in 0..=9 { sum += i; }
            for i in (0..64).step_by(4) { sum += i; }
            sum
        }
    });
    for expected in [
        "for (var i = 0u; i < n; i++) {",
        "for (var i_1 = 0u; i_1 <= 9u; i_1++) {",
        "for (var i_2 = 0u; i_2 < 64u; i_2 += 4u) {",
    ] {
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn a_break_within_a_match_leaves_the_loop() {
    let text = wgsl_of(quote! {
        fn leaves(n: u32) -> u32 {
            let mut i = 0;
            loop {
                match i * n { 7 => break, 9 | 11 => i += 2, _ => i += 1 }
            }
            i
        }
    });
    assert!(!text.contains("switch"), "{text}");
    assert!(
        text.contains(
            "if value == 7u {\n            break;\n        } else if value == 9u || value == 11u {"
        ),
        "{text}"
    );
}

#[test]
fn of_a_match_over_what_is_known_only_the_arm_is_written() {
    let text = wgsl_of(quote! {
        fn of_two(mut n: u32) -> u32 {
            const TWO: u32 = 2;
            let x = match TWO { 0 => n, 1 | 2 => n + 1, _ => n + 2 };
            match TWO + 1 { 2 => n = 5, _ => n *= x }
            n
        }
    });
    assert!(!text.contains("switch"), "{text}");
    assert!(
        text.contains("x = n_1 + 1u;") && text.contains("n_1 *= x;"),
        "{text}"
    );
    assert!(!text.contains("2u;") && !text.contains("5u"), "{text}");
}

#[test]
fn of_a_label_a_variable_says_that_its_loop_is_left() {
    let text = wgsl_of(quote! {
        fn labels(n: u32) -> u32 {
            let mut sum = 0;
            'rows: for y in 0..n {
                let mut x = 0;
                loop {
                    while x < 9 {
                        x += 1;
                        if x == y { continue 'rows; }
                        if x * y == 12 { break 'rows; }
                    }
                    if x > n { break; }
                }
                sum += x;
            }
            sum
        }
    });
    let expected = [
        "        var break_rows = false;",
        "        var continue_rows = false;",
        "        loop {",
        "            while x < 9u {",
        "                x += 1u;",
        "                if x == y {",
        "                    continue_rows = true;",
        "                    break;",
        "                }",
        "                if x * y == 12u {",
        "                    break_rows = true;",
        "                    break;",
        "                }",
        "            }",
        "            if break_rows { break; }",
        "            if continue_rows { break; }",
        "            if x > n {",
        "                break;",
        "            }",
        "        }",
        "        if break_rows { break; }",
        "        if continue_rows { continue; }",
        "        sum += x;",
    ];
    assert!(text.contains(&expected.join("\n")), "{text}");
}

#[test]
fn an_endless_loop_is_the_end() {
    for body in [
        quote!(loop {
            n += 1;
            if n % 7 == 0 {
                return n;
            }
        }),
        quote!(loop { n += 1; if n % 7 == 0 { return n; } };),
        quote!({
            loop {
                n += 1;
                if n % 7 == 0 {
                    return n;
                }
            }
        }),
        quote!(if n > 1 {
            1
        } else {
            loop {
                n += 1;
                if n % 7 == 0 {
                    return n;
                }
            }
        }),
        quote!(if n > 1 { return 1; } else { loop { n += 1; if n % 7 == 0 { return n; } } };),
        quote!(match n {
            1 => 2,
            _ => 'a: loop {
                loop {
                    n += 1;
                    if n > 7 {
                        return n;
                    }
                    continue 'a;
                }
            },
        }),
    ] {
        let text = wgsl_of(quote!(fn endless(mut n: u32) -> u32 { #body }));
        assert!(text.contains("return u32();"), "{text}");
    }
}

#[test]
fn literals_take_the_type_that_they_need() {
    let text = wgsl_of(quote! {
        fn literals(i: usize, x: i32) -> [i32; 2] {
            let mut list = [1, -2147483648];
            let k = 1;
            list[(i + k) % 2] -= x;
            list
        }
    });
    assert!(
        text.contains("var list = array<i32, 2>(1i, i32(-2147483648));"),
        "{text}"
    );
    assert!(text.contains("let k = 1u;"), "{text}");
    assert!(text.contains("list[(i + k) % 2u] -= x;"), "{text}");
}

#[test]
fn a_refusal_says_what_to_write() {
    let said = refusal(quote!(
        fn f(x: u32) -> f32 {
            x
        }
    ));
    assert_eq!(said, "expected `f32`, found `u32`: write `as f32`");
    let said = refusal(quote!(
        fn f(x: u32) -> u32 {
            x.pow(2)
        }
    ));
    assert_eq!(
        said,
        "multiply, or use `powf` of a number that is not negative"
    );
}

#[test]
fn a_divisor_that_naga_knows_is_computed_late() {
    for item in [
        quote!(
            fn f(a: u32) -> u32 {
                let z = 0;
                a / z
            }
        ),
        quote!(
            fn f(a: u32) -> u32 {
                let z = 40_u32;
                let y = z;
                a << y
            }
        ),
        quote!(
            fn f(a: u32) -> u32 {
                let z = false as u32;
                a % z
            }
        ),
        quote!(
            fn f(a: u32) -> u32 {
                a / UVec2::ZERO.x
            }
        ),
        quote!(
            fn f(mut a: u32) -> u32 {
                a /= { 0 };
                a
            }
        ),
        quote!(
            fn f(mut a: u32) -> u32 {
                a <<= {
                    a += 1;
                    70
                };
                a
            }
        ),
        quote!(
            fn f(a: UVec2) -> UVec2 {
                let z = UVec2::new(0, 1);
                a / z
            }
        ),
        quote!(
            fn f(a: UVec2) -> UVec2 {
                a / UVec2::new(a.x, 0)
            }
        ),
        quote!(
            fn f(a: UVec2) -> UVec2 {
                let z = 0;
                a / UVec2::new(a.x, z)
            }
        ),
        quote!(
            fn f(a: UVec2) -> UVec2 {
                let z = 0;
                a / z
            }
        ),
        quote!(
            fn f(a: UVec2) -> UVec2 {
                let z = UVec2::new(0, 40);
                a << z
            }
        ),
        quote!(
            fn f(a: IVec2) -> IVec2 {
                a / IVec2::new(a.x, 0_u32 as i32)
            }
        ),
        quote!(
            fn f(mut a: UVec2) -> UVec2 {
                let z = UVec2::ZERO;
                a /= z;
                a
            }
        ),
    ] {
        let text = wgsl_of(item);
        assert!(text.contains("var value = "), "{text}");
    }
}

#[test]
fn the_steps_of_a_signed_range_are_signed() {
    wgsl_of(quote! {
        fn f(n: usize) -> i32 {
            let mut sum = 0;
            for i in (-9..-3).step_by(n) { sum += i; }
            sum
        }
    });
}
