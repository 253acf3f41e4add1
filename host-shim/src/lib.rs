//! A [`wasi:webgpu`](https://github.com/WebAssembly/wasi-webgpu) host for
//! [`wasmtime`], on [wgpu-core](https://docs.rs/wgpu-core).
//!
//! An embedder opens an [`Instance`] once, gives each store a [`WebGpuCtx`], and adds the interface to
//! its linker:
//!
//! ```
//! use wasi_webgpu_host::{Backends, Instance, WebGpuCtx, WebGpuCtxView, WebGpuView, add_to_linker};
//! use wasmtime::component::{Linker, ResourceTable};
//! use wasmtime::{Config, Engine, Store};
//!
//! struct State {
//!     table: ResourceTable,
//!     webgpu: WebGpuCtx,
//! }
//!
//! impl WebGpuView for State {
//!     fn webgpu(&mut self) -> WebGpuCtxView<'_> {
//!         WebGpuCtxView { ctx: &mut self.webgpu, table: &mut self.table }
//!     }
//! }
//!
//! # fn main() -> wasmtime::Result<()> {
//! let mut config = Config::new();
//! config.wasm_component_model_async(true);
//! let engine = Engine::new(&config)?;
//! let mut linker = Linker::<State>::new(&engine);
//! add_to_linker(&mut linker)?;
//!
//! let instance = Instance::new(Backends::empty()); // `Backends::all()` where there is a GPU
//! let webgpu = WebGpuCtx::builder().instance(instance).build();
//! let store = Store::new(&engine, State { table: ResourceTable::new(), webgpu });
//! # drop(store);
//! # Ok(())
//! # }
//! ```
//!
//! `examples/embed.rs` has the rest: WASI beside it, and two guests at once.
//!
//! # What a guest can do to the host
//!
//! A guest's mistake is a WebGPU error, an error in the WIT result, or at worst a trap of that guest.
//! Objects live in the store's [`ResourceTable`] and are freed with it, whatever the guest left open. A
//! panic in wgpu-core or a driver is caught at the call that met it and becomes a trap; for that the
//! embedder has to be built with `panic = "unwind"`.
//!
//! [`Quotas`] say how much a guest may take. Unless the embedder sets them, only what would harm the
//! host's process is limited: its own memory (recorded commands, compiled shaders, records: 1 GiB), the
//! length of WGSL (1 MiB), and devices (64). Always limited are labels, debug markers and keys (4 KiB),
//! messages (16 KiB), open error scopes (4096 a device), and errors that nobody reads (1024 a device). GPU
//! memory is not limited by default, nor is the number of handles, except by the [`ResourceTable`].
//!
//! [`AdapterCaps`] hide the adapter's identity, features and limits from a guest.
//!
//! wasmtime itself ends a guest that passes more than 128 MiB in one call, a large upload for instance, unless
//! [`Store::set_hostcall_fuel`](wasmtime::Store::set_hostcall_fuel) says otherwise.
//!
//! What is not this crate's to limit: linear memory and the time that wasm runs, for which wasmtime has
//! [`Store::limiter`](wasmtime::Store::limiter) and epochs, and how long a single call takes, of which the
//! compilation of a shader is the longest. Nothing can stop the GPU: with [`Quotas::gpu_wait`] the guest no
//! longer waits for a shader that never ends, but the GPU stays busy.
//!
//! # Waiting
//!
//! A guest that waits for the GPU holds its thread, and with it the embedder's task, for at most 0.2 ms. A longer
//! wait is a thread's that polls the device: it sleeps while nothing is awaited and ends with the device.
//! No particular async runtime is needed.
//!
//! # Watching guests
//!
//! Each call of a guest is a [`tracing`] span `wit-bindgen import` of level `TRACE`, with `module` and
//! `function`, in which an event has the arguments and another the `result`; a GPU error is an event of
//! level `DEBUG` in the span of the call that caused it. A [`PassObserver`] can time passes on the GPU.
//!
//! # Compared with the specification
//!
//! - Positions in `gpu-compilation-message` count bytes of UTF-8, the encoding of WIT strings, rather than
//!   UTF-16 code units.
//! - An index or vertex buffer cannot be set with a size of 0: that is a validation error. So is a viewport or
//!   a `lod-*-clamp` that is not finite, which WebGPU's types rule out.
//! - In a render bundle, an indirect draw whose arguments are not in the buffer is an error of the draw
//!   rather than of `finish`.
//! - In a render bundle, debug groups that do not match are no error.
//! - A view or a bind group of a texture or buffer that is destroyed is an error when it is made, rather than
//!   when it is submitted.
//! - A color target that the fragment stage does not write, and inputs of a stage that have fewer components
//!   than the outputs before them, are accepted, as naga does.
//! - `create-*-pipeline-async` compile within the call.
//! - An adapter gives any number of devices.
//! - `max-draw-count` is a hint that is not used. Canvases do not exist: the interface has no function
//!   that gives a guest one.
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
            // Costs a load and a branch while no subscriber wants the spans.
            "wasi:webgpu/webgpu.[method]gpu-device.lost": store | trappable | tracing | verbose_tracing,
            "wasi:webgpu/webgpu.[method]gpu-device.on-uncaptured-error": store | trappable | tracing | verbose_tracing,
            default: trappable | tracing | verbose_tracing,
        },
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
    /// Opens the drivers of `backends`, without debug or validation layers.
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
        Self::from_global(Arc::new(Global::new("wasi-webgpu-host", descriptor, None)))
    }

    /// Uses a wgpu-core instance that the embedder already has.
    ///
    /// For guests that are not trusted it should have `InstanceFlags::VALIDATION_INDIRECT_CALL`, and for
    /// timestamps in nanoseconds `AUTOMATIC_TIMESTAMP_NORMALIZATION`.
    pub fn from_global(global: Arc<Global>) -> Self {
        let driver = Driver::new(global);
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
    wit::add_to_linker::<_, HasWebGpu>(linker, T::webgpu)?;
    linker.allow_shadowing(true);
    let uploads = api::bytes::add_to_linker(linker);
    linker.allow_shadowing(false);
    uploads
}
