//! `gpu` and `wgsl-language-features`.

use wasmtime::component::{Accessor, Resource};
use wgpu_core::global::Global;
use wgpu_core::id::AdapterId;
use wgpu_core::instance::RequestAdapterOptions;
use wgpu_core::naga::front::wgsl::LanguageExtension;
use wgpu_types::{Backends, PowerPreference};

use super::Adapter;
use crate::{AdapterSelector, HasWebGpu, WebGpuCtxView, WebGpuView, wit};

/// The entry point of the interface; all of its state is in the [`WebGpuCtx`](crate::WebGpuCtx).
pub struct Gpu;

/// Answers from what naga implements.
pub struct WgslLanguageFeatures;

impl wit::Host for WebGpuCtxView<'_> {
    fn get_gpu(&mut self) -> wasmtime::Result<Resource<Gpu>> {
        self.push(Gpu)
    }
}

impl wit::HostGpu for WebGpuCtxView<'_> {
    fn get_preferred_canvas_format(
        &mut self,
        _this: Resource<Gpu>,
    ) -> wasmtime::Result<wit::GpuTextureFormat> {
        // Without a canvas either of the two formats that the specification allows will do.
        Ok(wit::GpuTextureFormat::Bgra8unorm)
    }

    fn wgsl_language_features(
        &mut self,
        _this: Resource<Gpu>,
    ) -> wasmtime::Result<Resource<WgslLanguageFeatures>> {
        self.push(WgslLanguageFeatures)
    }

    resource_drop!(Gpu);
}

impl<T: WebGpuView + 'static> wit::HostGpuWithStore<T> for HasWebGpu {
    async fn request_adapter(
        accessor: &Accessor<T, Self>,
        _this: Resource<Gpu>,
        options: Option<wit::GpuRequestAdapterOptions>,
    ) -> wasmtime::Result<Option<Resource<Adapter>>> {
        accessor.with(|mut access| access.get().request_adapter(options))
    }
}

impl WebGpuCtxView<'_> {
    fn request_adapter(
        &mut self,
        options: Option<wit::GpuRequestAdapterOptions>,
    ) -> wasmtime::Result<Option<Resource<Adapter>>> {
        let level = (options.as_ref()).and_then(|options| options.feature_level.as_deref());
        if !matches!(level, None | Some("core" | "compatibility")) {
            return Ok(None);
        }
        let driver = &self.ctx.driver;
        let found = driver.call("request-adapter", |global| {
            find_adapter(global, &self.ctx.adapter, options)
        })?;
        let Some(id) = found else { return Ok(None) };
        let adapter = Adapter {
            driver: driver.clone(),
            id,
        };
        Ok(Some(self.push(adapter)?))
    }
}

fn find_adapter(
    global: &Global,
    selector: &AdapterSelector,
    options: Option<wit::GpuRequestAdapterOptions>,
) -> Option<AdapterId> {
    let preference = (options.as_ref()).and_then(|options| options.power_preference);
    let fallback = options.and_then(|options| options.force_fallback_adapter);
    let force_fallback_adapter = match selector {
        AdapterSelector::Any => fallback.unwrap_or(false),
        AdapterSelector::Software => true,
        AdapterSelector::Name(part) => return find_by_name(global, part),
    };
    let options = RequestAdapterOptions {
        power_preference: match preference {
            None => PowerPreference::None,
            Some(wit::GpuPowerPreference::LowPower) => PowerPreference::LowPower,
            Some(wit::GpuPowerPreference::HighPerformance) => PowerPreference::HighPerformance,
        },
        force_fallback_adapter,
        ..Default::default()
    };
    // The specification's answer to "none" and to "failed" is the same null.
    global.request_adapter(&options, Backends::all(), None).ok()
}

fn find_by_name(global: &Global, part: &str) -> Option<AdapterId> {
    let part = part.to_lowercase();
    let mut found = None;
    for id in global.enumerate_adapters(Backends::all(), false) {
        let name = global.adapter_get_info(id).name.to_lowercase();
        if found.is_none() && name.contains(&part) {
            found = Some(id);
        } else {
            global.adapter_drop(id);
        }
    }
    found
}

impl wit::HostWgslLanguageFeatures for WebGpuCtxView<'_> {
    fn has(
        &mut self,
        _this: Resource<WgslLanguageFeatures>,
        value: String,
    ) -> wasmtime::Result<bool> {
        let extension = LanguageExtension::from_ident(&value);
        Ok(matches!(extension, Some(LanguageExtension::Implemented(_))))
    }

    resource_drop!(WgslLanguageFeatures);
}
