//! Samplers by what shaders do with them.

use std::{fmt, marker::PhantomData};

use wgpu_types::{FilterMode, MipmapFilterMode};

use super::texture::sealed::Sealed;
use crate::{
    Device, Error, Result, Sampler as PlainSampler, SamplerDescriptor,
    compute::{AsResource, Resource},
};

/// What a shader does with a sampler.
pub trait SamplerKind: Sealed {
    /// Why one that is described so cannot be bound.
    #[doc(hidden)]
    fn refuse(desc: &SamplerDescriptor<'_>) -> Option<&'static str>;
}

/// `sampler`: for textures of floats.
#[derive(Clone, Copy, Debug)]
pub enum Filtering {}

/// `sampler`, where the shader samples textures of integers or depths by it: it does not blend texels.
#[derive(Clone, Copy, Debug)]
pub enum NonFiltering {}

/// `sampler_comparison`.
#[derive(Clone, Copy, Debug)]
pub enum Comparison {}

impl Sealed for Filtering {}
impl Sealed for NonFiltering {}
impl Sealed for Comparison {}

impl SamplerKind for Filtering {
    fn refuse(desc: &SamplerDescriptor<'_>) -> Option<&'static str> {
        let compares = desc.compare.is_some();
        compares.then_some("the shader's is a `sampler`: leave `compare` out of the descriptor")
    }
}

impl SamplerKind for NonFiltering {
    fn refuse(desc: &SamplerDescriptor<'_>) -> Option<&'static str> {
        let filters = desc.mag_filter != FilterMode::Nearest
            || desc.min_filter != FilterMode::Nearest
            || desc.mipmap_filter != MipmapFilterMode::Nearest;
        let filters = filters.then_some(
            "the shader samples textures by it that cannot be filtered: its filters are `Nearest`",
        );
        Filtering::refuse(desc).or(filters)
    }
}

impl SamplerKind for Comparison {
    fn refuse(desc: &SamplerDescriptor<'_>) -> Option<&'static str> {
        let lacks = desc.compare.is_none();
        lacks.then_some("the shader's is a `sampler_comparison`: the descriptor needs a `compare`")
    }
}

/// How a shader samples textures.
pub struct Sampler<K> {
    sampler: PlainSampler,
    kind: PhantomData<K>,
}

impl<K: SamplerKind> Sampler<K> {
    /// Makes a sampler.
    ///
    /// # Errors
    /// The descriptor is of another kind of samplers.
    pub fn new(device: &Device, desc: &SamplerDescriptor<'_>) -> Result<Self> {
        match K::refuse(desc) {
            Some(rule) => {
                let label = desc.label.unwrap_or_default();
                Err(Error::invalid("typed::Sampler::new", label, rule))
            }
            None => Ok(Self {
                sampler: device.create_sampler(desc),
                kind: PhantomData,
            }),
        }
    }
}

impl<K> Sampler<K> {
    /// For the plain layer.
    pub fn sampler(&self) -> &PlainSampler {
        &self.sampler
    }
}

impl<K> AsResource for Sampler<K> {
    fn resource(&self) -> Resource {
        Resource::Sampler(self.sampler.clone())
    }
}

impl<K> fmt::Debug for Sampler<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sampler").field(&self.sampler).finish()
    }
}
