//! A device, and short ways to make objects of it.

use wasi_webgpu::raw::{
    self, GpuBufferUsage as BufferUsage, GpuTextureFormat as Format, GpuTextureUsage as Usage,
};

/// A kernel that adds 1 to what binding 0 has.
pub(crate) const COUNT: &str = "
    @group(0) @binding(0) var<storage, read_write> numbers: array<u32>;

    @compute @workgroup_size(1)
    fn main(@builtin(global_invocation_id) id: vec3u) {
        if id.x < arrayLength(&numbers) { numbers[id.x] += 1u; }
    }
";

/// A triangle that covers everything, without vertex buffers.
pub(crate) const COVER: &str = "
    @vertex fn vs(@builtin(vertex_index) i: u32) -> @builtin(position) vec4f {
        return vec4f(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0, 0.5, 1.0);
    }
    @fragment fn fs() -> @location(0) vec4f { return vec4f(1.0); }
";

pub(crate) struct Gpu {
    pub(crate) device: raw::GpuDevice,
    pub(crate) queue: raw::GpuQueue,
}

impl Gpu {
    pub(crate) fn new() -> Self {
        Self::with_features(Vec::new())
    }

    pub(crate) fn with_features(features: Vec<raw::GpuFeatureName>) -> Self {
        let adapter = raw::get_gpu().request_adapter(None).expect("an adapter");
        let device = adapter.request_device(Some(raw::GpuDeviceDescriptor {
            required_features: Some(features),
            required_limits: None,
            default_queue: None,
            label: None,
        }));
        let device = device.expect("a device");
        let queue = device.queue();
        Self { device, queue }
    }

    pub(crate) fn buffer(&self, size: u64, usage: BufferUsage) -> raw::GpuBuffer {
        self.new_buffer(size, usage, false)
    }

    pub(crate) fn mapped_buffer(&self, size: u64, usage: BufferUsage) -> raw::GpuBuffer {
        self.new_buffer(size, usage, true)
    }

    fn new_buffer(&self, size: u64, usage: BufferUsage, mapped: bool) -> raw::GpuBuffer {
        self.device.create_buffer(&raw::GpuBufferDescriptor {
            size,
            usage,
            mapped_at_creation: Some(mapped),
            label: None,
        })
    }

    pub(crate) fn texture(&self, format: Format, usage: Usage) -> raw::GpuTexture {
        self.device.create_texture(&texture(format, usage))
    }

    pub(crate) fn encoder(&self) -> raw::GpuCommandEncoder {
        self.device.create_command_encoder(None)
    }

    pub(crate) fn module(&self, wgsl: &str) -> raw::GpuShaderModule {
        (self.device).create_shader_module(&raw::GpuShaderModuleDescriptor {
            code: wgsl.to_owned(),
            compilation_hints: None,
            label: None,
        })
    }

    pub(crate) fn compute_pipeline(&self, wgsl: &str) -> raw::GpuComputePipeline {
        let module = self.module(wgsl);
        let pipeline = compute_pipeline(&module, raw::GpuLayoutMode::Auto);
        self.device.create_compute_pipeline(pipeline)
    }

    /// A pipeline that draws [`COVER`] to one target.
    pub(crate) fn render_pipeline(&self, format: Format) -> raw::GpuRenderPipeline {
        let module = self.module(COVER);
        let pipeline = render_pipeline(&module, vec![Some(target(format))]);
        self.device.create_render_pipeline(pipeline)
    }

    pub(crate) fn bind_group(
        &self,
        layout: &raw::GpuBindGroupLayout,
        resources: Vec<raw::GpuBindingResource<'_>>,
    ) -> raw::GpuBindGroup {
        let entries = (0..).zip(resources);
        let entry = |(binding, resource)| raw::GpuBindGroupEntry { binding, resource };
        self.device.create_bind_group(&raw::GpuBindGroupDescriptor {
            layout,
            entries: entries.map(entry).collect(),
            label: None,
        })
    }

    pub(crate) fn layout(
        &self,
        entries: Vec<raw::GpuBindGroupLayoutEntry>,
    ) -> raw::GpuBindGroupLayout {
        (self.device).create_bind_group_layout(&raw::GpuBindGroupLayoutDescriptor {
            entries,
            label: None,
        })
    }

    pub(crate) fn pipeline_layout(
        &self,
        layouts: &[&raw::GpuBindGroupLayout],
    ) -> raw::GpuPipelineLayout {
        self.device
            .create_pipeline_layout(&raw::GpuPipelineLayoutDescriptor {
                bind_group_layouts: layouts.iter().map(|layout| Some(*layout)).collect(),
                immediate_size: None,
                label: None,
            })
    }

    pub(crate) fn queries(&self, count: u32) -> raw::GpuQuerySet {
        let created = self.device.create_query_set(&raw::GpuQuerySetDescriptor {
            type_: raw::GpuQueryType::Occlusion,
            count,
            label: None,
        });
        created.expect("occlusion queries need no feature")
    }

    pub(crate) fn sampler(&self) -> raw::GpuSampler {
        self.device.create_sampler(None)
    }

    /// Commands that count up in `buffer`.
    pub(crate) fn count_in(&self, buffer: &raw::GpuBuffer) -> raw::GpuCommandBuffer {
        let pipeline = self.compute_pipeline(COUNT);
        let layout = pipeline.get_bind_group_layout(0);
        let group = self.bind_group(&layout, vec![raw::GpuBindingResource::GpuBuffer(buffer)]);
        let encoder = self.encoder();
        let pass = encoder.begin_compute_pass(None);
        pass.set_pipeline(&pipeline);
        bind(&pass, 0, Some(&group));
        pass.dispatch_workgroups(1, None, None);
        pass.end();
        encoder.finish(None)
    }
}

pub(crate) fn bind(
    pass: &raw::GpuComputePassEncoder,
    index: u32,
    group: Option<&raw::GpuBindGroup>,
) {
    let bound = pass.set_bind_group(index, group, None, None, None);
    bound.expect("no offsets are not out of range");
}

pub(crate) fn compute_pipeline<'a>(
    module: &'a raw::GpuShaderModule,
    layout: raw::GpuLayoutMode<'a>,
) -> raw::GpuComputePipelineDescriptor<'a> {
    raw::GpuComputePipelineDescriptor {
        compute: raw::GpuProgrammableStage {
            module,
            entry_point: None,
            constants: None,
        },
        layout,
        label: None,
    }
}

pub(crate) fn render_pipeline(
    module: &raw::GpuShaderModule,
    targets: Vec<Option<raw::GpuColorTargetState>>,
) -> raw::GpuRenderPipelineDescriptor<'_> {
    raw::GpuRenderPipelineDescriptor {
        vertex: raw::GpuVertexState {
            buffers: None,
            module,
            entry_point: None,
            constants: None,
        },
        primitive: None,
        depth_stencil: None,
        multisample: None,
        fragment: Some(raw::GpuFragmentState {
            targets,
            module,
            entry_point: None,
            constants: None,
        }),
        layout: raw::GpuLayoutMode::Auto,
        label: None,
    }
}

pub(crate) fn target(format: Format) -> raw::GpuColorTargetState {
    raw::GpuColorTargetState {
        format,
        blend: None,
        write_mask: None,
    }
}

pub(crate) fn extent(width: u32, height: u32, layers: u32) -> raw::GpuExtent3D {
    raw::GpuExtent3D {
        width,
        height: Some(height),
        depth_or_array_layers: Some(layers),
    }
}

/// A texture of 16 by 16 texels.
pub(crate) fn texture(format: Format, usage: Usage) -> raw::GpuTextureDescriptor {
    raw::GpuTextureDescriptor {
        size: extent(16, 16, 1),
        mip_level_count: None,
        sample_count: None,
        dimension: None,
        format,
        usage,
        view_formats: None,
        texture_binding_view_dimension: None,
        label: None,
    }
}

pub(crate) fn view() -> raw::GpuTextureViewDescriptor {
    raw::GpuTextureViewDescriptor {
        format: None,
        dimension: None,
        usage: None,
        aspect: None,
        base_mip_level: None,
        mip_level_count: None,
        base_array_layer: None,
        array_layer_count: None,
        swizzle: None,
        label: None,
    }
}

/// The whole of a texture's first level.
pub(crate) fn texels(texture: &raw::GpuTexture) -> raw::GpuTexelCopyTextureInfo<'_> {
    raw::GpuTexelCopyTextureInfo {
        texture,
        mip_level: None,
        origin: None,
        aspect: None,
    }
}

/// Texels in a buffer, `bytes_per_row` from row to row.
pub(crate) fn rows(buffer: &raw::GpuBuffer, bytes_per_row: u32) -> raw::GpuTexelCopyBufferInfo<'_> {
    raw::GpuTexelCopyBufferInfo {
        buffer,
        offset: None,
        bytes_per_row: Some(bytes_per_row),
        rows_per_image: None,
    }
}

pub(crate) fn color_attachment(
    view: &raw::GpuTextureView,
) -> raw::GpuRenderPassColorAttachment<'_> {
    raw::GpuRenderPassColorAttachment {
        view,
        depth_slice: None,
        resolve_target: None,
        clear_value: None,
        load_op: raw::GpuLoadOp::Clear,
        store_op: raw::GpuStoreOp::Store,
    }
}

pub(crate) fn depth_attachment(
    view: &raw::GpuTextureView,
) -> raw::GpuRenderPassDepthStencilAttachment<'_> {
    raw::GpuRenderPassDepthStencilAttachment {
        view,
        depth_clear_value: Some(1.0),
        depth_load_op: Some(raw::GpuLoadOp::Clear),
        depth_store_op: Some(raw::GpuStoreOp::Store),
        depth_read_only: None,
        stencil_clear_value: None,
        stencil_load_op: None,
        stencil_store_op: None,
        stencil_read_only: None,
    }
}

pub(crate) fn render_pass<'a>(
    colors: Vec<Option<raw::GpuRenderPassColorAttachment<'a>>>,
) -> raw::GpuRenderPassDescriptor<'a> {
    raw::GpuRenderPassDescriptor {
        color_attachments: colors,
        depth_stencil_attachment: None,
        occlusion_query_set: None,
        timestamp_writes: None,
        max_draw_count: None,
        label: None,
    }
}

/// A binding for compute shaders that has no kind yet.
pub(crate) fn entry(binding: u32) -> raw::GpuBindGroupLayoutEntry {
    raw::GpuBindGroupLayoutEntry {
        binding,
        visibility: raw::GpuShaderStage::COMPUTE,
        buffer: None,
        sampler: None,
        texture: None,
        storage_texture: None,
    }
}

pub(crate) fn buffer_entry(
    binding: u32,
    type_: raw::GpuBufferBindingType,
) -> raw::GpuBindGroupLayoutEntry {
    raw::GpuBindGroupLayoutEntry {
        buffer: Some(raw::GpuBufferBindingLayout {
            type_: Some(type_),
            has_dynamic_offset: None,
            min_binding_size: None,
        }),
        ..entry(binding)
    }
}
