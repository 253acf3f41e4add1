//! The kernels, each with what it is bound to. The shaders import nothing, so that any WebGPU program
//! can run them.

use wasi_webgpu::{
    Result,
    compute::{Dispatch, Gpu, Launch, TypedBuffer},
    include_wgsl,
};

use crate::weights::{Embeddings, Linear, Norm};

include_wgsl!(pub(crate) mod attention, "shaders/attention.wgsl");
include_wgsl!(pub(crate) mod linear, "shaders/linear.wgsl");
include_wgsl!(pub(crate) mod norm, "shaders/norm.wgsl");
include_wgsl!(pub(crate) mod pool, "shaders/pool.wgsl");

pub use attention::Tile;
pub use norm::Token;
pub use pool::Sentence;

/// Elements of a head of the attention.
pub const HEAD_SIZE: usize = 32;

/// Rows of a buffer are a multiple of these: kernels compute whole tiles of them. What is in the rows
/// behind a batch's last token is computed, too, and used by no other row.
pub const ROWS: usize = 64;

/// Tokens of a sentence that a workgroup of the attention takes.
pub(crate) const QUERIES: u32 = 64;

/// From as many large tiles on they are faster than small ones, on a GPU of 132 multiprocessors.
const LARGE_TILES: u32 = 72;

/// How much of each there is in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Tokens.
    pub tokens: u32,
    /// Sentences.
    pub sentences: u32,
    /// Tiles of the attention.
    pub tiles: u32,
}

/// A kernel and its buffers, for batches of any shape.
#[derive(Clone, Debug)]
pub struct Kernel(Work);

#[derive(Clone, Debug)]
enum Work {
    /// Rows of tokens.
    Norm(Launch),
    Linear {
        large: Launch,
        small: Launch,
        columns: u32,
    },
    Attention {
        launch: Launch,
        heads: u32,
    },
    Pool(Launch),
}

impl Kernel {
    /// Compiles it, so that no batch waits for that.
    ///
    /// # Errors
    ///
    /// The device's limits are too low for it.
    pub fn compile(&self) -> Result<()> {
        match &self.0 {
            Work::Linear { large, small, .. } => large.pipeline().and_then(|_| small.pipeline()),
            Work::Norm(launch) | Work::Attention { launch, .. } | Work::Pool(launch) => {
                launch.pipeline()
            }
        }
        .map(drop)
    }

    /// Runs it for a batch.
    pub fn dispatch(&self, shape: Shape) -> Dispatch {
        match &self.0 {
            Work::Norm(launch) => launch.dispatch_groups([1, shape.tokens.div_ceil(4), 1]),
            Work::Linear {
                large,
                small,
                columns,
            } => {
                let [x, y] = [columns.div_ceil(128), shape.tokens.div_ceil(64)];
                match x * y >= LARGE_TILES {
                    true => large.dispatch_groups([x, y, 1]),
                    false => {
                        small.dispatch_groups([columns.div_ceil(64), shape.tokens.div_ceil(32), 1])
                    }
                }
            }
            Work::Attention { launch, heads } => launch.dispatch_groups([shape.tiles, *heads, 1]),
            Work::Pool(launch) => launch.dispatch_groups([shape.sentences, 1, 1]),
        }
    }
}

/// What comes after a linear layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// Nothing.
    None,
    /// `x (1 + erf(x / √2)) / 2` (D. Hendrycks and K. Gimpel, "Gaussian error linear units", 2016).
    Gelu,
}

/// `x` = layer norm of the tokens' embeddings.
pub fn embed(
    gpu: &Gpu,
    tokens: &TypedBuffer<Token>,
    embeddings: &Embeddings,
    x: &mut TypedBuffer<f32>,
) -> Kernel {
    let tables = norm::Group1 {
        tokens,
        words: &embeddings.words.cast(),
        positions: &embeddings.positions.cast(),
        segment: &embeddings.segment.cast(),
    };
    let overrides = embeddings.norm.overrides();
    let rows = norm::Group0 {
        weight: &embeddings.norm.weight.cast(),
        bias: &embeddings.norm.bias.cast(),
        x: &mut x.cast_mut(),
    };
    Kernel(Work::Norm(norm::embed(gpu, overrides, rows, tables)))
}

/// `x` = layer norm of `x + added`, row by row.
pub fn add_norm(
    gpu: &Gpu,
    added: &TypedBuffer<f32>,
    norm: &Norm,
    x: &mut TypedBuffer<f32>,
) -> Kernel {
    let rows = norm::Group0 {
        weight: &norm.weight.cast(),
        bias: &norm.bias.cast(),
        x: &mut x.cast_mut(),
    };
    let added = norm::Group2 {
        added: &added.cast(),
    };
    Kernel(Work::Norm(norm::add(gpu, norm.overrides(), rows, added)))
}

/// `y` = `activation(x · weights + bias)`, for rows of `x`, of which there are a multiple of [`ROWS`] in
/// both buffers.
///
/// # Errors
///
/// The device has no memory left.
pub fn linear(
    gpu: &Gpu,
    x: &TypedBuffer<f32>,
    layer: &Linear,
    activation: Activation,
    y: &mut TypedBuffer<f32>,
) -> Result<Kernel> {
    let (inputs, columns) = (layer.inputs as u32, layer.outputs as u32);
    let sizes = linear::Sizes {
        k: inputs,
        x_row: inputs / 4,
        w_row: columns / 4,
    };
    let sizes = gpu.buffer("sizes").upload(&[sizes])?;
    let launch = |entry: LinearEntry, y: &mut TypedBuffer<f32>| {
        let gelu = activation == Activation::Gelu;
        let group = linear::Group0 {
            sizes: &sizes,
            x: &x.cast(),
            w: &layer.weights.cast(),
            bias: &layer.bias.cast(),
            y: &mut y.cast_mut(),
        };
        entry(gpu, linear::Overrides { gelu }, group)
    };
    Ok(Kernel(Work::Linear {
        large: launch(linear::large, y),
        small: launch(linear::small, y),
        columns,
    }))
}

type LinearEntry = fn(&Gpu, linear::Overrides, linear::Group0<'_>) -> Launch;

/// Attention within each sentence: `qkv` has a row for each token, of the queries, the keys and the
/// values of all heads; a row of `outputs` has the heads' outputs.
pub fn attention(
    gpu: &Gpu,
    qkv: &TypedBuffer<f32>,
    tiles: &TypedBuffer<Tile>,
    heads: usize,
    outputs: &mut TypedBuffer<f32>,
) -> Kernel {
    let group = attention::Group0 {
        qkv: &qkv.cast(),
        tiles,
        outputs: &mut outputs.cast_mut(),
    };
    Kernel(Work::Attention {
        launch: attention::attention(gpu, group),
        heads: heads as u32,
    })
}

/// A row of `embeddings` for each sentence: the mean of its tokens' rows of `x`, `hidden` elements, to
/// length 1.
pub fn pool(
    gpu: &Gpu,
    x: &TypedBuffer<f32>,
    hidden: usize,
    sentences: &TypedBuffer<Sentence>,
    embeddings: &mut TypedBuffer<f32>,
) -> Kernel {
    let overrides = pool::Overrides {
        row_quads: hidden as u32 / 4,
    };
    let group = pool::Group0 {
        x: &x.cast(),
        sentences,
        embeddings: &mut embeddings.cast_mut(),
    };
    Kernel(Work::Pool(pool::pool(gpu, overrides, group)))
}

impl Norm {
    fn overrides(&self) -> norm::Overrides {
        norm::Overrides {
            row_quads: self.weight.len() as u32 / 4,
            epsilon: self.epsilon,
        }
    }
}
