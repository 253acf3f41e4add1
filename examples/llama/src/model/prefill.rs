//! Many tokens at once: products of matrices, and what is between them.

use wasi_webgpu::compute::{Dispatch, Gpu, Launch, TypedBuffer};

use super::{
    decode::{attend, embed},
    layer::Layer,
    vocabulary::Rows,
    workspace::Workspace,
};
use crate::{Config, Error, kernels, matrix::Matrix};

/// The work on many tokens, up to the last layer.
pub(super) struct Prefill {
    stages: Vec<Stage>,
}

/// Work whose size goes with the number of tokens.
struct Stage {
    launch: Launch,
    /// Workgroups along x.
    groups: u32,
    /// How many tokens a workgroup takes.
    tokens: u32,
}

impl Prefill {
    pub(super) fn new(
        gpu: &Gpu,
        config: &Config,
        layers: &mut [Layer],
        embedding: &Rows,
        workspace: &mut Workspace,
    ) -> Result<Self, Error> {
        let embed = embed(gpu, embedding, workspace).into_iter();
        let mut stages: Vec<_> = embed.map(|launch| Stage::new(launch, 1, 1)).collect();
        for layer in layers {
            stages.push(norm(gpu, config, &layer.attention_norm, workspace));
            let mut first = 0;
            let all = layer.qkv.iter().map(|matrix| matrix.rows).sum();
            for matrix in &layer.qkv {
                let product = Product::Projected { first, all };
                stages.push(matmul(gpu, matrix, workspace, product));
                first += matrix.rows;
            }
            stages.push(rope(gpu, config, layer, workspace));
            let attend = attend(gpu, config, layer, workspace);
            stages.push(Stage::new(attend, config.heads as u32, 1));
            stages.push(matmul(
                gpu,
                &layer.attention_output,
                workspace,
                Product::Attended,
            ));
            stages.push(norm(gpu, config, &layer.feed_forward_norm, workspace));
            let product = Product::Projected {
                first: 0,
                all: layer.gate_up.rows,
            };
            stages.push(matmul(gpu, &layer.gate_up, workspace, product));
            stages.push(activate(gpu, config, workspace));
            stages.push(matmul(gpu, &layer.down, workspace, Product::Activated));
        }
        Ok(Self { stages })
    }

    /// The work on so many tokens.
    pub(super) fn dispatches(&self, tokens: usize) -> Vec<Dispatch> {
        let stages = self.stages.iter();
        stages.map(|stage| stage.dispatch(tokens as u32)).collect()
    }
}

impl Stage {
    fn new(launch: Launch, groups: u32, tokens: u32) -> Self {
        Self {
            launch,
            groups,
            tokens,
        }
    }

    fn dispatch(&self, tokens: u32) -> Dispatch {
        let groups = [self.groups, tokens.div_ceil(self.tokens), 1];
        self.launch.dispatch_groups(groups)
    }
}

fn norm(gpu: &Gpu, config: &Config, norm: &TypedBuffer<f32>, workspace: &mut Workspace) -> Stage {
    let overrides = kernels::norm::Overrides {
        COLUMNS: config.hidden as u32,
        EPSILON: config.epsilon,
    };
    let group = kernels::norm::Group0 {
        x: &workspace.residual.cast(),
        norm: &norm.cast(),
        normed: &mut workspace.normed.cast_mut(),
    };
    Stage::new(kernels::norm::normalize_tokens(gpu, overrides, group), 1, 1)
}

/// What a matrix is multiplied with, and where the product goes.
#[derive(Clone, Copy)]
enum Product {
    /// The norm, to `projected`: from a row on, of so many.
    Projected { first: usize, all: usize },
    /// What attention gave, added to the residual stream.
    Attended,
    /// What the feed-forward part gave, likewise.
    Activated,
}

fn matmul(gpu: &Gpu, matrix: &Matrix, workspace: &mut Workspace, product: Product) -> Stage {
    /// Rows and tokens of a workgroup.
    const TILE: u32 = 64;

    let (first, all) = match product {
        Product::Projected { first, all } => (first, all),
        Product::Attended | Product::Activated => (0, matrix.rows),
    };
    let overrides = kernels::matmul::Overrides {
        FORMAT: matrix.format as u32,
        QUADS: matrix.format.quads(),
        ROWS: matrix.rows as u32,
        COLUMNS: matrix.columns as u32,
        FIRST: first as u32,
        ALL: all as u32,
        ADDED: !matches!(product, Product::Projected { .. }),
    };
    let (x, y) = match product {
        Product::Projected { .. } => (&workspace.normed, &mut workspace.projected),
        Product::Attended => (&workspace.attended, &mut workspace.residual),
        Product::Activated => (&workspace.activated, &mut workspace.residual),
    };
    let group = kernels::matmul::Group0 {
        state: &workspace.state,
        weights: &matrix.weights,
        scales: &matrix.scales,
        x: &x.cast(),
        y: &mut y.cast_mut(),
    };
    let launch = kernels::matmul::matmul(gpu, overrides, group);
    Stage::new(launch, overrides.ROWS.div_ceil(TILE), TILE)
}

fn rope(gpu: &Gpu, config: &Config, layer: &mut Layer, workspace: &mut Workspace) -> Stage {
    let overrides = kernels::rope::Overrides {
        HEADS: config.heads as u32,
        KV_HEADS: config.kv_heads as u32,
        HEAD_SIZE: config.head_size as u32,
        CONTEXT: workspace.context,
        INTERLEAVED: config.rope.interleaved,
    };
    let group = kernels::rope::Group0 {
        state: &workspace.state,
        given: &workspace.projected,
        rotations: &workspace.rotations,
        queries: &mut workspace.queries,
        key_cache: &mut layer.keys,
        value_cache: &mut layer.values,
    };
    let launch = kernels::rope::rope(gpu, overrides, group);
    let rows = (overrides.HEADS + 2 * overrides.KV_HEADS) * overrides.HEAD_SIZE;
    Stage::new(launch, (rows / 8).div_ceil(64), 1)
}

fn activate(gpu: &Gpu, config: &Config, workspace: &mut Workspace) -> Stage {
    let quads = config.intermediate as u32 / 4;
    let overrides = kernels::activate::Overrides { QUADS: quads };
    let group = kernels::activate::Group0 {
        both: &workspace.projected.cast(),
        activated: &mut workspace.activated.cast_mut(),
    };
    let launch = kernels::activate::activate(gpu, overrides, group);
    Stage::new(launch, quads.div_ceil(64), 1)
}
