use wasi_webgpu::compute::{Gpu, TypedBuffer};

use super::BATCH;
use crate::{
    Config, Error,
    kernels::{SPLITS, State},
};

/// What the shaders write on the way from tokens to logits.
pub(super) struct Workspace {
    /// The most positions.
    pub(super) context: u32,
    pub(super) state: TypedBuffer<State>,
    /// By position, and what comes after the last one.
    pub(super) tokens: TypedBuffer<u32>,
    /// Cosine and sine, by position and pair.
    pub(super) rotations: TypedBuffer<[f32; 2]>,
    /// By token: what the layers add to.
    pub(super) residual: TypedBuffer<f32>,
    /// By token: the norm of `residual`.
    pub(super) normed: TypedBuffer<f32>,
    /// By token: queries, keys and values, or gate and up.
    pub(super) projected: TypedBuffer<f32>,
    pub(super) queries: TypedBuffer<f32>,
    pub(super) attended: TypedBuffer<f32>,
    /// Of one token, by split.
    pub(super) sums: TypedBuffer<f32>,
    pub(super) softmax: TypedBuffer<[f32; 2]>,
    pub(super) activated: TypedBuffer<f32>,
    pub(super) logits: TypedBuffer<f32>,
}

impl Workspace {
    pub(super) fn new(gpu: &Gpu, config: &Config, context: usize) -> Result<Self, Error> {
        let batch = BATCH.min(context);
        let q = config.heads * config.head_size;
        let qkv = q + 2 * config.kv_heads * config.head_size;
        let splits = SPLITS as usize;
        let vector = |label, len: usize| gpu.buffer(label).zeroed(batch * len);
        Ok(Self {
            context: context as u32,
            state: gpu.buffer("state").zeroed(1)?,
            tokens: gpu.buffer("tokens").zeroed(context + 1)?,
            rotations: gpu
                .buffer("rotations")
                .upload(&rotations(config, context))?,
            residual: vector("residual", config.hidden)?,
            normed: vector("normed", config.hidden)?,
            projected: vector("projected", qkv.max(2 * config.intermediate))?,
            queries: vector("queries", q)?,
            attended: vector("attended", q)?,
            sums: gpu.buffer("attention sums").zeroed(splits * q)?,
            softmax: gpu.buffer("softmax").zeroed(splits * config.heads)?,
            activated: vector("activated", config.intermediate)?,
            logits: gpu.buffer("logits").zeroed(config.vocabulary)?,
        })
    }
}

/// On the CPU, in f64: shaders have no sine of large angles worth the name.
fn rotations(config: &Config, context: usize) -> Vec<[f32; 2]> {
    let frequencies = config.rope.frequencies(config.head_size);
    let turn = |position: usize| {
        let angles = frequencies.iter().map(move |angle| position as f64 * angle);
        angles.map(|angle| [angle.cos() as f32, angle.sin() as f32])
    };
    (0..context).flat_map(turn).collect()
}
