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
        let it = descriptor.unwrap_or(wit::GpuSamplerDescriptor {
            address_mode_u: None,
            address_mode_v: None,
            address_mode_w: None,
            mag_filter: None,
            min_filter: None,
            mipmap_filter: None,
            lod_min_clamp: None,
            lod_max_clamp: None,
            compare: None,
            max_anisotropy: None,
            label: None,
        });
        let filter = |it: Option<_>| it.map_or(FilterMode::Nearest, convert::filter_mode);
        let mut core_descriptor = SamplerDescriptor {
            label: None,
            address_modes: [it.address_mode_u, it.address_mode_v, it.address_mode_w]
                .map(|mode| mode.map_or(AddressMode::ClampToEdge, convert::address_mode)),
            mag_filter: filter(it.mag_filter),
            min_filter: filter(it.min_filter),
            mipmap_filter: (it.mipmap_filter)
                .map_or(MipmapFilterMode::Nearest, convert::mipmap_filter_mode),
            lod_min_clamp: it.lod_min_clamp.unwrap_or(0.0),
            lod_max_clamp: it.lod_max_clamp.unwrap_or(32.0),
            compare: it.compare.map(convert::compare_function),
            anisotropy_clamp: it.max_anisotropy.unwrap_or(1),
            border_color: None,
        };
        let label = it.label;
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

impl wit::HostGpuSampler for WebGpuCtxView<'_> {
    labelled_resource!(Sampler);
}
