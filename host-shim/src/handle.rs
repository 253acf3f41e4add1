//! Owned wgpu-core ids. Dropping the WIT resource, or the whole resource table, frees the GPU object.

use std::ops::Deref;
use std::sync::Arc;

use wgpu_core::global::Global;
use wgpu_core::id;

use crate::device_state::DeviceState;
use crate::quota::Memory;

/// A wgpu-core id that [`Handle`] can own.
pub trait GpuId: Copy + Send + Sync + 'static {
    /// Gives the id back to `global`.
    fn release(self, global: &Global);
}

macro_rules! gpu_ids {
    ($($id:ident: $release:ident,)*) => {$(
        impl GpuId for id::$id {
            fn release(self, global: &Global) {
                global.$release(self);
            }
        }
    )*};
}

gpu_ids! {
    AdapterId: adapter_drop,
    BindGroupId: bind_group_drop,
    BindGroupLayoutId: bind_group_layout_drop,
    BufferId: buffer_drop,
    CommandBufferId: command_buffer_drop,
    CommandEncoderId: command_encoder_drop,
    ComputePipelineId: compute_pipeline_drop,
    DeviceId: device_drop,
    PipelineLayoutId: pipeline_layout_drop,
    QuerySetId: query_set_drop,
    QueueId: queue_drop,
    RenderBundleId: render_bundle_drop,
    RenderPipelineId: render_pipeline_drop,
    SamplerId: sampler_drop,
    ShaderModuleId: shader_module_drop,
    TextureId: texture_drop,
    TextureViewId: texture_view_drop,
}

/// Owns the wgpu-core id of an object of a device.
pub struct Handle<I: GpuId> {
    pub(crate) device: Arc<DeviceState>,
    pub(crate) id: I,
    /// What the object keeps from being freed.
    pub(crate) memory: Memory,
}

impl<I: GpuId> Drop for Handle<I> {
    fn drop(&mut self) {
        // A drop has nobody to tell; `call` has caught what a driver may have thrown.
        let _ = self.device.call("drop", |global| self.id.release(global));
    }
}

/// What every WebGPU object of a device has (the specification's `GPUObjectBase`), and with `state`
/// what only this kind of object has.
pub struct Object<I: GpuId, S = ()> {
    handle: Arc<Handle<I>>,
    pub(crate) label: String,
    pub(crate) state: S,
}

impl<I: GpuId, S> Object<I, S> {
    #[inline]
    pub(crate) fn new(handle: Handle<I>, label: String, state: S) -> Self {
        Self {
            handle: Arc::new(handle),
            label,
            state,
        }
    }

    pub(crate) fn id(&self) -> I {
        self.handle.id
    }

    /// The new object, which keeps this memory.
    pub(crate) fn keeping(mut self, memory: Memory) -> Self {
        // The handle of a new object has no other owner.
        if !memory.is_empty()
            && let Some(handle) = Arc::get_mut(&mut self.handle)
        {
            handle.memory = memory;
        }
        self
    }

    /// Destroys the object by `f`, and gives its memory up.
    pub(crate) fn destroy(&self, f: fn(&Global, I)) -> wasmtime::Result<()> {
        self.device.call("destroy", |global| f(global, self.id()))?;
        self.memory.iter().for_each(|it| it.release());
        Ok(())
    }

    /// The id, for who needs it when the guest may have dropped its own handle.
    pub(crate) fn handle(&self) -> Arc<Handle<I>> {
        Arc::clone(&self.handle)
    }
}

impl<I: GpuId, S> Deref for Object<I, S> {
    type Target = Handle<I>;

    fn deref(&self) -> &Handle<I> {
        &self.handle
    }
}
