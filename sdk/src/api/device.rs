use std::sync::{Arc, OnceLock};

use futures::Stream;
use wgpu_types::{AdapterInfo, DeviceLostReason, Features, Limits};

use super::{
    Adapter, BindGroup, BindGroupDescriptor, BindGroupLayout, BindGroupLayoutDescriptor, Buffer,
    BufferDescriptor, CommandEncoder, CommandEncoderDescriptor, ComputePipeline,
    ComputePipelineDescriptor, ErrorScopeGuard, Label, PipelineLayout, PipelineLayoutDescriptor,
    QuerySet, QuerySetDescriptor, Queue, RenderBundleEncoder, RenderBundleEncoderDescriptor,
    RenderPipeline, RenderPipelineDescriptor, Sampler, SamplerDescriptor, ShaderModule,
    ShaderModuleDescriptor, ShaderSource, Texture, TextureDescriptor, UncapturedErrorHandler,
    handle::handle,
};
use crate::{
    CreatePipelineError, CreatePipelineErrorKind, Error, ErrorFilter, Lacking, convert, error, raw,
    runtime::errors::{self, Errors},
};

handle!(
    /// A connection to an adapter: makes all other objects.
    ///
    /// Calls that make objects always give a handle. Where a call is wrong, the object is invalid,
    /// and so is what is made of it; the error goes to the innermost [error scope](
    /// Self::push_error_scope), or, where there is none, to
    /// [`on_uncaptured_error`](Self::on_uncaptured_error).
    ///
    /// Corresponds to [WebGPU `GPUDevice`](https://gpuweb.github.io/gpuweb/#gpudevice).
    Device,
    GpuDevice,
    DeviceState
);

/// Why a device was lost.
///
/// Corresponds to [WebGPU `GPUDeviceLostInfo`](https://gpuweb.github.io/gpuweb/#gpudevicelostinfo).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceLostInfo {
    /// Whether it was destroyed, or the reason is not known.
    pub reason: DeviceLostReason,
    /// The host's words, for people.
    pub message: String,
}

#[derive(Debug)]
pub(crate) struct DeviceState {
    /// `None` for a raw device.
    adapter: Option<Adapter>,
    features: OnceLock<Features>,
    limits: OnceLock<Limits>,
    errors: Watched,
}

/// The errors of a device, watched as long as the device lives.
#[derive(Debug)]
struct Watched(Arc<Errors>);

impl Drop for Watched {
    fn drop(&mut self) {
        errors::unwatch(&self.0);
    }
}

impl Device {
    pub(crate) fn wrap(
        adapter: Option<&Adapter>,
        device: raw::GpuDevice,
        label: String,
    ) -> (Self, Queue) {
        let errors = Arc::new(Errors::default());
        errors::watch(&errors, device.on_uncaptured_error());
        let queue = Queue::make(device.queue(), Some(label.clone()), errors.clone());
        let state = DeviceState {
            adapter: adapter.cloned(),
            features: OnceLock::new(),
            limits: OnceLock::new(),
            errors: Watched(errors),
        };
        (Self::make(device, Some(label), state), queue)
    }

    /// Handles for a raw device, whose label the host is asked for, and its queue. Take a device's
    /// uncaptured errors by one of its handles only: each call asks the host for a stream.
    pub fn from_raw(raw: raw::GpuDevice) -> (Self, Queue) {
        let label = raw.label();
        Self::wrap(None, raw, label)
    }

    pub(crate) fn errors(&self) -> &Arc<Errors> {
        &self.inner.state.errors.0
    }

    /// The features that the device has.
    pub fn features(&self) -> Features {
        let features = || convert::features(&self.as_raw().features());
        *self.inner.state.features.get_or_init(features)
    }

    /// Whether the device has the feature that WebGPU calls so, `texture-formats-tier1` for instance:
    /// also those that [`Features`] has no flag for.
    ///
    /// The names are those of [WebGPU `GPUFeatureName`](
    /// https://gpuweb.github.io/gpuweb/#enumdef-gpufeaturename).
    pub fn has_feature(&self, name: &str) -> bool {
        self.as_raw().features().has(name)
    }

    /// The limits that the device keeps to.
    pub fn limits(&self) -> Limits {
        let limits = || convert::limits(&self.as_raw().limits());
        self.inner.state.limits.get_or_init(limits).clone()
    }

    /// The limit that WebGPU calls so, `maxStorageBuffersInVertexStage` for instance: also those that
    /// [`Limits`] has no field for. `None` if WebGPU has no such limit.
    ///
    /// The names are those of [WebGPU `GPUSupportedLimits`](
    /// https://gpuweb.github.io/gpuweb/#gpusupportedlimits).
    pub fn limit(&self, name: &str) -> Option<u64> {
        convert::limit(&self.as_raw().limits(), name)
    }

    /// What the host says of the device's adapter; see [`Adapter::get_info`].
    pub fn adapter_info(&self) -> AdapterInfo {
        match &self.inner.state.adapter {
            Some(adapter) => adapter.get_info(),
            None => convert::adapter_info(&self.as_raw().adapter_info()),
        }
    }

    /// Compiles a shader.
    ///
    /// See [WebGPU `createShaderModule`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createshadermodule).
    pub fn create_shader_module(&self, desc: ShaderModuleDescriptor<'_>) -> ShaderModule {
        let ShaderSource::Wgsl(code) = desc.source;
        let raw = raw::GpuShaderModuleDescriptor {
            code: code.into_owned(),
            compilation_hints: None,
            label: convert::label(desc.label),
        };
        let module = self.as_raw().create_shader_module(&raw);
        ShaderModule::make(module, raw.label, ())
    }

    /// Makes a buffer; its contents are zero.
    ///
    /// See [WebGPU `createBuffer`](https://gpuweb.github.io/gpuweb/#dom-gpudevice-createbuffer).
    pub fn create_buffer(&self, desc: &BufferDescriptor<'_>) -> Buffer {
        let usage = desc.usage.try_into().unwrap_or_else(|lacking| {
            self.lacking("create_buffer", desc.label, lacking);
            // The host finds a buffer of no usage invalid, too.
            raw::GpuBufferUsage::empty()
        });
        let raw = raw::GpuBufferDescriptor {
            size: desc.size,
            usage,
            mapped_at_creation: Some(desc.mapped_at_creation),
            label: convert::label(desc.label),
        };
        let buffer = self.as_raw().create_buffer(&raw);
        let mapped = desc.mapped_at_creation.then_some(0..desc.size);
        Buffer::wrap(self, buffer, raw.label, (desc.size, desc.usage), mapped)
    }

    /// Makes a texture; its contents are zero.
    ///
    /// See [WebGPU `createTexture`](https://gpuweb.github.io/gpuweb/#dom-gpudevice-createtexture).
    pub fn create_texture(&self, desc: &TextureDescriptor<'_>) -> Texture {
        Texture::create(self, desc)
    }

    /// Makes a sampler.
    ///
    /// See [WebGPU `createSampler`](https://gpuweb.github.io/gpuweb/#dom-gpudevice-createsampler).
    pub fn create_sampler(&self, desc: &SamplerDescriptor<'_>) -> Sampler {
        Sampler::create(self, desc)
    }

    /// Makes the layout of a bind group.
    ///
    /// See [WebGPU `createBindGroupLayout`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createbindgrouplayout).
    pub fn create_bind_group_layout(
        &self,
        desc: &BindGroupLayoutDescriptor<'_>,
    ) -> BindGroupLayout {
        let entries = desc.entries.iter().map(|entry| {
            let (raw, lacking) = convert::bind_group_layout_entry(entry);
            if let Some(lacking) = lacking {
                self.lacking("create_bind_group_layout", desc.label, lacking);
            }
            raw
        });
        let raw = raw::GpuBindGroupLayoutDescriptor {
            entries: entries.collect(),
            label: convert::label(desc.label),
        };
        let layout = self.as_raw().create_bind_group_layout(&raw);
        BindGroupLayout::make(layout, raw.label, ())
    }

    /// Makes a bind group.
    ///
    /// See [WebGPU `createBindGroup`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createbindgroup).
    pub fn create_bind_group(&self, desc: &BindGroupDescriptor<'_>) -> BindGroup {
        let raw = raw::GpuBindGroupDescriptor {
            layout: desc.layout.as_raw(),
            entries: desc.entries.iter().map(|entry| entry.to_raw()).collect(),
            label: convert::label(desc.label),
        };
        let bind_group = self.as_raw().create_bind_group(&raw);
        BindGroup::make(bind_group, raw.label, ())
    }

    /// Makes the layout of a pipeline.
    ///
    /// See [WebGPU `createPipelineLayout`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createpipelinelayout).
    pub fn create_pipeline_layout(&self, desc: &PipelineLayoutDescriptor<'_>) -> PipelineLayout {
        let layouts = desc.bind_group_layouts.iter();
        let raw = raw::GpuPipelineLayoutDescriptor {
            bind_group_layouts: layouts.map(|l| l.map(BindGroupLayout::as_raw)).collect(),
            immediate_size: (desc.immediate_size > 0).then_some(desc.immediate_size),
            label: convert::label(desc.label),
        };
        let layout = self.as_raw().create_pipeline_layout(&raw);
        PipelineLayout::make(layout, raw.label, ())
    }

    /// Makes a compute pipeline, and waits for its compilation.
    ///
    /// See [WebGPU `createComputePipeline`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createcomputepipeline).
    pub fn create_compute_pipeline(&self, desc: &ComputePipelineDescriptor<'_>) -> ComputePipeline {
        let raw = self.as_raw().create_compute_pipeline(desc.to_raw());
        ComputePipeline::make(raw, convert::label(desc.label), ())
    }

    /// Makes a compute pipeline while the guest goes on with other work, and returns its error.
    ///
    /// See [WebGPU `createComputePipelineAsync`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createcomputepipelineasync).
    ///
    /// # Errors
    /// What [`create_compute_pipeline`](Self::create_compute_pipeline) gives to an error scope.
    pub async fn create_compute_pipeline_async(
        &self,
        desc: &ComputePipelineDescriptor<'_>,
    ) -> Result<ComputePipeline, CreatePipelineError> {
        let raw = desc.to_raw();
        match self.as_raw().create_compute_pipeline_async(raw).await {
            Ok(raw) => Ok(ComputePipeline::make(raw, convert::label(desc.label), ())),
            Err(error) => Err(CreatePipelineError::from_raw(desc.label, error)),
        }
    }

    /// Makes a render pipeline, and waits for its compilation.
    ///
    /// See [WebGPU `createRenderPipeline`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createrenderpipeline).
    pub fn create_render_pipeline(&self, desc: &RenderPipelineDescriptor<'_>) -> RenderPipeline {
        let (raw, lacking) = desc.to_raw();
        if let Some(lacking) = lacking {
            self.lacking("create_render_pipeline", desc.label, lacking);
        }
        let raw = self.as_raw().create_render_pipeline(raw);
        RenderPipeline::make(raw, convert::label(desc.label), ())
    }

    /// Makes a render pipeline while the guest goes on with other work, and returns its error.
    ///
    /// See [WebGPU `createRenderPipelineAsync`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createrenderpipelineasync).
    ///
    /// # Errors
    /// What [`create_render_pipeline`](Self::create_render_pipeline) gives to an error scope.
    pub async fn create_render_pipeline_async(
        &self,
        desc: &RenderPipelineDescriptor<'_>,
    ) -> Result<RenderPipeline, CreatePipelineError> {
        let (raw, lacking) = desc.to_raw();
        if let Some(lacking) = lacking {
            return Err(CreatePipelineError {
                kind: CreatePipelineErrorKind::Validation,
                label: desc.label.unwrap_or_default().to_owned(),
                message: lacking.to_string(),
            });
        }
        match self.as_raw().create_render_pipeline_async(raw).await {
            Ok(raw) => Ok(RenderPipeline::make(raw, convert::label(desc.label), ())),
            Err(error) => Err(CreatePipelineError::from_raw(desc.label, error)),
        }
    }

    /// Begins to record a bundle of draws.
    ///
    /// See [WebGPU `createRenderBundleEncoder`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createrenderbundleencoder).
    pub fn create_render_bundle_encoder<'a>(
        &self,
        desc: &RenderBundleEncoderDescriptor<'_>,
    ) -> RenderBundleEncoder<'a> {
        RenderBundleEncoder::create(self, desc)
    }

    /// Makes a set of queries.
    ///
    /// See [WebGPU `createQuerySet`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createqueryset).
    ///
    /// # Errors
    /// The device lacks the feature that the queries need, `TIMESTAMP_QUERY` for timestamps, or
    /// WebGPU has no such queries.
    pub fn create_query_set(&self, desc: &QuerySetDescriptor<'_>) -> crate::Result<QuerySet> {
        let error = |rule: &str| {
            let label = desc.label.unwrap_or_default();
            Error::UnsupportedFeature {
                description: error::describe_call("create_query_set", label, rule),
            }
        };
        let type_ = desc.ty.try_into();
        let raw = raw::GpuQuerySetDescriptor {
            type_: type_.map_err(|lacking: Lacking| error(&lacking.to_string()))?,
            count: desc.count,
            label: convert::label(desc.label),
        };
        match self.as_raw().create_query_set(&raw) {
            Ok(set) => Ok(QuerySet::make(set, raw.label, (desc.ty, desc.count))),
            Err(e) => Err(error(&e.message)),
        }
    }

    /// Begins to record commands.
    ///
    /// See [WebGPU `createCommandEncoder`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpudevice-createcommandencoder).
    pub fn create_command_encoder(&self, desc: &CommandEncoderDescriptor<'_>) -> CommandEncoder {
        let label = convert::label(desc.label);
        let descriptor = label.map(|label| raw::GpuCommandEncoderDescriptor { label: Some(label) });
        let raw = self.as_raw().create_command_encoder(descriptor.as_ref());
        let label = descriptor.and_then(|it| it.label);
        CommandEncoder::wrap(raw, label.unwrap_or_default(), self.errors().clone())
    }

    /// Begins an error scope: errors of this kind, from now to its [`pop`](ErrorScopeGuard::pop),
    /// go to it.
    pub fn push_error_scope(&self, filter: ErrorFilter) -> ErrorScopeGuard {
        ErrorScopeGuard::push(self, filter)
    }

    /// Sets what is done with errors that no error scope captures, in place of printing them on
    /// stderr. It is called when the guest next waits for the host.
    ///
    /// See [WebGPU `uncapturederror`](
    /// https://gpuweb.github.io/gpuweb/#eventdef-gpudevice-uncapturederror).
    pub fn on_uncaptured_error(&self, handler: Arc<dyn UncapturedErrorHandler>) {
        self.errors().set_handler(handler);
    }

    /// The errors that no error scope captures, as they come, in place of printing them on stderr.
    /// The stream ends with the device. A second stream of a device gets none of the host's errors.
    ///
    /// See [WebGPU `uncapturederror`](
    /// https://gpuweb.github.io/gpuweb/#eventdef-gpudevice-uncapturederror).
    pub fn uncaptured_errors(&self) -> impl Stream<Item = Error> + use<> {
        self.errors().stream()
    }

    /// Waits until the device is lost: destroyed, or given up by the driver.
    ///
    /// See [WebGPU `lost`](https://gpuweb.github.io/gpuweb/#dom-gpudevice-lost).
    pub fn lost(&self) -> impl Future<Output = DeviceLostInfo> + use<> {
        let lost = self.as_raw().lost();
        async {
            let info = lost.await;
            DeviceLostInfo {
                reason: match info.reason() {
                    raw::GpuDeviceLostReason::Unknown => DeviceLostReason::Unknown,
                    raw::GpuDeviceLostReason::Destroyed => DeviceLostReason::Destroyed,
                },
                message: info.message(),
            }
        }
    }

    /// Calls `callback` when the device is lost, by a [task](crate::spawn) that waits for it.
    pub fn set_device_lost_callback(
        &self,
        callback: impl FnOnce(DeviceLostReason, String) + Send + 'static,
    ) {
        let lost = self.lost();
        drop(crate::spawn(async move {
            let info = lost.await;
            callback(info.reason, info.message);
        }));
    }

    /// Releases all that the device has, at once; it is lost from then on.
    ///
    /// See [WebGPU `destroy`](https://gpuweb.github.io/gpuweb/#dom-gpudevice-destroy).
    pub fn destroy(&self) {
        self.as_raw().destroy();
    }

    /// A validation error: WebGPU lacks what was asked for.
    pub(crate) fn lacking(&self, call: &str, label: Label<'_>, what: Lacking) {
        self.errors().lacking(call, label, what);
    }
}
