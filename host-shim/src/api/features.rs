//! `gpu-supported-features`.

use wasmtime::component::Resource;
use wgpu_types::Features;

use crate::{WebGpuCtxView, convert, wit};

impl wit::HostGpuSupportedFeatures for WebGpuCtxView<'_> {
    getters!(supported: Features {
        has(value: String) -> bool = convert::feature_named(&value)
            .and_then(convert::feature)
            .is_some_and(|feature| supported.contains(feature));
    });

    resource_drop!(Features);
}
