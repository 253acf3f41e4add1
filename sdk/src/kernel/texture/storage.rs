//! Textures that kernels write to.

use std::{cell::Cell, fmt, marker::PhantomData};

use glam::UVec2;

use super::{Channel, Level, Plain, Shape, TexelFormat};
use crate::typed::{D1, D2, D2Array, D3};

type Texel<F> = <<F as TexelFormat>::Channel as Channel>::Texel;

/// A texture that a kernel stores to, or loads from as it was stored, in memory. The texels are what the
/// format keeps of them: of `Rgba8Unorm`, 256 steps from 0 to 1.
///
/// For the GPU it is a [`typed::StorageTexture`](crate::typed::StorageTexture).
pub struct StorageTexture<D, F: TexelFormat> {
    level: Level<Cell<Texel<F>>>,
    types: PhantomData<(D, F)>,
}

/// `texture_storage_1d<F, …>`.
pub type StorageTexture1d<F> = StorageTexture<D1, F>;
/// `texture_storage_2d<F, …>`.
pub type StorageTexture2d<F> = StorageTexture<D2, F>;
/// `texture_storage_2d_array<F, …>`.
pub type StorageTexture2dArray<F> = StorageTexture<D2Array, F>;
/// `texture_storage_3d<F, …>`.
pub type StorageTexture3d<F> = StorageTexture<D3, F>;

impl<D: Shape, F: TexelFormat> StorageTexture<D, F> {
    /// A texture of these texels, row after row and layer after layer.
    ///
    /// # Panics
    /// There are more or fewer texels than the size says, or none.
    #[track_caller]
    pub fn new(size: D::Size, texels: Vec<Texel<F>>) -> Self {
        let kept = texels.into_iter().map(|it| Cell::new(F::kept(it)));
        Self {
            level: Level::new(D::size(size), kept.collect()),
            types: PhantomData,
        }
    }

    /// A texture of zeros.
    ///
    /// # Panics
    /// It has no texels.
    #[track_caller]
    pub fn zeroed(size: D::Size) -> Self {
        let zero = F::Channel::LACKING[0];
        let count = D::size(size).iter().product();
        Self::new(size, vec![F::Channel::texel([zero; 4]); count])
    }

    /// All texels, row after row and layer after layer.
    pub fn texels(&self) -> Vec<Texel<F>> {
        self.level.texels.iter().map(Cell::get).collect()
    }
}

impl<D: Plain, F: TexelFormat> StorageTexture<D, F> {
    /// A texel: `textureLoad`.
    ///
    /// # Panics
    /// It is outside, as an index of a slice may be. On the GPU, it is any texel then, or none.
    #[track_caller]
    pub fn load(&self, at: impl Into<D::At>) -> Texel<F> {
        self.level.texels[self.level.index(D::at(at.into()))].get()
    }

    /// Writes a texel: `textureStore`. In a kernel, the texture is a `&mut`.
    ///
    /// # Panics
    /// It is outside, as an index of a slice may be. On the GPU, nothing is written then.
    #[track_caller]
    pub fn store(&self, at: impl Into<D::At>, texel: Texel<F>) {
        self.level.texels[self.level.index(D::at(at.into()))].set(F::kept(texel));
    }

    /// Width, height and depth: `textureDimensions`.
    pub fn size(&self) -> D::At {
        D::of(self.level.size)
    }
}

impl<F: TexelFormat> StorageTexture<D2Array, F> {
    /// A texel of a layer: `textureLoad`.
    ///
    /// # Panics
    /// It is outside, as an index of a slice may be. On the GPU, it is any texel then, or none.
    #[track_caller]
    pub fn load(&self, at: impl Into<UVec2>, layer: u32) -> Texel<F> {
        let [x, y, _] = D2::at(at.into());
        self.level.texels[self.level.index([x, y, layer as usize])].get()
    }

    /// Writes a texel of a layer: `textureStore`. In a kernel, the texture is a `&mut`.
    ///
    /// # Panics
    /// It is outside, as an index of a slice may be. On the GPU, nothing is written then.
    #[track_caller]
    pub fn store(&self, at: impl Into<UVec2>, layer: u32, texel: Texel<F>) {
        let [x, y, _] = D2::at(at.into());
        self.level.texels[self.level.index([x, y, layer as usize])].set(F::kept(texel));
    }

    /// Width and height: `textureDimensions`.
    pub fn size(&self) -> UVec2 {
        D2::of(self.level.size)
    }

    /// How many layers there are: `textureNumLayers`.
    pub fn layers(&self) -> u32 {
        self.level.size[2] as u32
    }
}

impl<D, F: TexelFormat> fmt::Debug for StorageTexture<D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StorageTexture")
            .field("size", &self.level.size)
            .finish_non_exhaustive()
    }
}
