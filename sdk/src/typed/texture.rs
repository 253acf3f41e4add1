//! Textures by what shaders call them: `texture_2d<f32>` is `Texture<D2, f32>`.

use std::{fmt, marker::PhantomData, ops::Deref};

use wgpu_types::{TextureDimension, TextureSampleType, TextureUsages, TextureViewDimension};

use super::format::StorageFormat;
use crate::{
    Error, Result, Texture as PlainTexture, TextureView, TextureViewDescriptor,
    compute::{AsResource, Resource},
    error::text,
};

/// The dimension of a texture in a shader.
pub trait Dimension: sealed::Sealed {
    /// What WebGPU calls it.
    const DIMENSION: TextureViewDimension;
}

/// What a shader reads from a texture: `f32`, `i32`, `u32` or [`Depth`].
pub trait Sample: sealed::Sealed {
    /// What the formats of such textures are called in errors.
    #[doc(hidden)]
    const FORMATS: &'static str;
    /// Can a texture of such a format be bound?
    #[doc(hidden)]
    fn accepts(format: TextureSampleType) -> bool;
}

pub(super) mod sealed {
    pub trait Sealed {}
}

macro_rules! dimensions {
    ($($name:ident $wgsl:literal)*) => {
        $(
            #[doc = concat!("`texture_", $wgsl, "`, `texture_storage_", $wgsl, "` and so on.")]
            #[derive(Clone, Copy, Debug)]
            pub enum $name {}

            impl sealed::Sealed for $name {}

            impl Dimension for $name {
                const DIMENSION: TextureViewDimension = TextureViewDimension::$name;
            }
        )*
    };
}

dimensions! {
    D1 "1d"
    D2 "2d"
    D2Array "2d_array"
    D3 "3d"
    Cube "cube"
    CubeArray "cube_array"
}

macro_rules! samples {
    ($($name:ty: $formats:literal = [$($accepted:pat),*])*) => {
        $(
            impl sealed::Sealed for $name {}

            impl Sample for $name {
                const FORMATS: &'static str = $formats;

                fn accepts(format: TextureSampleType) -> bool {
                    matches!(format, $($accepted)|*)
                }
            }
        )*
    };
}

/// The depth of `texture_depth_2d` and so on.
#[derive(Clone, Copy, Debug)]
pub enum Depth {}

samples! {
    f32: "floats or depths" = [TextureSampleType::Float { .. }, TextureSampleType::Depth]
    i32: "signed integers" = [TextureSampleType::Sint]
    u32: "unsigned integers" = [TextureSampleType::Uint]
    Depth: "depths" = [TextureSampleType::Depth]
}

/// A texture that a shader loads from, or samples: `texture_2d<f32>` is a `Texture<D2, f32>`,
/// `texture_depth_cube` a `Texture<Cube, Depth>`.
///
/// A shader that samples one of floats wants a [`Filterable`] one.
pub struct Texture<D, S> {
    view: TextureView,
    types: PhantomData<(D, S)>,
}

/// A texture whose texels a sampler may blend: `r32float` and others are so only on some devices.
///
/// It is one that a shader may only load from, too: `&Filterable<T>` is taken for `&T`.
pub struct Filterable<T>(T);

/// A multisampled texture that a shader loads from: `texture_multisampled_2d<f32>` is a
/// `MultisampledTexture<f32>`, `texture_depth_multisampled_2d` a `MultisampledTexture<Depth>`.
pub struct MultisampledTexture<S> {
    view: TextureView,
    types: PhantomData<S>,
}

/// A texture that a shader stores to, or loads from without conversion:
/// `texture_storage_2d<rgba8unorm, write>` is a `StorageTexture<D2, Rgba8Unorm>`.
///
/// To write, a shader takes it by `&mut`.
pub struct StorageTexture<D, F> {
    view: TextureView,
    types: PhantomData<(D, F)>,
}

impl<D: Dimension, S: Sample> Texture<D, S> {
    /// The whole texture.
    ///
    /// # Errors
    /// The texture has another dimension, is multisampled, has a format that shaders do not read as
    /// this type, or has not the usage `TEXTURE_BINDING`.
    pub fn new(texture: &PlainTexture) -> Result<Self> {
        Self::with_view(texture, &TextureViewDescriptor::default())
    }

    /// A part of the texture.
    ///
    /// # Errors
    /// As of [`new`](Self::new), and where the view is of another dimension.
    pub fn with_view(texture: &PlainTexture, desc: &TextureViewDescriptor<'_>) -> Result<Self> {
        let view = View::new(texture, desc, "typed::Texture::new");
        view.has_samples(false)?;
        view.has_dimension(D::DIMENSION)?;
        view.has_sample_type(S::FORMATS, S::accepts)?;
        Ok(Self {
            view: view.create(D::DIMENSION, TextureUsages::TEXTURE_BINDING)?,
            types: PhantomData,
        })
    }
}

impl<D: Dimension> Filterable<Texture<D, f32>> {
    /// The whole texture.
    ///
    /// # Errors
    /// As of [`Texture::new`], and where the device cannot filter the format.
    pub fn new(texture: &PlainTexture) -> Result<Self> {
        Self::with_view(texture, &TextureViewDescriptor::default())
    }

    /// A part of the texture.
    ///
    /// # Errors
    /// As of [`Texture::with_view`], and where the device cannot filter the format.
    pub fn with_view(texture: &PlainTexture, desc: &TextureViewDescriptor<'_>) -> Result<Self> {
        let view = View::new(texture, desc, "typed::Filterable::new");
        let accepts = |it| it == TextureSampleType::Float { filterable: true };
        view.has_sample_type("floats that the device can filter", accepts)?;
        Texture::with_view(texture, desc).map(Self)
    }
}

impl<S: Sample> MultisampledTexture<S> {
    /// The whole texture.
    ///
    /// # Errors
    /// The texture is not multisampled, has a format that shaders do not read as this type, or has
    /// not the usage `TEXTURE_BINDING`.
    pub fn new(texture: &PlainTexture) -> Result<Self> {
        let desc = TextureViewDescriptor::default();
        let view = View::new(texture, &desc, "typed::MultisampledTexture::new");
        view.has_samples(true)?;
        view.has_sample_type(S::FORMATS, S::accepts)?;
        let usage = TextureUsages::TEXTURE_BINDING;
        Ok(Self {
            view: view.create(TextureViewDimension::D2, usage)?,
            types: PhantomData,
        })
    }
}

impl<D: Dimension, F: StorageFormat> StorageTexture<D, F> {
    /// The first mip level of the texture.
    ///
    /// # Errors
    /// The texture has another dimension or format, is multisampled, or has not the usage
    /// `STORAGE_BINDING`.
    pub fn new(texture: &PlainTexture) -> Result<Self> {
        let desc = TextureViewDescriptor {
            mip_level_count: Some(1),
            ..Default::default()
        };
        Self::with_view(texture, &desc)
    }

    /// A mip level of the texture.
    ///
    /// # Errors
    /// As of [`new`](Self::new), and where the view is of another dimension or format.
    pub fn with_view(texture: &PlainTexture, desc: &TextureViewDescriptor<'_>) -> Result<Self> {
        let view = View::new(texture, desc, "typed::StorageTexture::new");
        view.has_samples(false)?;
        view.has_dimension(D::DIMENSION)?;
        let format = desc.format.unwrap_or(texture.format());
        if format != F::FORMAT {
            return Err(view.invalid(&[
                "the shader's format is `",
                F::WGSL,
                "`, not the texture's",
            ]));
        }
        Ok(Self {
            view: view.create(D::DIMENSION, TextureUsages::STORAGE_BINDING)?,
            types: PhantomData,
        })
    }
}

/// A view to make, and the call that errors name.
struct View<'a> {
    texture: &'a PlainTexture,
    desc: &'a TextureViewDescriptor<'a>,
    call: &'static str,
}

impl<'a> View<'a> {
    fn new(
        texture: &'a PlainTexture,
        desc: &'a TextureViewDescriptor<'a>,
        call: &'static str,
    ) -> Self {
        Self {
            texture,
            desc,
            call,
        }
    }

    fn invalid(&self, rule: &[&str]) -> Error {
        Error::invalid(self.call, self.texture.label(), &text(rule))
    }

    fn has_samples(&self, wanted: bool) -> Result<()> {
        match (self.texture.sample_count() > 1, wanted) {
            (true, false) => Err(self.invalid(&[
                "the texture is multisampled, and the shader's is not: resolve it first, or bind it \
                 as `texture_multisampled_2d`",
            ])),
            (false, true) => Err(self.invalid(&[
                "the texture is not multisampled, and the shader's is: make it with a sample_count \
                 of 4",
            ])),
            _ => Ok(()),
        }
    }

    fn has_dimension(&self, wanted: TextureViewDimension) -> Result<()> {
        if self.desc.dimension.is_some_and(|given| given != wanted) {
            return Err(self.invalid(&["the view's dimension is not the shader's: leave it out"]));
        }
        if self.texture.dimension() != wanted.compatible_texture_dimension() {
            let dimension = match wanted.compatible_texture_dimension() {
                TextureDimension::D1 => "D1",
                TextureDimension::D2 => "D2",
                TextureDimension::D3 => "D3",
            };
            return Err(self.invalid(&["the shader's texture is of the dimension ", dimension]));
        }
        Ok(())
    }

    fn has_sample_type(
        &self,
        formats: &str,
        accepts: impl Fn(TextureSampleType) -> bool,
    ) -> Result<()> {
        let format = self.desc.format.unwrap_or(self.texture.format());
        let features = self.texture.device().features();
        let sample_type = format.sample_type(Some(self.desc.aspect), Some(features));
        match sample_type.is_some_and(accepts) {
            true => Ok(()),
            false => Err(self.invalid(&["the shader's texture is one of ", formats])),
        }
    }

    fn create(&self, dimension: TextureViewDimension, usage: TextureUsages) -> Result<TextureView> {
        if !self.texture.usage().contains(usage) {
            let usage = match usage {
                TextureUsages::STORAGE_BINDING => "STORAGE_BINDING",
                _ => "TEXTURE_BINDING",
            };
            return Err(self.invalid(&["to bind it, make the texture with the usage ", usage]));
        }
        Ok(self.texture.create_view(&TextureViewDescriptor {
            dimension: Some(dimension),
            ..self.desc.clone()
        }))
    }
}

impl<T> Deref for Filterable<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: AsResource> AsResource for Filterable<T> {
    fn resource(&self) -> Resource {
        self.0.resource()
    }
}

impl<T: fmt::Debug> fmt::Debug for Filterable<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What all that hold a view have.
macro_rules! views {
    ($($name:ident<$($parameter:ident),*>)*) => {
        $(
            impl<$($parameter),*> $name<$($parameter),*> {
                /// For the plain layer.
                pub fn view(&self) -> &TextureView {
                    &self.view
                }
            }

            impl<$($parameter),*> AsResource for $name<$($parameter),*> {
                fn resource(&self) -> Resource {
                    Resource::TextureView(self.view.clone())
                }
            }

            impl<$($parameter),*> fmt::Debug for $name<$($parameter),*> {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_tuple(stringify!($name)).field(&self.view).finish()
                }
            }
        )*
    };
}

views!(Texture<D, S> MultisampledTexture<S> StorageTexture<D, F>);
