//! GGUF files with random weights of any shape and format.

use std::io::{Cursor, Seek, SeekFrom, Write};

use gguf_rs_lib::format::{
    GGUF_DEFAULT_ALIGNMENT, GGUFHeader, GGUFTensorType, Metadata, MetadataValue, TensorInfo,
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

/// The same for formats whose blocks are 256 weights.
pub(super) const ODD_BLOCKS: Shape = Shape {
    vocabulary: 1003,
    hidden: 512,
    intermediate: 2304,
    layers: 1,
    heads: 8,
    kv_heads: 2,
    head_size: 96,
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
        self.file(format).checkpoint()
    }

    pub(super) fn file(self, format: Format) -> File {
        let (hidden, inner) = (self.hidden, self.intermediate);
        let (q, kv) = (self.heads * self.head_size, self.kv_heads * self.head_size);
        let mut file = File {
            metadata: self.metadata(),
            tensors: Vec::new(),
            random: fastrand::Rng::with_seed(5),
        };
        let shape = [self.vocabulary, hidden];
        file.matrix("token_embd", shape, format);
        file.norm("output_norm", hidden);
        for layer in 0..self.layers {
            let name = |part: &str| format!("blk.{layer}.{part}");
            file.norm(&name("attn_norm"), hidden);
            file.norm(&name("ffn_norm"), hidden);
            for (part, shape) in [
                ("attn_q", [q, hidden]),
                ("attn_k", [kv, hidden]),
                ("attn_v", [kv, hidden]),
                ("attn_output", [hidden, q]),
                ("ffn_gate", [inner, hidden]),
                ("ffn_up", [inner, hidden]),
                ("ffn_down", [hidden, inner]),
            ] {
                file.matrix(&name(part), shape, format);
            }
        }
        file
    }

    fn metadata(self) -> Metadata {
        let mut metadata = Metadata::new();
        let llama = MetadataValue::String("llama".to_owned());
        metadata.insert("general.architecture".to_owned(), llama);
        let epsilon = "llama.attention.layer_norm_rms_epsilon".to_owned();
        metadata.insert(epsilon, MetadataValue::F32(1e-5));
        for (key, value) in [
            ("context_length", 1024),
            ("embedding_length", self.hidden),
            ("feed_forward_length", self.intermediate),
            ("block_count", self.layers),
            ("attention.head_count", self.heads),
            ("attention.head_count_kv", self.kv_heads),
            ("attention.key_length", self.head_size),
        ] {
            metadata.insert(format!("llama.{key}"), MetadataValue::U32(value as u32));
        }
        metadata
    }
}

pub(super) struct File {
    pub(super) metadata: Metadata,
    tensors: Vec<(TensorInfo, Vec<u8>)>,
    random: fastrand::Rng,
}

impl File {
    /// It, in memory.
    pub(super) fn checkpoint(self) -> Result<Checkpoint> {
        let mut bytes = Cursor::new(Vec::new());
        self.write(&mut bytes, 0).unwrap();
        bytes.set_position(0);
        Checkpoint::from_gguf("random.gguf", Box::new(bytes))
    }

    /// Writes it with a gap before the tensors, a multiple of 2 MiB: a tensor that no model has, of which
    /// nothing is written.
    pub(super) fn write(
        mut self,
        to: &mut (impl Write + Seek),
        gap: u64,
    ) -> gguf_rs_lib::Result<()> {
        let mut offset = gap;
        for (info, bytes) in &mut self.tensors {
            info.offset = offset;
            offset += bytes.len().next_multiple_of(GGUF_DEFAULT_ALIGNMENT) as u64;
        }
        if gap > 0 {
            let shape = vec![1 << 20, gap >> 21];
            self.add("unused", shape, GGUFTensorType::F16, Vec::new());
        }
        GGUFHeader::new(self.tensors.len() as u64, self.metadata.len() as u64).write_to(to)?;
        self.metadata.write_to(to)?;
        for (info, _) in &self.tensors {
            info.write_to(to)?;
        }
        let start = to.stream_position()?;
        let start = start.next_multiple_of(GGUF_DEFAULT_ALIGNMENT as u64);
        for (info, bytes) in self.tensors.iter().filter(|(_, bytes)| !bytes.is_empty()) {
            to.seek(SeekFrom::Start(start + info.offset))?;
            to.write_all(bytes)?;
        }
        Ok(())
    }

    pub(super) fn add(
        &mut self,
        name: &str,
        shape: Vec<u64>,
        kind: GGUFTensorType,
        bytes: Vec<u8>,
    ) {
        let info = TensorInfo::new(format!("{name}.weight"), shape, kind as u32, 0);
        self.tensors.push((info, bytes));
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
        for _ in 0..rows * columns / format.block_weights() {
            self.block(bound, format, &mut bytes);
        }
        let kind = match format {
            Format::F32 => GGUFTensorType::F32,
            Format::F16 => GGUFTensorType::F16,
            Format::Bf16 => GGUFTensorType::BF16,
            Format::Q8_0 => GGUFTensorType::Q8_0,
            Format::Q4_0 => GGUFTensorType::Q4_0,
            Format::Q4K => GGUFTensorType::Q4_K,
            Format::Q5K => GGUFTensorType::Q5_K,
            Format::Q6K => GGUFTensorType::Q6_K,
        };
        self.add(name, vec![columns as u64, rows as u64], kind, bytes);
    }

    /// Any bits are weights of a block format; its factors make them as large as they should be.
    fn block(&mut self, bound: f32, format: Format, bytes: &mut Vec<u8>) {
        let spread = 0.5 + self.random.f32();
        let factor = |most: f32| half::f16::from_f32(spread * bound / most).to_le_bytes();
        let mut noise = |count| -> Vec<u8> { (0..count).map(|_| self.random.u8(..)).collect() };
        match format {
            Format::Q8_0 => bytes.extend([&factor(128.0)[..], &noise(32)].concat()),
            Format::Q4_0 => bytes.extend([&factor(8.0)[..], &noise(16)].concat()),
            // Scales are up to 63, and half of the most is taken off on average.
            Format::Q4K => {
                bytes.extend([&factor(240.0)[..], &factor(32.0), &noise(140)].concat());
            }
            Format::Q5K => {
                bytes.extend([&factor(480.0)[..], &factor(32.0), &noise(172)].concat());
            }
            // Scales are up to 128.
            Format::Q6K => bytes.extend([&noise(208)[..], &factor(2500.0)].concat()),
            Format::F32 | Format::F16 | Format::Bf16 => self.plain_block(bound, format, bytes),
        }
    }

    fn plain_block(&mut self, bound: f32, format: Format, bytes: &mut Vec<u8>) {
        for _ in 0..format.block_weights() {
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
