use wgpu_types::{
    BindGroupLayoutEntry, BindingType, BlendState, ColorTargetState, ColorWrites, FilterMode,
    LoadOp, Operations, SamplerBindingType, ShaderStages, StoreOp, TextureFormat,
    TextureSampleType, TextureViewDimension,
};

use crate::{
    BindGroupDescriptor, BindGroupEntry, BindGroupLayout, BindGroupLayoutDescriptor,
    BindingResource, CommandEncoder, Device, FragmentState, PipelineLayoutDescriptor,
    RenderPassColorAttachment, RenderPassDescriptor, RenderPipeline, RenderPipelineDescriptor,
    Sampler, SamplerDescriptor, TextureView, VertexState, include_wgsl,
};

const LABEL: Option<&str> = Some("TextureBlitter");

/// Draws one texture over another, where [`copy_texture_to_texture`](
/// CommandEncoder::copy_texture_to_texture) does not do: sizes or formats differ, or the colors blend.
///
/// ```no_run
/// # use wasi_webgpu as wgpu;
/// # fn example(device: &wgpu::Device, queue: &wgpu::Queue, from: &wgpu::Texture, to: &wgpu::Texture) {
/// let blitter = wgpu::util::TextureBlitterBuilder::new(device, to.format())
///     .sample_type(wgpu::FilterMode::Linear)
///     .build();
/// let mut encoder = device.create_command_encoder(&Default::default());
/// let (source, target) = (from.create_view(&Default::default()), to.create_view(&Default::default()));
/// blitter.copy(device, &mut encoder, &source, &target);
/// queue.submit([encoder.finish()]);
/// # }
/// ```
#[derive(Debug)]
pub struct TextureBlitter {
    pipeline: RenderPipeline,
    layout: BindGroupLayout,
    sampler: Sampler,
}

impl TextureBlitter {
    /// A blitter to textures of `format`, which takes the nearest texel and does not blend. For
    /// others, see [`TextureBlitterBuilder`].
    pub fn new(device: &Device, format: TextureFormat) -> Self {
        TextureBlitterBuilder::new(device, format).build()
    }

    /// Draws the whole of `source` over the whole of `target`.
    ///
    /// `source` is a 2-D view of one sample, with the usage `TEXTURE_BINDING`, that shaders sample as
    /// `f32`; where it has mip levels, a smaller target takes a smaller level. `target` is one image
    /// of the blitter's format, with the usage `RENDER_ATTACHMENT`. An error goes to the error scope.
    pub fn copy(
        &self,
        device: &Device,
        encoder: &mut CommandEncoder,
        source: &TextureView,
        target: &TextureView,
    ) {
        let bind_group = device.create_bind_group(&BindGroupDescriptor {
            label: LABEL,
            layout: &self.layout,
            entries: &[
                BindGroupEntry {
                    binding: 0,
                    resource: BindingResource::TextureView(source),
                },
                BindGroupEntry {
                    binding: 1,
                    resource: BindingResource::Sampler(&self.sampler),
                },
            ],
        });
        let mut pass = encoder.begin_render_pass(&RenderPassDescriptor {
            label: LABEL,
            color_attachments: &[Some(RenderPassColorAttachment {
                view: target,
                depth_slice: None,
                resolve_target: None,
                ops: Operations {
                    load: LoadOp::Load,
                    store: StoreOp::Store,
                },
            })],
            ..Default::default()
        });
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &bind_group, &[]);
        pass.draw(0..3, 0..1);
    }
}

/// Makes a [`TextureBlitter`] that filters or blends.
#[derive(Debug)]
pub struct TextureBlitterBuilder<'a> {
    device: &'a Device,
    format: TextureFormat,
    sample_type: FilterMode,
    blend_state: Option<BlendState>,
}

impl<'a> TextureBlitterBuilder<'a> {
    /// For targets of `format`; with the nearest texel, and without blending.
    pub fn new(device: &'a Device, format: TextureFormat) -> Self {
        Self {
            device,
            format,
            sample_type: FilterMode::Nearest,
            blend_state: None,
        }
    }

    /// Which texels of the source make one of the target, whether it is larger or smaller. `Linear`
    /// needs a source whose format can be filtered.
    pub fn sample_type(mut self, sample_type: FilterMode) -> Self {
        self.sample_type = sample_type;
        self
    }

    /// How the source's colors meet the target's.
    pub fn blend_state(mut self, blend_state: BlendState) -> Self {
        self.blend_state = Some(blend_state);
        self
    }

    /// Compiles the blitter. A format that cannot be rendered to, or not blended, is an error to the
    /// error scope.
    pub fn build(self) -> TextureBlitter {
        let layout = self.bind_group_layout();
        TextureBlitter {
            pipeline: self.pipeline(&layout),
            layout,
            sampler: self.device.create_sampler(&SamplerDescriptor {
                label: LABEL,
                mag_filter: self.sample_type,
                min_filter: self.sample_type,
                ..Default::default()
            }),
        }
    }

    /// Not derived from the shader: a source that cannot be filtered needs a layout that says so.
    fn bind_group_layout(&self) -> BindGroupLayout {
        let filterable = self.sample_type == FilterMode::Linear;
        let entry = |binding, ty| BindGroupLayoutEntry {
            binding,
            visibility: ShaderStages::FRAGMENT,
            ty,
            count: None,
        };
        let source = BindingType::Texture {
            sample_type: TextureSampleType::Float { filterable },
            view_dimension: TextureViewDimension::D2,
            multisampled: false,
        };
        let sampler = BindingType::Sampler(if filterable {
            SamplerBindingType::Filtering
        } else {
            SamplerBindingType::NonFiltering
        });
        self.device
            .create_bind_group_layout(&BindGroupLayoutDescriptor {
                label: LABEL,
                entries: &[entry(0, source), entry(1, sampler)],
            })
    }

    fn pipeline(&self, layout: &BindGroupLayout) -> RenderPipeline {
        let device = self.device;
        let module = device.create_shader_module(include_wgsl!("blit.wgsl"));
        let layout = device.create_pipeline_layout(&PipelineLayoutDescriptor {
            label: LABEL,
            bind_group_layouts: &[Some(layout)],
            immediate_size: 0,
        });
        device.create_render_pipeline(&RenderPipelineDescriptor {
            label: LABEL,
            layout: Some(&layout),
            vertex: VertexState {
                module: &module,
                entry_point: None,
                compilation_options: Default::default(),
                buffers: &[],
            },
            primitive: Default::default(),
            depth_stencil: None,
            multisample: Default::default(),
            fragment: Some(FragmentState {
                module: &module,
                entry_point: None,
                compilation_options: Default::default(),
                targets: &[Some(ColorTargetState {
                    format: self.format,
                    blend: self.blend_state,
                    write_mask: ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}
