use wasi_webgpu::compute::{Gpu, TypedBuffer};

use crate::{
    Config, Error,
    matrix::Matrix,
    weights::{Name, Piece, Source},
};

/// The weights of a layer, and its keys and values.
pub(super) struct Layer {
    pub(super) attention_norm: TypedBuffer<f32>,
    /// Queries, keys and values. Files that mix formats have values in another.
    pub(super) qkv: Vec<Matrix>,
    pub(super) attention_output: Matrix,
    pub(super) feed_forward_norm: TypedBuffer<f32>,
    pub(super) gate_up: Matrix,
    pub(super) down: Matrix,
    pub(super) keys: TypedBuffer<f32>,
    pub(super) values: TypedBuffer<f32>,
}

impl Layer {
    pub(super) async fn load(
        gpu: &Gpu,
        source: &mut Source<'_>,
        config: &Config,
        index: usize,
        context: usize,
    ) -> Result<Self, Error> {
        let hidden = config.hidden;
        let q = config.heads * config.head_size;
        let kv = config.kv_heads * config.head_size;
        let qkv = [
            Piece::whole(Name::Query(index), q),
            Piece::whole(Name::Key(index), kv),
            Piece::whole(Name::Value(index), kv),
        ];
        let gate_up = [
            Piece::whole(Name::Gate(index), config.intermediate),
            Piece::whole(Name::Up(index), config.intermediate),
        ];
        let output = [Piece::whole(Name::AttentionOutput(index), hidden)];
        let down = [Piece::whole(Name::Down(index), hidden)];
        let attention_norm = source.norm(config, Name::AttentionNorm(index))?;
        let feed_forward_norm = source.norm(config, Name::FeedForwardNorm(index))?;
        Ok(Self {
            attention_norm: gpu.buffer("attention norm").upload(&attention_norm)?,
            qkv: source.matrices(gpu, "qkv", &qkv, hidden).await?,
            attention_output: source.matrix(gpu, "attention output", &output, q).await?,
            feed_forward_norm: gpu.buffer("feed-forward norm").upload(&feed_forward_norm)?,
            gate_up: source.matrix(gpu, "gate and up", &gate_up, hidden).await?,
            down: source
                .matrix(gpu, "down", &down, config.intermediate)
                .await?,
            keys: gpu.buffer("keys").zeroed(context * kv)?,
            values: gpu.buffer("values").zeroed(context * kv)?,
        })
    }

    /// Bytes of its matrices.
    pub(super) fn bytes(&self) -> u64 {
        let others = [&self.attention_output, &self.gate_up, &self.down];
        self.qkv.iter().chain(others).map(Matrix::bytes).sum()
    }
}
