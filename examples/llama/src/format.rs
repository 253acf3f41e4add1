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
    /// GGML's blocks of 256 half bytes, of which every 32 have a scale and what is taken off, of 6 bits each;
    /// a block has one factor for either.
    Q4K = 5,
    /// As Q4_K, with weights of 5 bits.
    Q5K = 6,
    /// GGML's blocks of 256 weights of 6 bits, -32 to 31, of which every 16 have a scale of 8 bits; a block
    /// has one factor.
    Q6K = 7,
}

/// A block of weights: what has scales of its own.
struct Block {
    weights: usize,
    /// Bytes in a file.
    file: usize,
    /// Bytes, or half bytes, on the GPU: a multiple of 16.
    packed: usize,
    /// Bytes of what else there is on the GPU: scales, and bits above half bytes.
    scales: usize,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 8] = [
        Self::F32,
        Self::F16,
        Self::Bf16,
        Self::Q8_0,
        Self::Q4_0,
        Self::Q4K,
        Self::Q5K,
        Self::Q6K,
    ];

    /// Every row of a matrix is a multiple of so many weights.
    pub const ROW: usize = 32;

    fn block(self) -> Block {
        let (weights, file, packed, scales) = match self {
            Self::F32 => (32, 128, 128, 0),
            Self::F16 | Self::Bf16 => (32, 64, 64, 0),
            Self::Q8_0 => (32, 34, 32, 2),
            Self::Q4_0 => (32, 18, 16, 2),
            Self::Q4K => (256, 144, 128, 24),
            Self::Q5K => (256, 176, 128, 56),
            Self::Q6K => (256, 210, 128, 84),
        };
        Block {
            weights,
            file,
            packed,
            scales,
        }
    }

    /// Weights of a block. Every row is a whole number of blocks.
    #[must_use]
    pub fn block_weights(self) -> usize {
        self.block().weights
    }

    /// Bytes of a block in a file.
    #[must_use]
    pub fn block_bytes(self) -> usize {
        self.block().file
    }

    /// Bytes of a block's weights on the GPU: of Q5_K and Q6_K without the upper bits.
    #[must_use]
    pub fn packed_bytes(self) -> usize {
        self.block().packed
    }

    /// Bytes of a block's scales on the GPU, and of what else shaders have with them.
    #[must_use]
    pub fn scale_bytes(self) -> usize {
        self.block().scales
    }

    /// Whether blocks have scales.
    #[must_use]
    pub fn is_scaled(self) -> bool {
        self.scale_bytes() > 0
    }

    /// How many times four weights the shaders read together: those whose bytes, or lower half bytes, are in
    /// 16 bytes.
    pub(crate) fn quads(self) -> u32 {
        match self {
            Self::F32 => 1,
            Self::F16 | Self::Bf16 => 2,
            Self::Q8_0 => 4,
            Self::Q4_0 | Self::Q4K | Self::Q5K | Self::Q6K => 8,
        }
    }

    /// Splits blocks of a file into weights and scales, at the end of either.
    pub(crate) fn split(self, blocks: &[u8], packed: &mut Vec<u8>, scales: &mut Vec<u8>) {
        // Factors are half floats that may be subnormal, which shaders may take for zero.
        let factor = |bytes: &[u8]| half(bytes).to_le_bytes();
        for block in blocks.chunks_exact(self.block_bytes()) {
            match self {
                Self::F32 | Self::F16 | Self::Bf16 => packed.extend_from_slice(block),
                Self::Q8_0 | Self::Q4_0 => {
                    scales.extend_from_slice(&block[..2]);
                    packed.extend_from_slice(&block[2..]);
                }
                Self::Q4K | Self::Q5K => {
                    scales.extend(factor(block));
                    scales.extend(factor(&block[2..]));
                    for pair in q4_k_scales(&block[4..16]).chunks_exact(2) {
                        scales.extend([pair[0].0, pair[1].0, pair[0].1, pair[1].1]);
                    }
                    let bits = block.len() - 128;
                    if self == Self::Q5K {
                        q5_k_upper(&block[16..bits], scales);
                    }
                    packed.extend_from_slice(&block[bits..]);
                }
                Self::Q6K => {
                    scales.extend(factor(&block[208..]));
                    let first = |i: usize| 192 + i / 4 * 8 + i % 4;
                    scales.extend((0..8).flat_map(|i| [block[first(i)], block[first(i) + 4]]));
                    q6_k_upper(&block[128..192], scales);
                    packed.extend_from_slice(&block[..128]);
                }
            }
        }
    }

    /// The weights of blocks of a file, as the formats define them.
    #[must_use]
    pub fn decode(self, blocks: &[u8]) -> Vec<f32> {
        let single = |word: &[u8]| f32::from_le_bytes([word[0], word[1], word[2], word[3]]);
        let brain = |word: &[u8]| half::bf16::from_le_bytes([word[0], word[1]]).to_f32();
        let each = |decode: fn(&[u8]) -> Vec<f32>| {
            let blocks = blocks.chunks_exact(self.block_bytes());
            blocks.flat_map(decode).collect()
        };
        match self {
            Self::F32 => blocks.chunks_exact(4).map(single).collect(),
            Self::F16 => blocks.chunks_exact(2).map(half).collect(),
            Self::Bf16 => blocks.chunks_exact(2).map(brain).collect(),
            Self::Q8_0 => each(q8_0),
            Self::Q4_0 => each(q4_0),
            Self::Q4K => each(q4_k),
            Self::Q5K => each(q5_k),
            Self::Q6K => each(q6_k),
        }
    }
}

fn half(bytes: &[u8]) -> f32 {
    half::f16::from_le_bytes([bytes[0], bytes[1]]).to_f32()
}

fn q8_0(block: &[u8]) -> Vec<f32> {
    let weights = block[2..].iter();
    weights
        .map(|&byte| half(block) * f32::from(byte as i8))
        .collect()
}

fn q4_0(block: &[u8]) -> Vec<f32> {
    let bytes = &block[2..];
    let weights = (bytes.iter().map(|byte| byte & 15)).chain(bytes.iter().map(|byte| byte >> 4));
    weights
        .map(|weight| half(block) * (f32::from(weight) - 8.0))
        .collect()
}

/// Of every 32 weights the scale, and what is taken off: the first four have the lower 6 bits of a byte each,
/// the others the upper 2 bits of those and half a byte more.
fn q4_k_scales(bytes: &[u8]) -> [(u8, u8); 8] {
    std::array::from_fn(|i| match i {
        0..4 => (bytes[i] & 63, bytes[i + 4] & 63),
        _ => (
            bytes[i + 4] & 15 | bytes[i - 4] >> 6 << 4,
            bytes[i + 4] >> 4 | bytes[i] >> 6 << 4,
        ),
    })
}

fn q4_k(block: &[u8]) -> Vec<f32> {
    let (factor, least) = (half(block), half(&block[2..]));
    let scales = q4_k_scales(&block[4..16]);
    let weight = |i: usize| {
        // 32 bytes are 32 weights, then another 32 by their upper halves.
        let byte = block[16 + i / 64 * 32 + i % 32];
        let (scale, taken) = scales[i / 32];
        let value = byte >> (i / 32 % 2 * 4) & 15;
        factor * f32::from(scale) * f32::from(value) - least * f32::from(taken)
    };
    (0..256).map(weight).collect()
}

/// Of every 16 half bytes in `packed` the bit above: a word, of whose bytes each has those of every fourth
/// weight, the lower half bytes' before the upper ones'.
fn q5_k_upper(bytes: &[u8], words: &mut Vec<u8>) {
    for pack in 0..8 {
        let bits = (0..8).map(|i| {
            let word = word(bytes, pack % 2 * 4 + i % 4);
            (word >> (pack / 2 * 2 + i / 4) & 0x0101_0101) << i
        });
        words.extend(bits.fold(0, |all, bit| all | bit).to_le_bytes());
    }
}

fn q5_k(block: &[u8]) -> Vec<f32> {
    let (factor, least) = (half(block), half(&block[2..]));
    let (scales, high, low) = (q4_k_scales(&block[4..16]), &block[16..48], &block[48..]);
    let weight = |i: usize| {
        // As of Q4_K; the bits above are those of 32 bytes, one after the other.
        let low = low[i / 64 * 32 + i % 32] >> (i / 32 % 2 * 4) & 15;
        let high = high[i % 32] >> (i / 32) & 1;
        let (scale, taken) = scales[i / 32];
        factor * f32::from(scale) * f32::from(low | high << 4) - least * f32::from(taken)
    };
    (0..256).map(weight).collect()
}

fn word(bytes: &[u8], i: usize) -> u32 {
    u32::from_le_bytes([0, 1, 2, 3].map(|byte| bytes[i * 4 + byte]))
}

/// Of every 16 half bytes in `packed` the two bits above: a word for the weights of the lower half bytes, and
/// one for those of the upper ones. A byte of a word has those of every fourth weight.
fn q6_k_upper(bytes: &[u8], words: &mut Vec<u8>) {
    for pack in 0..8 {
        let first = pack / 4 * 8 + pack % 2 * 4;
        for shift in [pack / 2 % 2 * 2, pack / 2 % 2 * 2 + 4] {
            let quads = (0..4).map(|i| (word(bytes, first + i) >> shift & 0x0303_0303) << (2 * i));
            words.extend(quads.fold(0, |all, quad| all | quad).to_le_bytes());
        }
    }
}

fn q6_k(block: &[u8]) -> Vec<f32> {
    let (low, high, scales) = (&block[..128], &block[128..192], &block[192..208]);
    let factor = half(&block[208..]);
    let weight = |i: usize| {
        // 128 weights are four times 32: half a byte of each is in one of 64 bytes, and the upper two bits
        // of all four are in one of 32.
        let (part, quarter, place) = (i / 128, i / 32 % 4, i % 32);
        let low = low[part * 64 + quarter % 2 * 32 + place] >> (quarter / 2 * 4) & 15;
        let high = high[part * 32 + place] >> (quarter * 2) & 3;
        let scale = f32::from(scales[i / 16] as i8);
        factor * scale * (f32::from(low | high << 4) - 32.0)
    };
    (0..256).map(weight).collect()
}

/// As GGUF and `--format` write them.
impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::Q8_0 => "q8_0",
            Self::Q4_0 => "q4_0",
            Self::Q4K => "q4_k",
            Self::Q5K => "q5_k",
            Self::Q6K => "q6_k",
        })
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL
            .into_iter()
            .find(|format| format.to_string() == name);
        found.ok_or_else(|| format!("{name:?} is no format; there are {}", Self::names()))
    }
}

impl Format {
    /// All names, for errors.
    pub(crate) fn names() -> String {
        Self::ALL.map(|format| format.to_string()).join(", ")
    }
}
