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
use crate::errors::{DeviceError, MAX_SCOPES, message};
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

/// The functions that make an object of a descriptor that names no other.
macro_rules! creations {
    ($($function:ident($descriptor:ty) -> $object:ty;)*) => {$(
        fn $function(
            &mut self,
            this: Resource<Device>,
            descriptor: $descriptor,
        ) -> wasmtime::Result<Resource<$object>> {
            let object = <$object>::create(&self.device(&this)?, descriptor)?;
            self.push(object)
        }
    )*};
}

impl wit::HostGpuDevice for WebGpuCtxView<'_> {
    fn features(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<Features>> {
        let features = self.device(&this)?.features;
        self.push(features)
    }

    fn limits(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<Limits>> {
        let limits = self.device(&this)?.limits.clone();
        self.push(limits)
    }

    fn adapter_info(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<AdapterInfo>> {
        let info = self.device(&this)?.adapter_info.clone();
        self.push(info)
    }

    fn queue(&mut self, this: Resource<Device>) -> wasmtime::Result<Resource<Queue>> {
        let device = self.device(&this)?;
        self.push(Queue { device })
    }

    fn destroy(&mut self, this: Resource<Device>) -> wasmtime::Result<()> {
        self.device(&this)?.destroy()
    }

    creations! {
        create_buffer(wit::GpuBufferDescriptor) -> Buffer;
        create_texture(wit::GpuTextureDescriptor) -> Texture;
        create_sampler(Option<wit::GpuSamplerDescriptor>) -> Sampler;
        create_bind_group_layout(wit::GpuBindGroupLayoutDescriptor) -> BindGroupLayout;
        create_shader_module(wit::GpuShaderModuleDescriptor) -> ShaderModule;
        create_command_encoder(Option<wit::GpuCommandEncoderDescriptor>) -> CommandEncoder;
        create_render_bundle_encoder(wit::GpuRenderBundleEncoderDescriptor) -> RenderBundleEncoder;
    }

    fn create_pipeline_layout(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuPipelineLayoutDescriptor,
    ) -> wasmtime::Result<Resource<PipelineLayout>> {
        let layout = self.new_pipeline_layout(&this, descriptor)?;
        self.push(layout)
    }

    fn create_bind_group(
        &mut self,
        this: Resource<Device>,
        descriptor: wit::GpuBindGroupDescriptor,
    ) -> wasmtime::Result<Resource<BindGroup>> {
        let bind_group = self.new_bind_group(&this, descriptor)?;
        self.push(bind_group)
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
        if self.device(&this)?.errors.push_scope(filter.into()) {
            return Ok(());
        }
        Err(wasmtime::format_err!(
            "wasi:webgpu: push-error-scope was called with {MAX_SCOPES} scopes open, as many as this host has"
        ))
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
            Ok(Ok(view.push(pipeline)?))
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
            Ok(Ok(view.push(pipeline)?))
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
        let info = store.data_mut().webgpu().push(info)?;
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

    resource_drop!(LossInfo);
}
