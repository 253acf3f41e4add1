//! The same as the program, for a caller in the host's process that has the bytes.

mod create;
mod encode;
mod objects;
mod op;
mod run;
mod scenes;
#[allow(dead_code)] // Only the program says what it does.
mod sequence;
mod tables;

#[allow(missing_docs, unsafe_code, unreachable_pub, clippy::all)]
mod bindings {
    use super::Component;

    wit_bindgen::generate!({
        inline: "
            package test:fuzz;

            world calls {
                export calls: async func(bytes: list<u8>);
            }
        ",
    });

    export!(Component with_types_in self);
}

struct Component;

impl bindings::Guest for Component {
    async fn calls(bytes: Vec<u8>) {
        wasi_webgpu::run(sequence::sequence(&bytes, &mut sequence::Log::Nothing)).await;
    }
}
