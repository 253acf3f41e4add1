//! GGUF files in memory, with random weights of any shape and format.

use std::io::Cursor;

use gguf_rs_lib::{
    builder::GGUFBuilder,
    format::{GGUFTensorType, MetadataValue},
};
use llama::{Checkpoint, Format};

use super::Result;

/// A model's shape.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) vocabulary: usize,
    pub(super) hidden: usize,
    pub(super) intermediate: usize,
    pub(super) layers: usize,
    pub(super) heads: usize,
    pub(super) kv_heads: usize,
    pub(super) head_size: usize,
}

/// Nothing in it is a power of two; a row of `down` is more than a workgroup loads at once.
pub(super) const ODD: Shape = Shape {
    vocabulary: 1003,
    hidden: 288,
    intermediate: 2080,
    layers: 1,
    heads: 6,
    kv_heads: 2,
    head_size: 48,
};

pub(super) const SMALL: Shape = Shape {
    vocabulary: 67,
    hidden: 64,
    intermediate: 96,
    layers: 2,
    heads: 2,
    kv_heads: 1,
    head_size: 32,
};

impl Shape {
    /// A model of this shape, the same each time.
    pub(super) fn checkpoint(self, format: Format) -> Result<Checkpoint> {
        let (hidden, inner) = (self.hidden, self.intermediate);
        let (q, kv) = (self.heads * self.head_size, self.kv_heads * self.head_size);
        let mut file = File {
            builder: self.metadata(),
            random: fastrand::Rng::with_seed(5),
        };
        file.matrix("token_embd", [self.vocabulary, hidden], format);
        file.norm("output_norm", hidden);
        for layer in 0..self.layers {
            let name = |part: &str| format!("blk.{layer}.{part}");
            file.norm(&name("attn_norm"), hidden);
            file.matrix(&name("attn_q"), [q, hidden], format);
            file.matrix(&name("attn_k"), [kv, hidden], format);
            file.matrix(&name("attn_v"), [kv, hidden], format);
            file.matrix(&name("attn_output"), [hidden, q], format);
            file.norm(&name("ffn_norm"), hidden);
            file.matrix(&name("ffn_gate"), [inner, hidden], format);
            file.matrix(&name("ffn_up"), [inner, hidden], format);
            file.matrix(&name("ffn_down"), [hidden, inner], format);
        }
        let (bytes, _) = file.builder.build_to_bytes().unwrap();
        Checkpoint::from_gguf("random.gguf", Box::new(Cursor::new(bytes)))
    }

    fn metadata(self) -> GGUFBuilder {
        let numbers = [
            ("context_length", 1024),
            ("embedding_length", self.hidden),
            ("feed_forward_length", self.intermediate),
            ("block_count", self.layers),
            ("attention.head_count", self.heads),
            ("attention.head_count_kv", self.kv_heads),
            ("attention.key_length", self.head_size),
        ];
        let builder = GGUFBuilder::new()
            .add_metadata(
                "general.architecture",
                MetadataValue::String("llama".to_owned()),
            )
            .add_metadata(
                "llama.attention.layer_norm_rms_epsilon",
                MetadataValue::F32(1e-5),
            );
        numbers.into_iter().fold(builder, |builder, (key, value)| {
            builder.add_metadata(format!("llama.{key}"), MetadataValue::U32(value as u32))
        })
    }
}

struct File {
    builder: GGUFBuilder,
    random: fastrand::Rng,
}

impl File {
    fn add(&mut self, name: &str, shape: Vec<u64>, kind: GGUFTensorType, bytes: Vec<u8>) {
        let builder = std::mem::take(&mut self.builder);
        let name = format!("{name}.weight");
        self.builder = builder.add_tensor(name, shape, kind, bytes).unwrap();
    }

    fn norm(&mut self, name: &str, len: usize) {
        let weights = (0..len).map(|_| 0.5 + self.random.f32());
        let bytes = weights.flat_map(f32::to_le_bytes).collect();
        self.add(name, vec![len as u64], GGUFTensorType::F32, bytes);
    }

    /// Uniform weights, whose products keep the length of a vector about as it is.
    fn matrix(&mut self, name: &str, [rows, columns]: [usize; 2], format: Format) {
        let bound = (3.0 / columns as f32).sqrt();
        let mut bytes = Vec::new();
        for _ in 0..rows * columns / Format::BLOCK {
            self.block(bound, format, &mut bytes);
        }
        let kind = match format {
            Format::F32 => GGUFTensorType::F32,
            Format::F16 => GGUFTensorType::F16,
            Format::Bf16 => GGUFTensorType::BF16,
            Format::Q8_0 => GGUFTensorType::Q8_0,
            Format::Q4_0 => GGUFTensorType::Q4_0,
        };
        self.add(name, vec![columns as u64, rows as u64], kind, bytes);
    }

    fn block(&mut self, bound: f32, format: Format, bytes: &mut Vec<u8>) {
        if format.is_scaled() {
            let most = if format == Format::Q8_0 { 128.0 } else { 8.0 };
            let scale = bound / most * (0.5 + self.random.f32());
            bytes.extend(half::f16::from_f32(scale).to_le_bytes());
            bytes.extend((0..format.packed_bytes()).map(|_| self.random.u8(..)));
            return;
        }
        for _ in 0..Format::BLOCK {
            let weight = bound * (2.0 * self.random.f32() - 1.0);
            match format {
                Format::F16 => bytes.extend(half::f16::from_f32(weight).to_le_bytes()),
                Format::Bf16 => bytes.extend(half::bf16::from_f32(weight).to_le_bytes()),
                _ => bytes.extend(weight.to_le_bytes()),
            }
        }
    }
}

/// Tokens of a vocabulary.
pub(super) fn tokens(vocabulary: usize, count: usize) -> Vec<u32> {
    let mut random = fastrand::Rng::with_seed(11);
    (0..count)
        .map(|_| random.u32(..vocabulary as u32))
        .collect()
}
