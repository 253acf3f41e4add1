//! `gpu-supported-features`.

use wasmtime::component::Resource;
use wgpu_types::Features;

use crate::{WebGpuCtxView, convert, wit};

impl wit::HostGpuSupportedFeatures for WebGpuCtxView<'_> {
    fn has(&mut self, this: Resource<Features>, value: String) -> wasmtime::Result<bool> {
        let supported = *self.table.get(&this)?;
        let feature = convert::feature_named(&value).and_then(convert::feature);
        Ok(feature.is_some_and(|feature| supported.contains(feature)))
    }

    resource_drop!(Features);
}
