//! The compute shaders, as Rust modules.

use bytemuck::{Pod, Zeroable};
use wasi_webgpu::include_wgsl;

/// Where the sequence is.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub struct State {
    /// Of the first token that is worked on.
    pub position: u32,
    /// How many tokens are worked on at once.
    pub count: u32,
}

/// The tokens that are rows of a matrix.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub(crate) struct Part {
    pub(crate) first: u32,
    pub(crate) count: u32,
}

/// How a token is chosen.
#[repr(C)]
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
pub(crate) struct Choice {
    pub(crate) temperature: f32,
    pub(crate) top_p: f32,
    pub(crate) seed: u32,
}

/// Rust and the shaders have one number.
macro_rules! attention {
    ($splits:literal) => {
        /// Among how many workgroups a long sequence is split.
        pub(crate) const SPLITS: u32 = $splits;

        include_wgsl!(pub(crate) mod attention, "shaders/attention.wgsl", types(State = State));
        include_wgsl!(pub(crate) mod merge, "shaders/merge.wgsl", constants(SPLITS = $splits));
    };
}

attention!(16);

// One token: the four products with weights, each with what comes before and after it.
include_wgsl!(
    pub(crate) mod qkv, "shaders/qkv.wgsl", constants(NORMED = true), types(State = State)
);
include_wgsl!(pub(crate) mod project, "shaders/project.wgsl", constants(NORMED = false));
include_wgsl!(pub(crate) mod gate_up, "shaders/gate_up.wgsl", constants(NORMED = true));
include_wgsl!(
    pub(crate) mod logits,
    "shaders/logits.wgsl",
    constants(NORMED = true),
    types(State = State, Part = Part)
);

// The choice of the next.
include_wgsl!(pub(crate) mod argmax, "shaders/argmax.wgsl", types(State = State));
include_wgsl!(
    pub(crate) mod sample, "shaders/sample.wgsl", types(State = State, Choice = Choice)
);

// Many tokens.
include_wgsl!(pub(crate) mod matmul, "shaders/matmul.wgsl", types(State = State));
include_wgsl!(pub(crate) mod norm, "shaders/norm.wgsl");
include_wgsl!(pub(crate) mod rope, "shaders/rope.wgsl", types(State = State));
include_wgsl!(pub(crate) mod activate, "shaders/activate.wgsl");

// One or many.
include_wgsl!(
    pub(crate) mod embed, "shaders/embed.wgsl", types(State = State, Part = Part)
);

// Instead of weights from a file.
include_wgsl!(pub(crate) mod random, "shaders/random.wgsl");
