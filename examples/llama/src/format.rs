//! How weights are stored.

/// How the weights of a matrix are stored, in files and on the GPU. The values are the shaders'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// IEEE single precision.
    F32 = 0,
    /// IEEE half precision.
    F16 = 1,
    /// The upper half of a single.
    Bf16 = 2,
    /// GGML's blocks of 32 signed bytes with one scale.
    Q8_0 = 3,
    /// GGML's blocks of 32 half bytes with one scale: half a byte is a weight of -8 to 7.
    Q4_0 = 4,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 5] = [Self::F32, Self::F16, Self::Bf16, Self::Q8_0, Self::Q4_0];

    /// Weights that share a scale; every row is a whole number of blocks.
    pub const BLOCK: usize = 32;

    /// Bytes of [`BLOCK`](Self::BLOCK) weights in a file, with the scale if there is one.
    #[must_use]
    pub fn block_bytes(self) -> usize {
        self.packed_bytes() + if self.is_scaled() { SCALE } else { 0 }
    }

    /// Bytes of [`BLOCK`](Self::BLOCK) weights without their scale, as the GPU has them.
    #[must_use]
    pub fn packed_bytes(self) -> usize {
        match self {
            Self::F32 => 128,
            Self::F16 | Self::Bf16 => 64,
            Self::Q8_0 => 32,
            Self::Q4_0 => 16,
        }
    }

    /// Whether blocks have scales.
    #[must_use]
    pub fn is_scaled(self) -> bool {
        matches!(self, Self::Q8_0 | Self::Q4_0)
    }

    /// How many times four weights are in 16 bytes.
    pub(crate) fn quads(self) -> u32 {
        (16 * Self::BLOCK / self.packed_bytes() / 4) as u32
    }

    /// Splits blocks of a file into weights and scales, at the end of either.
    pub(crate) fn split(self, blocks: &[u8], packed: &mut Vec<u8>, scales: &mut Vec<u8>) {
        if !self.is_scaled() {
            packed.extend_from_slice(blocks);
            return;
        }
        for block in blocks.chunks_exact(self.block_bytes()) {
            let (scale, weights) = block.split_at(SCALE);
            scales.extend_from_slice(scale);
            packed.extend_from_slice(weights);
        }
    }

    /// The weights of blocks of a file, as the formats define them.
    pub fn decode(self, blocks: &[u8]) -> Vec<f32> {
        let half = |bytes: &[u8]| half::f16::from_le_bytes([bytes[0], bytes[1]]).to_f32();
        match self {
            Self::F32 => {
                let words = blocks.chunks_exact(4);
                words
                    .map(|word| f32::from_le_bytes([word[0], word[1], word[2], word[3]]))
                    .collect()
            }
            Self::F16 => blocks.chunks_exact(2).map(half).collect(),
            Self::Bf16 => {
                let halves = blocks.chunks_exact(2);
                halves
                    .map(|word| half::bf16::from_le_bytes([word[0], word[1]]).to_f32())
                    .collect()
            }
            Self::Q8_0 => {
                let blocks = blocks.chunks_exact(self.block_bytes());
                let weights = |block: &[u8]| {
                    let scale = half(block);
                    let bytes = block[SCALE..].iter();
                    let weights = bytes.map(|&byte| scale * f32::from(byte as i8));
                    weights.collect::<Vec<_>>()
                };
                blocks.flat_map(weights).collect()
            }
            Self::Q4_0 => {
                let blocks = blocks.chunks_exact(self.block_bytes());
                let weights = |block: &[u8]| {
                    let (scale, bytes) = (half(block), &block[SCALE..]);
                    let low = bytes.iter().map(|byte| byte & 15);
                    let high = bytes.iter().map(|byte| byte >> 4);
                    let weights = low.chain(high);
                    let weights = weights.map(|weight| scale * (f32::from(weight) - 8.0));
                    weights.collect::<Vec<_>>()
                };
                blocks.flat_map(weights).collect()
            }
        }
    }
}

/// Bytes of a block's scale, an f16.
const SCALE: usize = 2;

/// As GGUF and `--format` write them.
impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::Q8_0 => "q8_0",
            Self::Q4_0 => "q4_0",
        })
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL
            .into_iter()
            .find(|format| format.to_string() == name);
        found.ok_or_else(|| format!("{name:?} is no format; there are f32, f16, bf16, q8_0, q4_0"))
    }
}
