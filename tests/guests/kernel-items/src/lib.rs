//! Functions and constants for the kernels of another crate. Here, the SDK has another name.

use gpu::gpu;

/// What is added to each number.
#[gpu(crate = gpu)]
pub const OFFSET: u32 = 7;

/// A number that looks like chance.
#[gpu(crate = gpu)]
pub fn hash(x: u32) -> u32 {
    mixed(x + OFFSET) ^ scrambling::mixed(x)
}

#[gpu(crate = gpu)]
fn mixed(x: u32) -> u32 {
    (x ^ x >> 15) * 0x2c1b_3c6d
}

pub mod scrambling {
    //! An item of the same name as another.

    use gpu::gpu;

    /// A number that looks like chance.
    #[gpu(crate = gpu)]
    pub fn mixed(x: u32) -> u32 {
        (x ^ x >> 12) * 0x297a_2d39
    }
}
