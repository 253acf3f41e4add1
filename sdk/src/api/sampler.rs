use super::{Device, Label, handle::handle};
use crate::{Lacking, convert, raw};

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
        Self::make(sampler, raw.label, ())
    }
}

fn descriptor(desc: &SamplerDescriptor<'_>) -> Result<raw::GpuSamplerDescriptor, Lacking> {
    if desc.border_color.is_some() {
        return Err(Lacking("SamplerDescriptor::border_color"));
    }
    Ok(raw::GpuSamplerDescriptor {
        address_mode_u: Some(desc.address_mode_u.try_into()?),
        address_mode_v: Some(desc.address_mode_v.try_into()?),
        address_mode_w: Some(desc.address_mode_w.try_into()?),
        mag_filter: Some(desc.mag_filter.into()),
        min_filter: Some(desc.min_filter.into()),
        mipmap_filter: Some(desc.mipmap_filter.into()),
        lod_min_clamp: Some(desc.lod_min_clamp),
        lod_max_clamp: Some(desc.lod_max_clamp),
        compare: desc.compare.map(Into::into),
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
