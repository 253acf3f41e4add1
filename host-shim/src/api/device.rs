//! `gpu-device` and `gpu-device-lost-info`.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures::FutureExt;
use wasmtime::StoreContextMut;
use wasmtime::component::{Access, Accessor, FutureProducer, FutureReader, Resource, StreamReader};
use wgpu_types::{AdapterInfo, DeviceLostReason, Features, Limits};

use super::compute_pipeline::pipeline_error;
use super::error::UncapturedErrors;
use super::{
    BindGroup, BindGroupLayout, Buffer, CommandEncoder, ComputePipeline, PipelineLayout, QuerySet,
    Queue, RenderBundleEncoder, RenderPipeline, Sampler, ShaderModule, Texture,
};
use crate::device_state::{DeviceState, LossInfo, Lost};
use crate::errors::{DeviceError, message};
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
}

impl wit::HostGpuDevice for WebGpuCtxView<'_> {
    fn features(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<Features>> {
        let features = self.device(&this)?.features;
        Ok(self.table.push(features)?)
    }

    fn limits(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<Limits>> {
        let limits = self.device(&this)?.limits.clone();
        Ok(self.table.push(limits)?)
    }

    fn adapter_info(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<AdapterInfo>> {
        let info = self.device(&this)?.adapter_info.clone();
        Ok(self.table.push(info)?)
    }

    fn queue(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<Queue>> {
        let device = self.device(&this)?;
        Ok(self.table.push(Queue { device })?)
    }

    fn destroy(&mut self, this: Resource<Device>) -> wasmtime::Result<()> {
        self.device(&this)?.destroy()
    }

    fn create_buffer(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuBufferDescriptor,
    ) -> wasmtime::Result<Resource<Buffer>> {
        let buffer = Buffer::create(&self.device(&this)?, descriptor)?;
        Ok(self.table.push(buffer)?)
    }

    fn create_texture(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuTextureDescriptor,
    ) -> wasmtime::Result<Resource<Texture>> {
        let texture = Texture::create(&self.device(&this)?, descriptor)?;
        Ok(self.table.push(texture)?)
    }

    fn create_sampler(
        &mut self,
        this: Resource<Device>,
        descriptor: Option<wit::GpuSamplerDescriptor>,
    ) -> wasmtime::Result<Resource<Sampler>> {
        let sampler = Sampler::create(&self.device(&this)?, descriptor)?;
        Ok(self.table.push(sampler)?)
    }

    fn create_bind_group_layout(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuBindGroupLayoutDescriptor,
    ) -> wasmtime::Result<Resource<BindGroupLayout>> {
        let layout = BindGroupLayout::create(&self.device(&this)?, descriptor)?;
        Ok(self.table.push(layout)?)
    }

    fn create_pipeline_layout(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuPipelineLayoutDescriptor,
    ) -> wasmtime::Result<Resource<PipelineLayout>> {
        let layout = self.new_pipeline_layout(&this, descriptor)?;
        Ok(self.table.push(layout)?)
    }

    fn create_bind_group(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuBindGroupDescriptor,
    ) -> wasmtime::Result<Resource<BindGroup>> {
        let bind_group = self.new_bind_group(&this, descriptor)?;
        Ok(self.table.push(bind_group)?)
    }

    fn create_shader_module(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuShaderModuleDescriptor,
    ) -> wasmtime::Result<Resource<ShaderModule>> {
        let module = ShaderModule::create(&self.device(&this)?, descriptor)?;
        Ok(self.table.push(module)?)
    }

    fn create_compute_pipeline(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuComputePipelineDescriptor,
    ) -> wasmtime::Result<Resource<ComputePipeline>> {
        let call = "create-compute-pipeline";
        let (pipeline, error) = self.new_compute_pipeline(&this, call, descriptor)?;
        (pipeline.device).report(call, &pipeline.label, error);
        Ok(self.table.push(pipeline)?)
    }

    fn create_render_pipeline(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuRenderPipelineDescriptor,
    ) -> wasmtime::Result<Resource<RenderPipeline>> {
        let call = "create-render-pipeline";
        let (pipeline, error) = self.new_render_pipeline(&this, call, descriptor)?;
        (pipeline.device).report(call, &pipeline.label, error);
        Ok(self.table.push(pipeline)?)
    }

    fn create_command_encoder(
        &mut self,
        this: Resource<Device>,
        descriptor: Option<wit::GpuCommandEncoderDescriptor>,
    ) -> wasmtime::Result<Resource<CommandEncoder>> {
        let encoder = super::command_encoder::create(&self.device(&this)?, descriptor)?;
        Ok(self.table.push(encoder)?)
    }

    fn create_render_bundle_encoder(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuRenderBundleEncoderDescriptor,
    ) -> wasmtime::Result<Resource<RenderBundleEncoder>> {
        let encoder = RenderBundleEncoder::create(&self.device(&this)?, descriptor)?;
        Ok(self.table.push(encoder)?)
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
        Ok(Ok(self.table.push(query_set)?))
    }

    fn push_error_scope(
        &mut self,
        this: Resource<Device>,
        filter: wit::GpuErrorFilter,
    ) -> wasmtime::Result<()> {
        self.device(&this)?.errors.push_scope(filter.into());
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
            let (pipeline, error) = view.new_compute_pipeline(&this, call, descriptor)?;
            if let Some(error) = error {
                return Ok(Err(pipeline_error(call, &pipeline.label, &error)));
            }
            Ok(Ok(view.table.push(pipeline)?))
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
            let (pipeline, error) = view.new_render_pipeline(&this, call, descriptor)?;
            if let Some(error) = error {
                return Ok(Err(pipeline_error(call, &pipeline.label, &error)));
            }
            Ok(Ok(view.table.push(pipeline)?))
        })
    }

    async fn pop_error_scope(
        accessor: &Accessor<T, Self>,
        this: Resource<Device>,
    ) -> wasmtime::Result<Result<Option<Resource<DeviceError>>, wit::PopErrorScopeError>> {
        // wgpu-core reports the errors of a call in that call: none is still to come.
        accessor.with(|mut access| {
            let view = access.get();
            let device = view.table.get(&this)?;
            let Some(first) = device.state.errors.pop_scope() else {
                return Ok(Err(wit::PopErrorScopeError {
                    kind: wit::PopErrorScopeErrorKind::OperationError,
                    message: message(
                        "pop-error-scope",
                        &device.label,
                        "no error scope is open; call push-error-scope first",
                    ),
                }));
            };
            let error = first.map(|error| view.table.push(error)).transpose()?;
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
        let errors = Arc::clone(&access.get().device(&this)?.errors);
        StreamReader::new(access, UncapturedErrors(errors))
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
        let info = store.data_mut().webgpu().table.push(info)?;
        Poll::Ready(Ok(Some(info)))
    }
}

impl wit::HostGpuDeviceLostInfo for WebGpuCtxView<'_> {
    fn reason(&mut self, this: Resource<LossInfo>) -> wasmtime::Result<wit::GpuDeviceLostReason> {
        Ok(match self.table.get(&this)?.reason {
            DeviceLostReason::Unknown => wit::GpuDeviceLostReason::Unknown,
            DeviceLostReason::Destroyed => wit::GpuDeviceLostReason::Destroyed,
        })
    }

    fn message(&mut self, this: Resource<LossInfo>) -> wasmtime::Result<String> {
        Ok(self.table.get(&this)?.message.clone())
    }

    fn drop(&mut self, this: Resource<LossInfo>) -> wasmtime::Result<()> {
        self.table.delete(this)?;
        Ok(())
    }
}
