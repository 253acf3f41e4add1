#![doc = include_str!("../README.md")]
#![deny(missing_docs)]
// `bindgen!` re-exports the types that it maps WIT resources to.
#![allow(unreachable_pub)]

use std::sync::Arc;

use wasmtime::component::{HasData, Linker, Resource, ResourceTable};

mod api;
mod caps;
mod convert;
mod device_state;
mod driver;
mod errors;
mod handle;
mod pass_observer;
mod poller;
mod quota;

mod bindings {
    #![allow(missing_docs, clippy::all)]

    wasmtime::component::bindgen!({
        path: "../wit",
        world: "wasi-webgpu:sdk/guest",
        imports: {
            "wasi:webgpu/webgpu.[method]gpu-device.lost": store | trappable,
            "wasi:webgpu/webgpu.[method]gpu-device.on-uncaptured-error": store | trappable,
            default: trappable,
        },
        wasmtime_crate: wasi_webgpu_traced_linker::wasmtime,
        with: {
            "wasi:webgpu/webgpu.gpu": crate::api::Gpu,
            "wasi:webgpu/webgpu.gpu-adapter": crate::api::Adapter,
            "wasi:webgpu/webgpu.gpu-adapter-info": wgpu_types::AdapterInfo,
            "wasi:webgpu/webgpu.gpu-bind-group": crate::api::BindGroup,
            "wasi:webgpu/webgpu.gpu-bind-group-layout": crate::api::BindGroupLayout,
            "wasi:webgpu/webgpu.gpu-buffer": crate::api::Buffer,
            "wasi:webgpu/webgpu.gpu-command-buffer": crate::api::CommandBuffer,
            "wasi:webgpu/webgpu.gpu-command-encoder": crate::api::CommandEncoder,
            "wasi:webgpu/webgpu.gpu-compilation-info": crate::api::CompilationInfo,
            "wasi:webgpu/webgpu.gpu-compilation-message": crate::api::CompilationMessage,
            "wasi:webgpu/webgpu.gpu-compute-pass-encoder": crate::api::ComputePass,
            "wasi:webgpu/webgpu.gpu-compute-pipeline": crate::api::ComputePipeline,
            "wasi:webgpu/webgpu.gpu-device": crate::api::Device,
            "wasi:webgpu/webgpu.gpu-device-lost-info": crate::device_state::LossInfo,
            "wasi:webgpu/webgpu.gpu-error": crate::errors::DeviceError,
            "wasi:webgpu/webgpu.gpu-pipeline-layout": crate::api::PipelineLayout,
            "wasi:webgpu/webgpu.gpu-query-set": crate::api::QuerySet,
            "wasi:webgpu/webgpu.gpu-queue": crate::api::Queue,
            "wasi:webgpu/webgpu.gpu-render-bundle": crate::api::RenderBundle,
            "wasi:webgpu/webgpu.gpu-render-bundle-encoder": crate::api::RenderBundleEncoder,
            "wasi:webgpu/webgpu.gpu-render-pass-encoder": crate::api::RenderPass,
            "wasi:webgpu/webgpu.gpu-render-pipeline": crate::api::RenderPipeline,
            "wasi:webgpu/webgpu.gpu-sampler": crate::api::Sampler,
            "wasi:webgpu/webgpu.gpu-shader-module": crate::api::ShaderModule,
            "wasi:webgpu/webgpu.gpu-supported-features": wgpu_types::Features,
            "wasi:webgpu/webgpu.gpu-supported-limits": wgpu_types::Limits,
            "wasi:webgpu/webgpu.gpu-texture": crate::api::Texture,
            "wasi:webgpu/webgpu.gpu-texture-view": crate::api::TextureView,
            "wasi:webgpu/webgpu.record-gpu-pipeline-constant-value": crate::api::PipelineConstants,
            "wasi:webgpu/webgpu.record-option-gpu-size64": crate::api::RequiredLimits,
            "wasi:webgpu/webgpu.wgsl-language-features": crate::api::WgslLanguageFeatures,
        },
    });
}

use bindings::wasi::webgpu::webgpu as wit;
use driver::Driver;
use quota::Accounts;

pub use caps::{AdapterCaps, InvalidCap};
pub use pass_observer::{ObservedDevice, PassObserver};
pub use poller::POLL_THREAD;
pub use quota::Quotas;
pub use wgpu_core::global::Global;
pub use wgpu_types::{AdapterInfo, Backend, Backends, DeviceType};

/// The WIT package that this host offers.
pub const PACKAGE: &str = "wasi:webgpu@0.3.0-rc.2";

/// A GPU instance that contexts share; cheap to clone.
#[derive(Clone)]
pub struct Instance {
    driver: Driver,
}

impl Instance {
    /// Opens the drivers of `backends`, without debug or validation layers, on a thread: calls wait for it.
    ///
    /// A backend that this platform lacks, or whose driver does not load, is left out.
    pub fn new(backends: Backends) -> Self {
        let descriptor = wgpu_types::InstanceDescriptor {
            backends,
            // The GPU reads indirect arguments that a guest wrote: checking them keeps it safe. WebGPU
            // counts timestamps in nanoseconds, which the normalisation sees to.
            flags: wgpu_types::InstanceFlags::VALIDATION_INDIRECT_CALL
                | wgpu_types::InstanceFlags::AUTOMATIC_TIMESTAMP_NORMALIZATION
                | wgpu_types::InstanceFlags::DISCARD_HAL_LABELS,
            ..wgpu_types::InstanceDescriptor::new_without_display_handle()
        };
        let driver = Driver::new(|| Arc::new(Global::new("wasi-webgpu-host", descriptor, None)));
        driver.open_soon();
        Self { driver }
    }

    /// Uses a wgpu-core instance that the embedder already has.
    ///
    /// For guests that are not trusted it should have `InstanceFlags::VALIDATION_INDIRECT_CALL`, and for
    /// timestamps in nanoseconds `AUTOMATIC_TIMESTAMP_NORMALIZATION`.
    pub fn from_global(global: Arc<Global>) -> Self {
        let driver = Driver::new(|| global);
        Self { driver }
    }

    /// The adapters that guests could get.
    pub fn adapters(&self) -> Vec<AdapterInfo> {
        let infos = self.driver.call("adapters", |global| {
            let ids = global.enumerate_adapters(Backends::all(), false);
            let info = |id| {
                let info = global.adapter_get_info(id);
                global.adapter_drop(id);
                info
            };
            ids.into_iter().map(info).collect()
        });
        infos.unwrap_or_default()
    }

    /// Waits until nothing of the stores that are gone is at work on the GPU any more.
    ///
    /// A store that is dropped does not wait for the GPU, so that one guest cannot hold up another. A
    /// process that ends must wait: drivers are unloaded then, and crash if they are in use.
    pub fn wait_for_dropped(&self) {
        self.driver.join();
    }
}

/// Which adapter a guest gets, whatever it asks for.
#[derive(Clone, Debug, Default)]
pub enum AdapterSelector {
    /// As the guest's request says.
    #[default]
    Any,
    /// One that runs on the CPU (WebGPU's fallback adapter).
    Software,
    /// The first whose name contains this, whatever the case of the letters.
    Name(String),
}

/// What the host keeps for one store.
pub struct WebGpuCtx {
    driver: Driver,
    adapter: AdapterSelector,
    observer: Option<Arc<dyn PassObserver>>,
    caps: AdapterCaps,
    accounts: Arc<Accounts>,
    /// How many of the handles in the table are this interface's.
    objects: u64,
}

impl WebGpuCtx {
    /// Starts a context.
    pub fn builder() -> WebGpuCtxBuilder {
        WebGpuCtxBuilder::default()
    }
}

/// Builds a [`WebGpuCtx`].
#[derive(Default)]
pub struct WebGpuCtxBuilder {
    instance: Option<Instance>,
    adapter: AdapterSelector,
    observer: Option<Arc<dyn PassObserver>>,
    caps: AdapterCaps,
    quotas: Quotas,
}

impl WebGpuCtxBuilder {
    /// The instance to use. Without one, [`build`](Self::build) opens all backends of the platform.
    pub fn instance(mut self, instance: Instance) -> Self {
        self.instance = Some(instance);
        self
    }

    /// Which adapter the guest gets.
    pub fn adapter(mut self, adapter: AdapterSelector) -> Self {
        self.adapter = adapter;
        self
    }

    /// What the guest sees of the adapter; all of it by default.
    pub fn caps(mut self, caps: AdapterCaps) -> Self {
        self.caps = caps;
        self
    }

    /// How much the guest may take of the host.
    pub fn quotas(mut self, quotas: Quotas) -> Self {
        self.quotas = quotas;
        self
    }

    /// Who is told of the guest's passes.
    pub fn pass_observer(mut self, observer: Arc<dyn PassObserver>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// The context.
    pub fn build(self) -> WebGpuCtx {
        let instance = (self.instance).unwrap_or_else(|| Instance::new(Backends::all()));
        WebGpuCtx {
            driver: instance.driver,
            adapter: self.adapter,
            observer: self.observer,
            caps: self.caps,
            accounts: Accounts::new(self.quotas),
            objects: 0,
        }
    }
}

/// The context of a store, and the table that its guest's handles live in.
pub struct WebGpuCtxView<'a> {
    /// The context.
    pub ctx: &'a mut WebGpuCtx,
    /// The table, which may be shared with other interfaces.
    pub table: &'a mut ResourceTable,
}

impl WebGpuCtxView<'_> {
    /// Gives the guest a handle.
    #[inline]
    fn push<R: Send + 'static>(&mut self, resource: R) -> wasmtime::Result<Resource<R>> {
        let (live, limit) = (self.ctx.objects, self.ctx.accounts.quotas.objects);
        let live = quota::check("objects", limit, live, 1);
        self.ctx.objects = live.map_err(|over| over.trap("a call that gives a new handle"))?;
        Ok(self.table.push(resource)?)
    }

    /// The resource of a handle that the guest need not give.
    fn get_optional<R: 'static>(
        &self,
        handle: Option<&Resource<R>>,
    ) -> wasmtime::Result<Option<&R>> {
        Ok(handle.map(|it| self.table.get(it)).transpose()?)
    }

    /// Takes a handle from the guest.
    #[inline]
    fn delete<R: 'static>(&mut self, resource: Resource<R>) -> wasmtime::Result<R> {
        let resource = self.table.delete(resource)?;
        self.ctx.objects -= 1;
        Ok(resource)
    }
}

/// Store data with a [`WebGpuCtx`] in it.
pub trait WebGpuView: Send {
    /// The context and the table.
    fn webgpu(&mut self) -> WebGpuCtxView<'_>;
}

struct HasWebGpu;

impl HasData for HasWebGpu {
    type Data<'a> = WebGpuCtxView<'a>;
}

/// Adds `wasi:webgpu/webgpu` to `linker`. The engine needs `Config::wasm_component_model_async`.
///
/// # Errors
///
/// If the linker has the interface already.
pub fn add_to_linker<T: WebGpuView + 'static>(linker: &mut Linker<T>) -> wasmtime::Result<()> {
    wasi_webgpu_traced_linker::Linker::extend(linker, |linker| {
        wit::add_to_linker::<_, HasWebGpu>(linker, T::webgpu)
    })?;
    linker.allow_shadowing(true);
    let uploads = api::bytes::add_to_linker(linker);
    linker.allow_shadowing(false);
    uploads
}
