//! Imports functions that no host offers.

#[allow(missing_docs, unsafe_code, unreachable_pub, clippy::all)]
mod bindings {
    wit_bindgen::generate!({
        inline: "
            package test:nowhere@1.0.0;

            interface absent {
                no-such-function: func() -> u32;
            }

            world imports {
                import absent;
            }
        ",
    });
}

fn main() {
    println!("{}", bindings::test::nowhere::absent::no_such_function());
}
