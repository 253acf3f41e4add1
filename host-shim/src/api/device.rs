//! `gpu-device` and `gpu-device-lost-info`.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::FutureExt;
use wasmtime::StoreContextMut;
use wasmtime::component::{Access, Accessor, FutureProducer, FutureReader, Resource, StreamReader};
use wgpu_types::error::{ErrorType, WebGpuError};
use wgpu_types::{AdapterInfo, DeviceLostReason, Features, Limits};

use super::error::UncapturedErrors;
use super::{
    BindGroup, BindGroupLayout, Buffer, CommandEncoder, ComputePipeline, PipelineLayout, QuerySet,
    Queue, RenderBundleEncoder, RenderPipeline, Sampler, ShaderModule, Texture,
};
use crate::device_state::{DeviceState, LossInfo, Lost};
use crate::errors::{DeviceError, MAX_SCOPES, describe, message};
use crate::handle::{GpuId, Object};
use crate::{HasWebGpu, WebGpuCtxView, WebGpuView, wit};

/// A `gpu-device`.
pub struct Device {
    pub(crate) state: Arc<DeviceState>,
    pub(crate) label: String,
}

impl WebGpuCtxView<'_> {
    pub(crate) fn device(&self, this: &Resource<Device>) -> wasmtime::Result<Arc<DeviceState>> {
        Ok(Arc::clone(&self.table.get(this)?.state))
    }

    /// The answer to a creation that is asynchronous.
    fn push_pipeline<I: GpuId, E: WebGpuError + 'static>(
        &mut self,
        call: &str,
        (pipeline, error): (Object<I>, Option<E>),
    ) -> wasmtime::Result<Result<Resource<Object<I>>, wit::CreatePipelineError>> {
        // A lost device has no errors.
        let Some(error) = error.filter(|_| !pipeline.device.is_gone()) else {
            return Ok(Ok(self.push(pipeline)?));
        };
        let reason = match error.webgpu_error_type() {
            ErrorType::Validation => wit::GpuPipelineErrorReason::Validation,
            ErrorType::Internal | ErrorType::OutOfMemory | ErrorType::DeviceLost => {
                wit::GpuPipelineErrorReason::Internal
            }
        };
        Ok(Err(wit::CreatePipelineError {
            kind: wit::CreatePipelineErrorKind::GpuPipelineError(reason),
            message: describe(call, &pipeline.label, &error),
        }))
    }
}

impl wit::HostGpuDevice for WebGpuCtxView<'_> {
    makers!(view, device: Device {
        features() -> Features = device.state.features;
        limits() -> Limits = device.state.limits.clone();
        adapter_info() -> AdapterInfo = device.state.adapter_info.clone();
        queue() -> Queue = Queue { device: Arc::clone(&device.state) };
        create_buffer(it: wit::GpuBufferDescriptor) -> Buffer = Buffer::create(&device.state, it)?;
        create_texture(it: wit::GpuTextureDescriptor) -> Texture
            = Texture::create(&device.state, it)?;
        create_sampler(it: Option<wit::GpuSamplerDescriptor>) -> Sampler
            = Sampler::create(&device.state, it)?;
        create_bind_group_layout(it: wit::GpuBindGroupLayoutDescriptor) -> BindGroupLayout
            = BindGroupLayout::create(&device.state, it)?;
        create_pipeline_layout(it: wit::GpuPipelineLayoutDescriptor) -> PipelineLayout
            = PipelineLayout::create(&device.state, view, it)?;
        create_bind_group(it: wit::GpuBindGroupDescriptor) -> BindGroup
            = BindGroup::create(&device.state, view, it)?;
        create_shader_module(it: wit::GpuShaderModuleDescriptor) -> ShaderModule
            = ShaderModule::create(&device.state, it)?;
        create_command_encoder(it: Option<wit::GpuCommandEncoderDescriptor>) -> CommandEncoder
            = CommandEncoder::create(&device.state, it)?;
        create_render_bundle_encoder(it: wit::GpuRenderBundleEncoderDescriptor) -> RenderBundleEncoder
            = RenderBundleEncoder::create(&device.state, it)?;
    });

    fn destroy(&mut self, this: Resource<Device>) -> wasmtime::Result<()> {
        self.table.get(&this)?.state.destroy()
    }

    fn create_compute_pipeline(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuComputePipelineDescriptor,
    ) -> wasmtime::Result<Resource<ComputePipeline>> {
        let call = "create-compute-pipeline";
        let (pipeline, error) = self.new_compute_pipeline(&this, call, descriptor)?;
        (pipeline.device).report(call, &pipeline.label, error);
        self.push(pipeline)
    }

    fn create_render_pipeline(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuRenderPipelineDescriptor,
    ) -> wasmtime::Result<Resource<RenderPipeline>> {
        let call = "create-render-pipeline";
        let (pipeline, error) = self.new_render_pipeline(&this, call, descriptor)?;
        (pipeline.device).report(call, &pipeline.label, error);
        self.push(pipeline)
    }

    fn create_query_set(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuQuerySetDescriptor,
    ) -> wasmtime::Result<Result<Resource<QuerySet>, wit::CreateQuerySetError>> {
        let query_set = match QuerySet::create(&self.device(&this)?, descriptor)? {
            Ok(query_set) => query_set,
            Err(error) => return Ok(Err(error)),
        };
        Ok(Ok(self.push(query_set)?))
    }

    fn push_error_scope(
        &mut self,
        this: Resource<Device>,
        filter: wit::GpuErrorFilter,
    ) -> wasmtime::Result<()> {
        let pushed = self.table.get(&this)?.state.errors.push_scope(filter);
        wasmtime::ensure!(
            pushed,
            "wasi:webgpu: push-error-scope was called with {MAX_SCOPES} scopes open, as many as this host has"
        );
        Ok(())
    }

    labelled_resource!(Device);
}

impl<T: WebGpuView + 'static> wit::HostGpuDeviceWithStore<T> for HasWebGpu {
    async fn create_compute_pipeline_async(
        accessor: &Accessor<T, Self>,
        this: Resource<Device>,
        descriptor: wit::GpuComputePipelineDescriptor,
    ) -> wasmtime::Result<Result<Resource<ComputePipeline>, wit::CreatePipelineError>> {
        accessor.with(|mut access| {
            let mut view = access.get();
            let call = "create-compute-pipeline-async";
            let made = view.new_compute_pipeline(&this, call, descriptor)?;
            view.push_pipeline(call, made)
        })
    }

    async fn create_render_pipeline_async(
        accessor: &Accessor<T, Self>,
        this: Resource<Device>,
        descriptor: wit::GpuRenderPipelineDescriptor,
    ) -> wasmtime::Result<Result<Resource<RenderPipeline>, wit::CreatePipelineError>> {
        accessor.with(|mut access| {
            let mut view = access.get();
            let call = "create-render-pipeline-async";
            let made = view.new_render_pipeline(&this, call, descriptor)?;
            view.push_pipeline(call, made)
        })
    }

    async fn pop_error_scope(
        accessor: &Accessor<T, Self>,
        this: Resource<Device>,
    ) -> wasmtime::Result<Result<Option<Resource<DeviceError>>, wit::PopErrorScopeError>> {
        // wgpu-core reports the errors of a call in that call: none is still to come.
        accessor.with(|mut access| {
            let mut view = access.get();
            let device = view.table.get(&this)?;
            let popped = device.state.errors.pop_scope();
            if device.state.is_gone() {
                return Ok(Ok(None));
            }
            let Some(first) = popped else {
                return Ok(Err(wit::PopErrorScopeError {
                    kind: wit::PopErrorScopeErrorKind::OperationError,
                    message: message(
                        "pop-error-scope",
                        &device.label,
                        "no error scope is open; call push-error-scope first",
                    ),
                }));
            };
            let error = first.map(|error| view.push(error)).transpose()?;
            Ok(Ok(error))
        })
    }

    fn lost(
        mut access: Access<'_, T, Self>,
        this: Resource<Device>,
    ) -> wasmtime::Result<FutureReader<Resource<LossInfo>>> {
        let lost = access.get().device(&this)?.lost.clone();
        FutureReader::new(access, LostFuture(lost))
    }

    fn on_uncaptured_error(
        mut access: Access<'_, T, Self>,
        this: Resource<Device>,
    ) -> wasmtime::Result<StreamReader<Resource<DeviceError>>> {
        let errors = UncapturedErrors::new(&access.get().device(&this)?.errors);
        StreamReader::new(access, errors)
    }
}

/// The future that `lost` gives.
struct LostFuture(Lost);

impl<T: WebGpuView + 'static> FutureProducer<T> for LostFuture {
    type Item = Resource<LossInfo>;

    fn poll_produce(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut store: StoreContextMut<'_, T>,
        finish: bool,
    ) -> Poll<wasmtime::Result<Option<Self::Item>>> {
        let polled = self.0.poll_unpin(cx);
        if finish && polled.is_pending() {
            return Poll::Ready(Ok(None));
        }
        let info = ready!(polled)?;
        let info = store.data_mut().webgpu().push(info)?;
        Poll::Ready(Ok(Some(info)))
    }
}

impl wit::HostGpuDeviceLostInfo for WebGpuCtxView<'_> {
    getters!(info: LossInfo {
        reason() -> wit::GpuDeviceLostReason = match info.reason {
            DeviceLostReason::Unknown => wit::GpuDeviceLostReason::Unknown,
            DeviceLostReason::Destroyed => wit::GpuDeviceLostReason::Destroyed,
        };
        message() -> String = info.message.clone();
    });

    resource_drop!(LossInfo);
}
