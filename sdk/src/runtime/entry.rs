//! The entry point of a program that may wait for the GPU: `wasi:cli/run@0.3`.
//!
//! A program's ordinary export, `run@0.2`, has a synchronous type, and the component model lets no
//! such task wait. The macros [`main`](macro@crate::main) and [`test`](macro@crate::test) add an
//! export with an asynchronous type to the crate that they are used in, and only there: a library
//! that exports functions of its own has no `main` to call.

/// Calls the program's `main`, or the test harness's, by the ordinary way in, the C runtime's
/// `_start`. The outcome is that of `wasi:cli/run` in the canonical ABI: 0 is `ok`, 1 is `err`.
#[allow(unsafe_code)]
pub fn start() -> i32 {
    #[cfg(all(target_arch = "wasm32", target_env = "p2"))]
    {
        unsafe extern "C" {
            fn _start() -> i32;
        }
        // SAFETY: `_start` is the entry of every program, and the host calls a program's `run` once.
        i32::from(unsafe { _start() } != 0)
    }
    #[cfg(not(all(target_arch = "wasm32", target_env = "p2")))]
    1
}
