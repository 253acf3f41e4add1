//! The objects that a sequence has made so far.

use std::pin::Pin;
use std::rc::Rc;

use wasi_webgpu::raw::{self, GpuErrorFilter as Filter};

use crate::op::Pick;

/// A `map-async` that was called.
pub(crate) type Mapping = Pin<Box<dyn Future<Output = ()>>>;

/// Every kind has a list, and calls choose from it. A sequence has two devices.
pub(crate) struct Objects {
    pub(crate) devices: Vec<raw::GpuDevice>,
    pub(crate) queues: Vec<raw::GpuQueue>,
    pub(crate) buffers: Vec<Rc<raw::GpuBuffer>>,
    pub(crate) textures: Vec<raw::GpuTexture>,
    pub(crate) views: Vec<raw::GpuTextureView>,
    pub(crate) samplers: Vec<raw::GpuSampler>,
    pub(crate) layouts: Vec<raw::GpuBindGroupLayout>,
    pub(crate) groups: Vec<raw::GpuBindGroup>,
    pub(crate) pipeline_layouts: Vec<raw::GpuPipelineLayout>,
    pub(crate) compute_pipelines: Vec<raw::GpuComputePipeline>,
    pub(crate) render_pipelines: Vec<raw::GpuRenderPipeline>,
    /// Pipelines that scenes use again.
    pub(crate) counters: Vec<raw::GpuComputePipeline>,
    pub(crate) painters: Vec<raw::GpuRenderPipeline>,
    pub(crate) queries: Vec<raw::GpuQuerySet>,
    pub(crate) encoders: Vec<raw::GpuCommandEncoder>,
    pub(crate) compute_passes: Vec<raw::GpuComputePassEncoder>,
    pub(crate) render_passes: Vec<raw::GpuRenderPassEncoder>,
    pub(crate) bundle_encoders: Vec<raw::GpuRenderBundleEncoder>,
    pub(crate) bundles: Vec<raw::GpuRenderBundle>,
    pub(crate) commands: Vec<raw::GpuCommandBuffer>,
    pub(crate) mappings: Vec<Mapping>,
}

/// One of a list.
pub(crate) fn get<T>(list: &[T], pick: Pick) -> Option<&T> {
    pick.of(list.len()).map(|index| &list[index])
}

fn take<T>(list: &mut Vec<T>, pick: Pick) -> Option<T> {
    pick.of(list.len()).map(|index| list.remove(index))
}

impl Objects {
    pub(crate) fn new() -> Self {
        let devices: Vec<_> = (0..2).map(|_| device()).collect();
        let queues = devices.iter().map(|device| device.queue()).collect();
        Self {
            devices,
            queues,
            buffers: Vec::new(),
            textures: Vec::new(),
            views: Vec::new(),
            samplers: Vec::new(),
            layouts: Vec::new(),
            groups: Vec::new(),
            pipeline_layouts: Vec::new(),
            compute_pipelines: Vec::new(),
            render_pipelines: Vec::new(),
            counters: Vec::new(),
            painters: Vec::new(),
            queries: Vec::new(),
            encoders: Vec::new(),
            compute_passes: Vec::new(),
            render_passes: Vec::new(),
            bundle_encoders: Vec::new(),
            bundles: Vec::new(),
            commands: Vec::new(),
            mappings: Vec::new(),
        }
    }

    /// The first device, or for one in 16 the second.
    pub(crate) fn device(&self, pick: Pick) -> &raw::GpuDevice {
        &self.devices[usize::from(pick.is_rare())]
    }

    /// Watches for validation errors of the first device.
    pub(crate) fn watch(&self) {
        self.devices[0].push_error_scope(Filter::Validation);
    }

    /// Whether there was one. A call may have popped the scope.
    pub(crate) async fn saw_error(&self) -> bool {
        let popped = self.devices[0].pop_error_scope().await;
        matches!(popped, Ok(Some(_)))
    }

    pub(crate) fn destroy(&self, kind: Pick, which: Pick) {
        match kind.from(&[0, 0, 0, 1, 1, 1, 2, 2, 3]) {
            0 => drop(get(&self.buffers, which).map(|it| it.destroy())),
            1 => drop(get(&self.textures, which).map(raw::GpuTexture::destroy)),
            2 => drop(get(&self.queries, which).map(raw::GpuQuerySet::destroy)),
            // A destroyed device has little more to say.
            _ if which.is_rare() => self.devices[usize::from(kind.is_rare())].destroy(),
            _ => {}
        }
    }

    pub(crate) fn drop_one(&mut self, kind: Pick, which: Pick) {
        match kind.from(&(0..17).collect::<Vec<_>>()) {
            0 => drop(take(&mut self.buffers, which)),
            1 => drop(take(&mut self.textures, which)),
            2 => drop(take(&mut self.views, which)),
            3 => drop(take(&mut self.samplers, which)),
            4 => drop(take(&mut self.layouts, which)),
            5 => drop(take(&mut self.groups, which)),
            6 => drop(take(&mut self.pipeline_layouts, which)),
            7 => drop(take(&mut self.compute_pipelines, which)),
            8 => drop(take(&mut self.render_pipelines, which)),
            9 => drop(take(&mut self.queries, which)),
            10 => drop(take(&mut self.encoders, which)),
            11 => drop(take(&mut self.compute_passes, which)),
            12 => drop(take(&mut self.render_passes, which)),
            13 => drop(take(&mut self.bundle_encoders, which)),
            14 => drop(take(&mut self.bundles, which)),
            15 => drop(take(&mut self.commands, which)),
            _ => drop(take(&mut self.mappings, which)),
        }
    }

    /// Waits for a mapping.
    pub(crate) async fn finish_mapping(&mut self, which: Pick) {
        if let Some(mapping) = take(&mut self.mappings, which) {
            mapping.await;
        }
    }

    /// Waits for what is to come, and drops everything: every other sequence its devices first.
    pub(crate) async fn end(mut self) {
        for queue in &self.queues {
            queue.on_submitted_work_done().await;
        }
        for mapping in self.mappings.drain(..) {
            mapping.await;
        }
        if self.buffers.len() % 2 == 1 {
            self.devices.clear();
            self.queues.clear();
        }
    }
}

fn device() -> raw::GpuDevice {
    let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
    let features = adapter.features();
    let wanted = [
        ("timestamp-query", raw::GpuFeatureName::TimestampQuery),
        (
            "depth32float-stencil8",
            raw::GpuFeatureName::Depth32floatStencil8,
        ),
        (
            "indirect-first-instance",
            raw::GpuFeatureName::IndirectFirstInstance,
        ),
        (
            "texture-compression-bc",
            raw::GpuFeatureName::TextureCompressionBc,
        ),
    ];
    let there = wanted.into_iter().filter(|(name, _)| features.has(name));
    let device = adapter.request_device(Some(raw::GpuDeviceDescriptor {
        required_features: Some(there.map(|(_, feature)| feature).collect()),
        required_limits: None,
        default_queue: None,
        label: None,
    }));
    device.expect("a device")
}
