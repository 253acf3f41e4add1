//! One token: five dispatches a layer, six where the sequence is long.

use wasi_webgpu::compute::{Dispatch, Gpu, Launch, TypedBuffer};

use super::{layer::Layer, vocabulary::Rows, workspace::Workspace};
use crate::{
    Config, Error,
    kernels::{self, SPLITS},
    matrix::Matrix,
};

/// From how many positions on a sequence is split among workgroups.
const LONG: usize = 512;

/// The work on one token.
pub(super) struct Decode {
    short: Vec<Dispatch>,
    long: Vec<Dispatch>,
    /// The part that is work on the last token of many, too.
    pub(super) logits: Vec<Dispatch>,
}

impl Decode {
    pub(super) fn new(
        gpu: &Gpu,
        config: &Config,
        layers: &mut [Layer],
        (norm, output): (&TypedBuffer<f32>, &Rows),
        embedding: &Rows,
        workspace: &mut Workspace,
    ) -> Result<Self, Error> {
        let embed = embed(gpu, embedding, workspace);
        let embed = embed.iter().map(|launch| launch.dispatch_groups([1, 1, 1]));
        let mut short: Vec<_> = embed.collect();
        let mut long = short.clone();
        for layer in layers {
            let heads = config.heads as u32;
            let qkv = qkv(gpu, config, layer, workspace);
            let attend = attend(gpu, config, layer, workspace);
            let merge = merge(gpu, config, workspace);
            let rest = [
                project(
                    gpu,
                    &layer.attention_output,
                    &workspace.attended,
                    &mut workspace.residual,
                ),
                gate_up(gpu, config, layer, workspace),
                project(
                    gpu,
                    &layer.down,
                    &workspace.activated,
                    &mut workspace.residual,
                ),
            ];
            short.extend(qkv.clone());
            short.push(attend.dispatch_groups([heads, 1, 1]));
            short.extend(rest.clone());
            long.extend(qkv);
            long.extend([attend.dispatch_groups([heads, 1, SPLITS]), merge]);
            long.extend(rest);
        }
        let logits = logits(gpu, config, norm, output, workspace);
        short.extend(logits.iter().cloned());
        long.extend(logits.iter().cloned());
        Ok(Self {
            short,
            long,
            logits,
        })
    }

    /// The work on the last of so many tokens.
    pub(super) fn dispatches(&self, length: usize) -> std::slice::Iter<'_, Dispatch> {
        if length < LONG {
            self.short.iter()
        } else {
            self.long.iter()
        }
    }
}

/// Invocations of a workgroup that takes rows of a matrix: as many as have something to load, within
/// what the shader has workgroup memory for.
fn size(matrix: &Matrix) -> u32 {
    let quads = matrix.format.quads();
    let loads = matrix.columns as u32 / 4 / quads;
    loads.next_power_of_two().clamp(32, 256)
}

pub(super) fn embed(gpu: &Gpu, embedding: &Rows, workspace: &mut Workspace) -> Vec<Launch> {
    let parts = embedding.parts.iter();
    let launches = parts.map(|(part, matrix)| {
        let overrides = kernels::embed::Overrides {
            FORMAT: matrix.format as u32,
            QUADS: matrix.format.quads(),
            COLUMNS: matrix.columns as u32,
        };
        let group = kernels::embed::Group0 {
            state: &workspace.state,
            weights: &matrix.weights,
            scales: &matrix.scales,
            part,
            tokens: &workspace.tokens,
            residual: &mut workspace.residual.cast_mut(),
        };
        kernels::embed::embed(gpu, overrides, group)
    });
    launches.collect()
}

fn qkv(gpu: &Gpu, config: &Config, layer: &mut Layer, workspace: &mut Workspace) -> Vec<Dispatch> {
    let mut first = 0;
    let dispatches = layer.qkv.iter().map(|matrix| {
        let overrides = kernels::qkv::Overrides {
            FORMAT: matrix.format as u32,
            QUADS: matrix.format.quads(),
            SIZE: size(matrix),
            COLUMNS: matrix.columns as u32,
            EPSILON: config.epsilon,
            FIRST: first,
            HEADS: config.heads as u32,
            KV_HEADS: config.kv_heads as u32,
            HEAD_SIZE: config.head_size as u32,
            CONTEXT: workspace.context,
            INTERLEAVED: config.rope.interleaved,
        };
        first += matrix.rows as u32;
        let group = kernels::qkv::Group0 {
            state: &workspace.state,
            weights: &matrix.weights,
            scales: &matrix.scales,
            x: &workspace.residual.cast(),
            norm: &layer.attention_norm.cast(),
            rotations: &workspace.rotations,
            queries: &mut workspace.queries,
            key_cache: &mut layer.keys,
            value_cache: &mut layer.values,
        };
        let groups = matrix.rows as u32 / 8;
        kernels::qkv::qkv(gpu, overrides, group).dispatch_groups([groups, 1, 1])
    });
    dispatches.collect()
}

pub(super) fn attend(
    gpu: &Gpu,
    config: &Config,
    layer: &Layer,
    workspace: &mut Workspace,
) -> Launch {
    let overrides = kernels::attention::Overrides {
        HEADS: config.heads as u32,
        KV_HEADS: config.kv_heads as u32,
        HEAD_SIZE: config.head_size as u32,
        CONTEXT: workspace.context,
    };
    let group = kernels::attention::Group0 {
        state: &workspace.state,
        queries: &workspace.queries.cast(),
        keys: &layer.keys.cast(),
        values: &layer.values.cast(),
        attended: &mut workspace.attended.cast_mut(),
        sums: &mut workspace.sums.cast_mut(),
        softmax: &mut workspace.softmax,
    };
    kernels::attention::attend(gpu, overrides, group)
}

fn merge(gpu: &Gpu, config: &Config, workspace: &mut Workspace) -> Dispatch {
    let overrides = kernels::merge::Overrides {
        HEADS: config.heads as u32,
        HEAD_SIZE: config.head_size as u32,
    };
    let group = kernels::merge::Group0 {
        sums: &workspace.sums.cast(),
        softmax: &workspace.softmax,
        attended: &mut workspace.attended.cast_mut(),
    };
    let quads = config.heads * config.head_size / 4;
    kernels::merge::merge(gpu, overrides, group).dispatch_for(quads as u32)
}

fn project(
    gpu: &Gpu,
    matrix: &Matrix,
    x: &TypedBuffer<f32>,
    residual: &mut TypedBuffer<f32>,
) -> Dispatch {
    let overrides = kernels::project::Overrides {
        FORMAT: matrix.format as u32,
        QUADS: matrix.format.quads(),
        SIZE: size(matrix),
        COLUMNS: matrix.columns as u32,
    };
    let group = kernels::project::Group0 {
        weights: &matrix.weights,
        scales: &matrix.scales,
        x: &x.cast(),
        residual: &mut residual.cast_mut(),
    };
    let groups = matrix.rows as u32 / 8;
    kernels::project::project(gpu, overrides, group).dispatch_groups([groups, 1, 1])
}

fn gate_up(gpu: &Gpu, config: &Config, layer: &Layer, workspace: &mut Workspace) -> Dispatch {
    let matrix = &layer.gate_up;
    let overrides = kernels::gate_up::Overrides {
        FORMAT: matrix.format as u32,
        QUADS: matrix.format.quads(),
        SIZE: size(matrix),
        COLUMNS: matrix.columns as u32,
        EPSILON: config.epsilon,
        ROWS: config.intermediate as u32,
    };
    let group = kernels::gate_up::Group0 {
        weights: &matrix.weights,
        scales: &matrix.scales,
        x: &workspace.residual.cast(),
        norm: &layer.feed_forward_norm.cast(),
        activated: &mut workspace.activated.cast_mut(),
    };
    let groups = config.intermediate as u32 / 4;
    kernels::gate_up::gate_up(gpu, overrides, group).dispatch_groups([groups, 1, 1])
}

fn logits(
    gpu: &Gpu,
    config: &Config,
    norm: &TypedBuffer<f32>,
    output: &Rows,
    workspace: &mut Workspace,
) -> Vec<Dispatch> {
    let parts = output.parts.iter();
    let dispatches = parts.map(|(part, matrix)| {
        let size = size(matrix);
        let overrides = kernels::logits::Overrides {
            FORMAT: matrix.format as u32,
            QUADS: matrix.format.quads(),
            SIZE: size,
            COLUMNS: matrix.columns as u32,
            EPSILON: config.epsilon,
        };
        let group = kernels::logits::Group0 {
            state: &workspace.state,
            weights: &matrix.weights,
            scales: &matrix.scales,
            x: &workspace.residual.cast(),
            norm: &norm.cast(),
            part,
            logits: &mut workspace.logits,
        };
        let groups = matrix.rows.div_ceil(8) as u64;
        kernels::logits::project_logits(gpu, overrides, group)
            .dispatch_for_folded(groups * u64::from(size))
    });
    dispatches.collect()
}
