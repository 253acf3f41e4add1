use super::{Device, Label, handle::handle};
use crate::{convert, raw};

handle!(
    /// How a shader samples textures.
    ///
    /// Corresponds to [WebGPU `GPUSampler`](https://gpuweb.github.io/gpuweb/#gpusampler).
    Sampler,
    GpuSampler
);

/// Describes a [`Sampler`].
///
/// Corresponds to [WebGPU `GPUSamplerDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpusamplerdescriptor).
pub type SamplerDescriptor<'a> = wgpu_types::SamplerDescriptor<Label<'a>>;

impl Sampler {
    pub(crate) fn create(device: &Device, desc: &SamplerDescriptor<'_>) -> Self {
        let raw = descriptor(desc).unwrap_or_else(|lacking| {
            device.lacking("create_sampler", desc.label, lacking);
            INVALID
        });
        let sampler = device.as_raw().create_sampler(Some(&raw));
        Self::make(sampler, desc.label, ())
    }
}

fn descriptor(desc: &SamplerDescriptor<'_>) -> Result<raw::GpuSamplerDescriptor, &'static str> {
    if desc.border_color.is_some() {
        return Err("SamplerDescriptor::border_color");
    }
    Ok(raw::GpuSamplerDescriptor {
        address_mode_u: Some(convert::address_mode(desc.address_mode_u)?),
        address_mode_v: Some(convert::address_mode(desc.address_mode_v)?),
        address_mode_w: Some(convert::address_mode(desc.address_mode_w)?),
        mag_filter: Some(convert::filter_mode(desc.mag_filter)),
        min_filter: Some(convert::filter_mode(desc.min_filter)),
        mipmap_filter: Some(convert::mipmap_filter_mode(desc.mipmap_filter)),
        lod_min_clamp: Some(desc.lod_min_clamp),
        lod_max_clamp: Some(desc.lod_max_clamp),
        compare: desc.compare.map(convert::compare_function),
        max_anisotropy: Some(desc.anisotropy_clamp),
        label: convert::label(desc.label),
    })
}

/// The host finds a level of detail below zero invalid: what it makes stands for a sampler that
/// cannot be said.
const INVALID: raw::GpuSamplerDescriptor = raw::GpuSamplerDescriptor {
    address_mode_u: None,
    address_mode_v: None,
    address_mode_w: None,
    mag_filter: None,
    min_filter: None,
    mipmap_filter: None,
    lod_min_clamp: Some(-1.0),
    lod_max_clamp: None,
    compare: None,
    max_anisotropy: None,
    label: None,
};
