//! Textures on the CPU.

mod sampler;
mod storage;
mod texel;

use std::{fmt, marker::PhantomData};

use glam::{UVec2, UVec3, Vec2, Vec3, Vec4};

use super::{Index2, Index3};
use crate::typed::{D1, D2, D2Array, D3, Dimension};

pub use sampler::Sampler;
pub use storage::{
    StorageTexture, StorageTexture1d, StorageTexture2d, StorageTexture2dArray, StorageTexture3d,
};
pub use texel::{Channel, TexelFormat};

/// A texture that a kernel loads from or samples, in memory.
///
/// For the GPU it is a [`typed::Texture`](crate::typed::Texture), and where the kernel samples it a
/// [`Filterable`](crate::typed::Filterable) one.
pub struct Texture<D, S: Channel> {
    levels: Vec<Level<S::Texel>>,
    dimension: PhantomData<D>,
}

/// `texture_1d<S>`.
pub type Texture1d<S> = Texture<D1, S>;
/// `texture_2d<S>`.
pub type Texture2d<S> = Texture<D2, S>;
/// `texture_2d_array<S>`.
pub type Texture2dArray<S> = Texture<D2Array, S>;
/// `texture_3d<S>`.
pub type Texture3d<S> = Texture<D3, S>;

/// A dimension that textures of kernels have.
pub trait Shape: Dimension {
    /// `[width, height]` or the like; of an array, its layers come last.
    type Size: Copy;
    /// How many axes are halved from one level to the next.
    #[doc(hidden)]
    const AXES: usize;
    #[doc(hidden)]
    fn size(size: Self::Size) -> [usize; 3];
}

/// A dimension without layers.
pub trait Plain: Shape {
    /// Where a texel is: `u32`, `UVec2` or `UVec3`.
    type At;
    /// Where a sample is, from 0 to 1: `f32`, `Vec2` or `Vec3`.
    type Place;
    #[doc(hidden)]
    fn at(at: Self::At) -> [usize; 3];
    #[doc(hidden)]
    fn of(at: [usize; 3]) -> Self::At;
    #[doc(hidden)]
    fn place(place: Self::Place) -> [f32; 3];
}

impl Shape for D1 {
    type Size = [u32; 1];
    const AXES: usize = 1;
    fn size([x]: [u32; 1]) -> [usize; 3] {
        [x as usize, 1, 1]
    }
}

impl Shape for D2 {
    type Size = [u32; 2];
    const AXES: usize = 2;
    fn size([x, y]: [u32; 2]) -> [usize; 3] {
        [x as usize, y as usize, 1]
    }
}

impl Shape for D2Array {
    type Size = [u32; 3];
    const AXES: usize = 2;
    fn size(size: [u32; 3]) -> [usize; 3] {
        size.map(|it| it as usize)
    }
}

impl Shape for D3 {
    type Size = [u32; 3];
    const AXES: usize = 3;
    fn size(size: [u32; 3]) -> [usize; 3] {
        size.map(|it| it as usize)
    }
}

impl Plain for D1 {
    type At = u32;
    type Place = f32;
    fn at(at: u32) -> [usize; 3] {
        [at as usize, 0, 0]
    }
    fn of([x, _, _]: [usize; 3]) -> u32 {
        x as u32
    }
    fn place(place: f32) -> [f32; 3] {
        [place, 0.0, 0.0]
    }
}

impl Plain for D2 {
    type At = UVec2;
    type Place = Vec2;
    fn at(at: UVec2) -> [usize; 3] {
        [at.x as usize, at.y as usize, 0]
    }
    fn of([x, y, _]: [usize; 3]) -> UVec2 {
        UVec2::new(x as u32, y as u32)
    }
    fn place(place: Vec2) -> [f32; 3] {
        [place.x, place.y, 0.0]
    }
}

impl Plain for D3 {
    type At = UVec3;
    type Place = Vec3;
    fn at(at: UVec3) -> [usize; 3] {
        at.to_array().map(|it| it as usize)
    }
    fn of(at: [usize; 3]) -> UVec3 {
        UVec3::from_array(at.map(|it| it as u32))
    }
    fn place(place: Vec3) -> [f32; 3] {
        place.to_array()
    }
}

/// A place among all invocations is one in a texture.
impl From<Index2> for UVec2 {
    fn from(Index2 { x, y }: Index2) -> Self {
        Self::new(x as u32, y as u32)
    }
}

/// A place among all invocations is one in a texture.
impl From<Index3> for UVec3 {
    fn from(Index3 { x, y, z }: Index3) -> Self {
        Self::new(x as u32, y as u32, z as u32)
    }
}

/// A mip level, or all of a storage texture: row after row, layer after layer.
pub(super) struct Level<T> {
    size: [usize; 3],
    texels: Vec<T>,
}

impl<T> Level<T> {
    fn new(size: [usize; 3], texels: Vec<T>) -> Self {
        let (wanted, [x, y, z]) = (size.iter().product::<usize>(), size);
        let found = texels.len();
        assert!(
            found == wanted && found > 0,
            "a texture of {x} × {y} × {z} has {wanted} texels, at least one, and here are {found}"
        );
        Self { size, texels }
    }

    /// The place of a texel.
    ///
    /// # Panics
    /// It is outside, as an index of a slice may be.
    #[track_caller]
    fn index(&self, at: [usize; 3]) -> usize {
        let [x, y, z] = at;
        let [width, height, depth] = self.size;
        assert!(
            x < width && y < height && z < depth,
            "texel ({x}, {y}, {z}) is out of bounds: the texture is {width} × {height} × {depth}"
        );
        (z * height + y) * width + x
    }
}

impl<T: Copy> Level<T> {
    #[track_caller]
    fn texel(&self, at: [usize; 3]) -> T {
        self.texels[self.index(at)]
    }
}

impl<D: Shape, S: Channel> Texture<D, S> {
    /// A texture of one mip level: its texels row after row, and layer after layer.
    ///
    /// # Panics
    /// There are more or fewer texels than the size says, or none.
    #[track_caller]
    pub fn new(size: D::Size, texels: Vec<S::Texel>) -> Self {
        Self {
            levels: vec![Level::new(D::size(size), texels)],
            dimension: PhantomData,
        }
    }

    /// With one mip level more, of half the last one's size.
    ///
    /// # Panics
    /// There are more or fewer texels than such a level has.
    #[must_use]
    #[track_caller]
    pub fn with_level(mut self, texels: Vec<S::Texel>) -> Self {
        let mut size = self.levels[self.levels.len() - 1].size;
        for axis in &mut size[..D::AXES] {
            *axis = (*axis / 2).max(1);
        }
        self.levels.push(Level::new(size, texels));
        self
    }

    /// How many mip levels there are: `textureNumLevels`.
    pub fn levels(&self) -> u32 {
        self.levels.len() as u32
    }

    #[track_caller]
    fn level(&self, level: u32) -> &Level<S::Texel> {
        let levels = self.levels.len();
        match self.levels.get(level as usize) {
            Some(level) => level,
            None => panic!("mip level {level} is out of bounds: the texture has {levels}"),
        }
    }
}

impl<D: Plain, S: Channel> Texture<D, S> {
    /// A texel of a mip level: `textureLoad`.
    ///
    /// # Panics
    /// It is outside, as an index of a slice may be. On the GPU, it is any texel then, or none.
    #[track_caller]
    pub fn load(&self, at: impl Into<D::At>, level: u32) -> S::Texel {
        self.level(level).texel(D::at(at.into()))
    }

    /// Width, height and depth of a mip level: `textureDimensions`.
    ///
    /// # Panics
    /// There is no such level.
    #[track_caller]
    pub fn size(&self, level: u32) -> D::At {
        D::of(self.level(level).size)
    }
}

impl<D: Plain> Texture<D, f32> {
    /// The color at a place from 0 to 1, in a mip level which may be between two: `textureSampleLevel`.
    pub fn sample_level(&self, sampler: &Sampler, at: D::Place, level: f32) -> Vec4 {
        sampler.sample(&self.levels, D::AXES, D::place(at), level)
    }
}

impl<S: Channel> Texture<D2Array, S> {
    /// A texel of a layer's mip level: `textureLoad`.
    ///
    /// # Panics
    /// It is outside, as an index of a slice may be. On the GPU, it is any texel then, or none.
    #[track_caller]
    pub fn load(&self, at: impl Into<UVec2>, layer: u32, level: u32) -> S::Texel {
        let [x, y, _] = D2::at(at.into());
        self.level(level).texel([x, y, layer as usize])
    }

    /// Width and height of a mip level: `textureDimensions`.
    ///
    /// # Panics
    /// There is no such level.
    #[track_caller]
    pub fn size(&self, level: u32) -> UVec2 {
        D2::of(self.level(level).size)
    }

    /// How many layers there are: `textureNumLayers`.
    pub fn layers(&self) -> u32 {
        self.levels[0].size[2] as u32
    }
}

impl Texture<D2Array, f32> {
    /// The color at a place of a layer from 0 to 1, in a mip level which may be between two:
    /// `textureSampleLevel`. Beyond the layers is the last one.
    pub fn sample_level(&self, sampler: &Sampler, at: Vec2, layer: u32, level: f32) -> Vec4 {
        let layer = layer.min(self.layers() - 1);
        sampler.sample(&self.levels, 2, [at.x, at.y, layer as f32], level)
    }
}

impl<D, S: Channel> fmt::Debug for Texture<D, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texture")
            .field("size", &self.levels[0].size)
            .field("levels", &self.levels.len())
            .finish_non_exhaustive()
    }
}
