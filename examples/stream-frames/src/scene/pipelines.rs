//! How the columns and what is behind them are drawn.

use wasi_webgpu as wgpu;
use wgpu::typed::VertexInput as _;

use super::shader::{self, Column, Vertex};
use crate::field::{BOTTOM, RADIUS};

/// What is drawn into: the GPU encodes linear light as sRGB, after it has joined the samples.
pub(super) const COLOR: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;
pub(super) const DEPTH: wgpu::TextureFormat = wgpu::TextureFormat::Depth32Float;

/// Samples a pixel: edges are smooth.
pub(super) const SAMPLES: u32 = 4;

pub(super) struct Pipelines {
    pub(super) columns: wgpu::RenderPipeline,
    pub(super) backdrop: wgpu::RenderPipeline,
}

impl Pipelines {
    pub(super) fn new(device: &wgpu::Device) -> Self {
        let module = shader::MODULE.create_shader_module(device);
        let overrides = shader::Overrides {
            BOTTOM: BOTTOM as f32,
            RADIUS: RADIUS as f32,
        };
        let constants = overrides.constants();
        let buffers = [
            Some(Vertex::layout(wgpu::VertexStepMode::Vertex)),
            Some(Column::layout(wgpu::VertexStepMode::Instance)),
        ];
        let targets = [Some(COLOR.into())];
        Self {
            columns: pipeline(
                device,
                shader::lift(&module, &constants, &buffers),
                shader::shade(&module, &constants, &targets),
            ),
            backdrop: pipeline(
                device,
                shader::everywhere(&module, &constants, &[]),
                shader::backdrop(&module, &constants, &targets),
            ),
        }
    }
}

/// Draws what is nearer than all before, or as far as the clear depth.
fn pipeline(
    device: &wgpu::Device,
    vertex: wgpu::VertexState<'_>,
    fragment: wgpu::FragmentState<'_>,
) -> wgpu::RenderPipeline {
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: vertex.entry_point,
        layout: Some(&shader::MODULE.create_pipeline_layout(device)),
        vertex,
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
        fragment: Some(fragment),
        multiview_mask: None,
        cache: None,
    })
}
