//! How the columns and what is behind them are drawn.

use wasi_webgpu as wgpu;

use super::mesh::{Instance, Vertex};
use crate::field::{BOTTOM, RADIUS};

/// What is drawn into: the GPU encodes linear light as sRGB, after it has joined the samples.
pub(super) const COLOR: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;
pub(super) const DEPTH: wgpu::TextureFormat = wgpu::TextureFormat::Depth32Float;

/// Samples a pixel: edges are smooth.
pub(super) const SAMPLES: u32 = 4;

pub(super) struct Pipelines {
    /// Of the one bind group of both.
    pub(super) layout: wgpu::BindGroupLayout,
    pub(super) columns: wgpu::RenderPipeline,
    pub(super) backdrop: wgpu::RenderPipeline,
}

impl Pipelines {
    pub(super) fn new(device: &wgpu::Device) -> Self {
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("view"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            }],
        });
        let module = device.create_shader_module(wgpu::include_wgsl!("../scene.wgsl"));
        let vertex = wgpu::VertexBufferLayout {
            array_stride: size_of::<Vertex>() as u64,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes: &wgpu::vertex_attr_array![0 => Float32x3, 1 => Float32x3],
        };
        let instance = wgpu::VertexBufferLayout {
            array_stride: size_of::<Instance>() as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &wgpu::vertex_attr_array![
                2 => Float32x2, 3 => Float32x2, 4 => Float32x2, 5 => Float32x2,
            ],
        };
        let pipeline = |entries, buffers| pipeline(device, &layout, &module, entries, buffers);
        Self {
            columns: pipeline(["column", "shade"], &[Some(vertex), Some(instance)]),
            backdrop: pipeline(["everywhere", "backdrop"], &[]),
            layout,
        }
    }
}

/// Draws what is nearer than all before, or as far as the clear depth.
fn pipeline(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    module: &wgpu::ShaderModule,
    [vertex, fragment]: [&str; 2],
    buffers: &[Option<wgpu::VertexBufferLayout<'_>>],
) -> wgpu::RenderPipeline {
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some(vertex),
        bind_group_layouts: &[Some(layout)],
        immediate_size: 0,
    });
    let compilation_options = wgpu::PipelineCompilationOptions {
        constants: &[("BOTTOM", BOTTOM), ("RADIUS", RADIUS)],
        ..Default::default()
    };
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(vertex),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module,
            entry_point: Some(vertex),
            compilation_options: compilation_options.clone(),
            buffers,
        },
        primitive: wgpu::PrimitiveState {
            cull_mode: Some(wgpu::Face::Back),
            ..Default::default()
        },
        depth_stencil: Some(wgpu::DepthStencilState {
            format: DEPTH,
            depth_write_enabled: Some(true),
            depth_compare: Some(wgpu::CompareFunction::LessEqual),
            stencil: Default::default(),
            bias: Default::default(),
        }),
        multisample: wgpu::MultisampleState {
            count: SAMPLES,
            ..Default::default()
        },
        fragment: Some(wgpu::FragmentState {
            module,
            entry_point: Some(fragment),
            compilation_options,
            targets: &[Some(COLOR.into())],
        }),
        multiview_mask: None,
        cache: None,
    })
}
