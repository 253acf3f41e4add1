//! Texels, and what the formats keep of them.

use glam::{IVec4, UVec4, Vec4};

use crate::typed::{
    Sample, f16,
    format::{
        Bgra8Unorm, R32Float, R32Sint, R32Uint, Rg32Float, Rg32Sint, Rg32Uint, Rgba8Sint,
        Rgba8Snorm, Rgba8Uint, Rgba8Unorm, Rgba16Float, Rgba16Sint, Rgba16Uint, Rgba32Float,
        Rgba32Sint, Rgba32Uint, StorageFormat,
    },
};

/// What a texel has four of: `f32`, `i32` or `u32`.
pub trait Channel: Sample + Copy {
    /// Four of them: `Vec4`, `IVec4` or `UVec4`.
    type Texel: Copy;
    /// What channels have that a format lacks: 0, and 1 for the last.
    #[doc(hidden)]
    const LACKING: [Self; 4];
    #[doc(hidden)]
    fn texel(channels: [Self; 4]) -> Self::Texel;
    #[doc(hidden)]
    fn channels(texel: Self::Texel) -> [Self; 4];
}

macro_rules! channels {
    ($($channel:ty: $texel:ty = $zero:literal, $one:literal;)*) => {
        $(
            impl Channel for $channel {
                type Texel = $texel;
                const LACKING: [Self; 4] = [$zero, $zero, $zero, $one];
                fn texel(channels: [Self; 4]) -> $texel {
                    <$texel>::from_array(channels)
                }
                fn channels(texel: $texel) -> [Self; 4] {
                    texel.to_array()
                }
            }
        )*
    };
}

channels! {
    f32: Vec4 = 0.0, 1.0;
    i32: IVec4 = 0, 1;
    u32: UVec4 = 0, 1;
}

/// The texel format of a [`StorageTexture`](super::StorageTexture).
///
/// Source: [WGSL, 6.6.1. Texel Formats](https://www.w3.org/TR/WGSL/#texel-formats)
pub trait TexelFormat: StorageFormat {
    /// What a kernel loads and stores.
    type Channel: Channel;
    /// What is loaded after a texel was stored.
    #[doc(hidden)]
    fn kept(texel: <Self::Channel as Channel>::Texel) -> <Self::Channel as Channel>::Texel;
}

/// The channels that the format has, as it keeps them.
fn kept<C: Channel>(texel: C::Texel, count: usize, keep: fn(C) -> C) -> C::Texel {
    let mut channels = C::LACKING;
    for (kept, stored) in channels.iter_mut().zip(C::channels(texel)).take(count) {
        *kept = keep(stored);
    }
    C::texel(channels)
}

macro_rules! formats {
    ($($format:ident: $channel:ty, $count:literal, $keep:expr;)*) => {
        $(
            impl TexelFormat for $format {
                type Channel = $channel;
                fn kept(
                    texel: <$channel as Channel>::Texel,
                ) -> <$channel as Channel>::Texel {
                    kept::<$channel>(texel, $count, $keep)
                }
            }
        )*
    };
}

formats! {
    Rgba8Unorm: f32, 4, |x| (x.clamp(0.0, 1.0) * 255.0).round() / 255.0;
    Bgra8Unorm: f32, 4, |x| (x.clamp(0.0, 1.0) * 255.0).round() / 255.0;
    Rgba8Snorm: f32, 4, |x| (x.clamp(-1.0, 1.0) * 127.0).round() / 127.0;
    Rgba8Uint: u32, 4, |x| x.min(0xff);
    Rgba8Sint: i32, 4, |x| x.clamp(-0x80, 0x7f);
    Rgba16Uint: u32, 4, |x| x.min(0xffff);
    Rgba16Sint: i32, 4, |x| x.clamp(-0x8000, 0x7fff);
    Rgba16Float: f32, 4, |x| f16::from_f32(x).to_f32();
    R32Uint: u32, 1, |x| x;
    R32Sint: i32, 1, |x| x;
    R32Float: f32, 1, |x| x;
    Rg32Uint: u32, 2, |x| x;
    Rg32Sint: i32, 2, |x| x;
    Rg32Float: f32, 2, |x| x;
    Rgba32Uint: u32, 4, |x| x;
    Rgba32Sint: i32, 4, |x| x;
    Rgba32Float: f32, 4, |x| x;
}
