//! `gpu-sampler`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::id::SamplerId;
use wgpu_core::resource::SamplerDescriptor;
use wgpu_types::{AddressMode, FilterMode, MipmapFilterMode};

use crate::device_state::DeviceState;
use crate::handle::Object;
use crate::{WebGpuCtxView, convert, wit};

/// A `gpu-sampler`.
pub type Sampler = Object<SamplerId>;

impl Sampler {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: Option<wit::GpuSamplerDescriptor>,
    ) -> wasmtime::Result<Self> {
        let call = "create-sampler";
        let mut core_descriptor = SamplerDescriptor {
            label: None,
            address_modes: [AddressMode::ClampToEdge; 3],
            mag_filter: FilterMode::Nearest,
            min_filter: FilterMode::Nearest,
            mipmap_filter: MipmapFilterMode::Nearest,
            lod_min_clamp: 0.0,
            lod_max_clamp: 32.0,
            compare: None,
            anisotropy_clamp: 1,
            border_color: None,
        };
        let label = match descriptor {
            Some(descriptor) => set(&mut core_descriptor, descriptor),
            None => None,
        };
        let finite = convert::all_finite(&[
            ("lod-min-clamp", core_descriptor.lod_min_clamp),
            ("lod-max-clamp", core_descriptor.lod_max_clamp),
        ]);
        if let Err(what) = finite {
            return device.create_invalid(call, label, (), &what, |global| {
                core_descriptor.lod_min_clamp = -1.0;
                global.device_create_sampler(device.id(), &core_descriptor, None)
            });
        }
        device.create(call, label, (), |global, label| {
            let descriptor = SamplerDescriptor {
                label,
                ..core_descriptor
            };
            global.device_create_sampler(device.id(), &descriptor, None)
        })
    }
}

/// Puts what the guest gives in place of the defaults, and gives the label.
fn set(
    core_descriptor: &mut SamplerDescriptor<'_>,
    descriptor: wit::GpuSamplerDescriptor,
) -> Option<String> {
    let modes = [
        descriptor.address_mode_u,
        descriptor.address_mode_v,
        descriptor.address_mode_w,
    ];
    for (core_mode, mode) in core_descriptor.address_modes.iter_mut().zip(modes) {
        *core_mode = mode.map_or(*core_mode, convert::address_mode);
    }
    let it = core_descriptor;
    it.mag_filter = (descriptor.mag_filter).map_or(it.mag_filter, convert::filter_mode);
    it.min_filter = (descriptor.min_filter).map_or(it.min_filter, convert::filter_mode);
    it.mipmap_filter =
        (descriptor.mipmap_filter).map_or(it.mipmap_filter, convert::mipmap_filter_mode);
    it.lod_min_clamp = descriptor.lod_min_clamp.unwrap_or(it.lod_min_clamp);
    it.lod_max_clamp = descriptor.lod_max_clamp.unwrap_or(it.lod_max_clamp);
    it.compare = descriptor.compare.map(convert::compare_function);
    it.anisotropy_clamp = descriptor.max_anisotropy.unwrap_or(it.anisotropy_clamp);
    descriptor.label
}

impl wit::HostGpuSampler for WebGpuCtxView<'_> {
    labelled_resource!(Sampler);
}
