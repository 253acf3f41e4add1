//! The entry point of a program that may wait for the GPU: `wasi:cli/run@0.3`.
//!
//! A program's ordinary export, `run@0.2`, has a synchronous type, and the component model lets no
//! such task wait. The export here has an asynchronous type, and calls the same `main` by the
//! ordinary way in, the C runtime's `_start`.

/// Makes sure that the entry point is linked: called by the code that [`main`](macro@crate::main)
/// and [`test`](macro@crate::test) make, because a library's export is linked only where something
/// refers to its module.
pub fn link_entry_point() {
    #[cfg(all(target_arch = "wasm32", target_env = "p2"))]
    export::link();
}

#[cfg(all(target_arch = "wasm32", target_env = "p2"))]
#[allow(unsafe_code)]
mod export {
    mod bindings {
        #![allow(missing_docs, unsafe_code, unreachable_pub, clippy::all)]
        wit_bindgen::generate!({
            path: "../wit",
            world: "wasi-webgpu:sdk/command",
            generate_all,
            // Lifted as a synchronous function: `main` blocks.
            async: ["-export:wasi:cli/run@0.3.0#run"],
        });
    }

    /// Does nothing; whoever calls it links this module, with the export, and the module of the
    /// bindings, with the export's type.
    #[inline(never)]
    pub(super) fn link() {
        bindings::__link_custom_section_describing_imports();
    }

    struct Command;

    impl bindings::exports::wasi::cli::run::Guest for Command {
        fn run() -> Result<(), ()> {
            unsafe extern "C" {
                fn _start() -> i32;
            }
            // SAFETY: `_start` is the C runtime's entry of every program; the host calls a
            // program's `run` once.
            match unsafe { _start() } {
                0 => Ok(()),
                _ => Err(()),
            }
        }
    }

    bindings::export!(Command with_types_in bindings);
}
