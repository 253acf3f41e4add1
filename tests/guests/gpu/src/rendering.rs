//! Render passes: every texel against what the CPU says is covered.

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _, RenderEncoder};

use crate::gpu::Gpu;

const SIZE: u32 = 16;
const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;
const DEPTH: wgpu::TextureFormat = wgpu::TextureFormat::Depth32Float;

const SHADER: &str = "
    struct Vertex {
        @location(0) position: vec3f,
        @location(1) color: vec4f,
    }
    struct Inside {
        @builtin(position) position: vec4f,
        @location(0) color: vec4f,
    }
    @vertex
    fn vertex(in: Vertex, @builtin(instance_index) instance: u32) -> Inside {
        let moved = in.position + vec3f(f32(instance), 0.0, 0.0);
        return Inside(vec4f(moved, 1.0), in.color);
    }
    @fragment
    fn fragment(in: Inside) -> @location(0) vec4f { return in.color; }
";

#[repr(C)]
#[derive(Clone, Copy)]
struct Vertex {
    position: [f32; 3],
    color: [f32; 4],
}

/// A square whose corners are `min` and `max` in clip space, at a depth, in one color.
fn square(min: [f32; 2], max: [f32; 2], depth: f32, color: [f32; 4]) -> [Vertex; 4] {
    let at = |x, y| Vertex {
        position: [x, y, depth],
        color,
    };
    [
        at(min[0], min[1]),
        at(max[0], min[1]),
        at(min[0], max[1]),
        at(max[0], max[1]),
    ]
}

const INDICES: [u16; 6] = [0, 1, 2, 2, 1, 3];
const ATTRIBUTES: [wgpu::VertexAttribute; 2] =
    wgpu::vertex_attr_array![0 => Float32x3, 1 => Float32x4];

/// What a test draws with.
struct Scene {
    gpu: Gpu,
    module: wgpu::ShaderModule,
    indices: wgpu::Buffer,
}

impl Scene {
    async fn new() -> wgpu::Result<Self> {
        let gpu = Gpu::new().await?;
        let module = gpu
            .device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some("scene"),
                source: wgpu::ShaderSource::Wgsl(SHADER.into()),
            });
        let indices = gpu.device.create_buffer_init(&BufferInitDescriptor {
            label: Some("indices"),
            contents: bytemuck::cast_slice(&INDICES),
            usage: wgpu::BufferUsages::INDEX,
        });
        Ok(Self {
            gpu,
            module,
            indices,
        })
    }

    fn target(&self, label: &str, format: wgpu::TextureFormat, sample_count: u32) -> wgpu::Texture {
        self.gpu.device.create_texture(&wgpu::TextureDescriptor {
            label: Some(label),
            size: wgpu::Extent3d {
                width: SIZE,
                height: SIZE,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count,
            dimension: wgpu::TextureDimension::D2,
            format,
            usage: if sample_count == 1 && format == FORMAT {
                wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC
            } else {
                wgpu::TextureUsages::RENDER_ATTACHMENT
            },
            view_formats: &[],
        })
    }

    fn vertices(&self, squares: &[[Vertex; 4]]) -> wgpu::Buffer {
        let numbers: Vec<f32> = squares
            .iter()
            .flatten()
            .flat_map(|v| v.position.into_iter().chain(v.color))
            .collect();
        self.gpu.device.create_buffer_init(&BufferInitDescriptor {
            label: Some("vertices"),
            contents: bytemuck::cast_slice(&numbers),
            usage: wgpu::BufferUsages::VERTEX,
        })
    }

    fn pipeline(
        &self,
        depth: bool,
        samples: u32,
        blend: Option<wgpu::BlendState>,
    ) -> wgpu::RenderPipeline {
        let device = &self.gpu.device;
        device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("squares"),
            layout: None,
            vertex: wgpu::VertexState {
                module: &self.module,
                entry_point: Some("vertex"),
                compilation_options: Default::default(),
                buffers: &[Some(wgpu::VertexBufferLayout {
                    array_stride: 28,
                    step_mode: wgpu::VertexStepMode::Vertex,
                    attributes: &ATTRIBUTES,
                })],
            },
            primitive: wgpu::PrimitiveState {
                cull_mode: Some(wgpu::Face::Back),
                ..Default::default()
            },
            depth_stencil: depth.then(|| wgpu::DepthStencilState {
                format: DEPTH,
                depth_write_enabled: Some(true),
                depth_compare: Some(wgpu::CompareFunction::Less),
                stencil: Default::default(),
                bias: Default::default(),
            }),
            multisample: wgpu::MultisampleState {
                count: samples,
                ..Default::default()
            },
            fragment: Some(wgpu::FragmentState {
                module: &self.module,
                entry_point: Some("fragment"),
                compilation_options: Default::default(),
                targets: &[Some(wgpu::ColorTargetState {
                    format: FORMAT,
                    blend,
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        })
    }

    /// Draws one square, in a pass or into a bundle.
    fn draw_by<'a>(
        &'a self,
        encoder: &mut dyn RenderEncoder<'a>,
        pipeline: &'a wgpu::RenderPipeline,
        vertices: &'a wgpu::Buffer,
    ) {
        encoder.set_pipeline(pipeline);
        encoder.set_vertex_buffer(0, Some(vertices.slice(..)));
        encoder.set_index_buffer(self.indices.slice(..), wgpu::IndexFormat::Uint16);
        encoder.draw_indexed(0..6, 0, 0..1);
    }

    /// The texels of a target, by rows from the top.
    async fn read(&self, target: &wgpu::Texture) -> wgpu::Result<Vec<[u8; 4]>> {
        let bytes = self.gpu.read_texels(target, 0, 0).await?;
        Ok(bytemuck::pod_collect_to_vec(&bytes))
    }
}

fn clear(
    view: &wgpu::TextureView,
    color: wgpu::Color,
) -> Option<wgpu::RenderPassColorAttachment<'_>> {
    Some(wgpu::RenderPassColorAttachment {
        view,
        depth_slice: None,
        resolve_target: None,
        ops: wgpu::Operations {
            load: wgpu::LoadOp::Clear(color),
            store: wgpu::StoreOp::Store,
        },
    })
}

/// What the CPU says: `color(x, y)` for the centre of each texel in clip space.
fn expected(color: impl Fn(f32, f32) -> [u8; 4]) -> Vec<[u8; 4]> {
    let clip = |n: u32| (n as f32 + 0.5) / SIZE as f32 * 2.0 - 1.0;
    let rows = (0..SIZE).flat_map(|y| (0..SIZE).map(move |x| (clip(x), -clip(y))));
    rows.map(|(x, y)| color(x, y)).collect()
}

const BLACK: [u8; 4] = [0, 0, 0, 255];
const RED: [u8; 4] = [255, 0, 0, 255];
const GREEN: [u8; 4] = [0, 255, 0, 255];

#[wasi_webgpu::test]
async fn the_nearer_square_covers_the_farther_one() -> wgpu::Result<()> {
    let scene = Scene::new().await?;
    let (target, depth) = (
        scene.target("color", FORMAT, 1),
        scene.target("depth", DEPTH, 1),
    );
    let near = square([-0.5, -0.5], [0.5, 0.5], 0.2, [1.0, 0.0, 0.0, 1.0]);
    let far = square([-0.25, -1.0], [1.0, 1.0], 0.7, [0.0, 1.0, 0.0, 1.0]);
    let vertices = scene.vertices(&[near, far]);
    let pipeline = scene.pipeline(true, 1, None);
    let view = target.create_view(&Default::default());
    let mut encoder = scene.gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        label: Some("two squares"),
        color_attachments: &[clear(&view, wgpu::Color::BLACK)],
        depth_stencil_attachment: Some(wgpu::RenderPassDepthStencilAttachment {
            view: &depth.create_view(&Default::default()),
            depth_ops: Some(wgpu::Operations {
                load: wgpu::LoadOp::Clear(1.0),
                store: wgpu::StoreOp::Discard,
            }),
            stencil_ops: None,
        }),
        ..Default::default()
    });
    pass.set_pipeline(&pipeline);
    pass.set_vertex_buffer(0, vertices.slice(..));
    pass.set_index_buffer(scene.indices.slice(..), wgpu::IndexFormat::Uint16);
    pass.draw_indexed(0..6, 0, 0..1);
    pass.draw_indexed(0..6, 4, 0..1);
    drop(pass);
    scene.gpu.queue.submit([encoder.finish()]);
    let expected = expected(|x, y| match (x, y) {
        _ if x.abs() < 0.5 && y.abs() < 0.5 => RED,
        _ if x > -0.25 => GREEN,
        _ => BLACK,
    });
    assert_eq!(scene.read(&target).await?, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn instances_scissors_and_blending() -> wgpu::Result<()> {
    let scene = Scene::new().await?;
    let target = scene.target("color", FORMAT, 1);
    // Two instances, one clip-space unit apart, half transparent, cut off at the top half.
    let vertices = scene.vertices(&[square([-1.0, -1.0], [-0.5, 1.0], 0.0, [1.0, 0.0, 0.0, 0.5])]);
    let pipeline = scene.pipeline(false, 1, Some(wgpu::BlendState::ALPHA_BLENDING));
    let view = target.create_view(&Default::default());
    let mut encoder = scene.gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        color_attachments: &[clear(&view, wgpu::Color::BLUE)],
        ..Default::default()
    });
    pass.set_pipeline(&pipeline);
    pass.set_scissor_rect(0, 0, SIZE, SIZE / 2);
    pass.set_vertex_buffer(0, vertices.slice(..));
    pass.set_index_buffer(scene.indices.slice(..), wgpu::IndexFormat::Uint16);
    pass.draw_indexed(0..6, 0, 0..2);
    drop(pass);
    scene.gpu.queue.submit([encoder.finish()]);
    let expected = expected(|x, y| {
        let covered = y > 0.0 && (x < -0.5 || (0.0..0.5).contains(&x));
        if covered {
            [128, 0, 128, 255]
        } else {
            [0, 0, 255, 255]
        }
    });
    for (texel, expected) in scene.read(&target).await?.iter().zip(expected) {
        // Half of 255 may be rounded either way.
        let near = texel.iter().zip(expected).all(|(a, b)| a.abs_diff(b) <= 1);
        assert!(near, "{texel:?} {expected:?}");
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn samples_are_resolved() -> wgpu::Result<()> {
    let scene = Scene::new().await?;
    let (samples, target) = (
        scene.target("samples", FORMAT, 4),
        scene.target("color", FORMAT, 1),
    );
    // The edge goes through the middle of the texels of one column.
    let edge = 1.0 / SIZE as f32;
    let vertices = scene.vertices(&[square([-1.0, -1.0], [edge, 1.0], 0.0, [1.0, 1.0, 1.0, 1.0])]);
    let pipeline = scene.pipeline(false, 4, None);
    let (view, resolved) = (
        samples.create_view(&Default::default()),
        target.create_view(&Default::default()),
    );
    let mut attachment = clear(&view, wgpu::Color::BLACK).expect("an attachment");
    attachment.resolve_target = Some(&resolved);
    attachment.ops.store = wgpu::StoreOp::Discard;
    let mut encoder = scene.gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        color_attachments: &[Some(attachment)],
        ..Default::default()
    });
    pass.set_pipeline(&pipeline);
    pass.set_vertex_buffer(0, vertices.slice(..));
    pass.set_index_buffer(scene.indices.slice(..), wgpu::IndexFormat::Uint16);
    pass.draw_indexed(0..6, 0, 0..1);
    drop(pass);
    scene.gpu.queue.submit([encoder.finish()]);
    let texels = scene.read(&target).await?;
    for (i, texel) in texels.iter().enumerate() {
        match (i as u32 % SIZE).cmp(&(SIZE / 2)) {
            std::cmp::Ordering::Less => assert_eq!(texel[0], 255),
            // Some of the four samples are covered, not all.
            std::cmp::Ordering::Equal => assert!((1..255).contains(&texel[0]), "{texel:?}"),
            std::cmp::Ordering::Greater => assert_eq!(texel[0], 0),
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_bundle_draws_what_it_recorded_and_the_pass_goes_on() -> wgpu::Result<()> {
    let scene = Scene::new().await?;
    let target = scene.target("color", FORMAT, 1);
    let left = scene.vertices(&[square([-1.0, -1.0], [0.0, 1.0], 0.0, [1.0, 0.0, 0.0, 1.0])]);
    let right = scene.vertices(&[square([0.5, -1.0], [1.0, 1.0], 0.0, [0.0, 1.0, 0.0, 1.0])]);
    let pipeline = scene.pipeline(false, 1, None);
    let device = &scene.gpu.device;
    let mut encoder = device.create_render_bundle_encoder(&wgpu::RenderBundleEncoderDescriptor {
        label: Some("left"),
        color_formats: &[Some(FORMAT)],
        sample_count: 1,
        ..Default::default()
    });
    scene.draw_by(&mut encoder, &pipeline, &left);
    let bundle = encoder.finish(&Default::default());

    let view = target.create_view(&Default::default());
    let mut encoder = device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        color_attachments: &[clear(&view, wgpu::Color::BLACK)],
        ..Default::default()
    });
    pass.set_pipeline(&pipeline);
    pass.execute_bundles([&bundle]);
    // The bundle has unset the pipeline: the pass must not take it for set.
    scene.draw_by(&mut pass, &pipeline, &right);
    drop(pass);
    scene.gpu.queue.submit([encoder.finish()]);
    let expected = expected(|x, _| match x {
        _ if x < 0.0 => RED,
        _ if x > 0.5 => GREEN,
        _ => BLACK,
    });
    assert_eq!(scene.read(&target).await?, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn occlusion_queries_see_what_passes() -> wgpu::Result<()> {
    let scene = Scene::new().await?;
    let target = scene.target("color", FORMAT, 1);
    let visible = square([-1.0, -1.0], [1.0, 1.0], 0.0, [1.0; 4]);
    let outside = square([2.0, 2.0], [3.0, 3.0], 0.0, [1.0; 4]);
    let vertices = scene.vertices(&[visible, outside]);
    let pipeline = scene.pipeline(false, 1, None);
    let device = &scene.gpu.device;
    let queries = device.create_query_set(&wgpu::QuerySetDescriptor {
        label: Some("visible"),
        ty: wgpu::QueryType::Occlusion,
        count: 2,
    })?;
    let resolved = device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("resolved"),
        size: 16,
        usage: wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC,
        mapped_at_creation: false,
    });
    let view = target.create_view(&Default::default());
    let mut encoder = device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        color_attachments: &[clear(&view, wgpu::Color::BLACK)],
        occlusion_query_set: Some(&queries),
        ..Default::default()
    });
    pass.set_pipeline(&pipeline);
    pass.set_vertex_buffer(0, vertices.slice(..));
    pass.set_index_buffer(scene.indices.slice(..), wgpu::IndexFormat::Uint16);
    for (query, base_vertex) in [(0, 0), (1, 4)] {
        pass.begin_occlusion_query(query);
        pass.draw_indexed(0..6, base_vertex, 0..1);
        pass.end_occlusion_query();
    }
    drop(pass);
    encoder.resolve_query_set(&queries, 0..2, &resolved, 0);
    scene.gpu.queue.submit([encoder.finish()]);
    let bytes = scene.gpu.read_bytes(&resolved).await?;
    let samples: Vec<u64> = bytemuck::pod_collect_to_vec(&bytes);
    assert!(samples[0] > 0, "{samples:?}");
    assert_eq!(samples[1], 0);
    Ok(())
}

#[wasi_webgpu::test]
async fn a_pipeline_that_does_not_fit_its_pass_is_an_error() -> wgpu::Result<()> {
    let scene = Scene::new().await?;
    let target = scene.target("color", FORMAT, 1);
    let view = target.create_view(&Default::default());
    let pipeline = scene.pipeline(true, 1, None);
    let scope = scene
        .gpu
        .device
        .push_error_scope(wgpu::ErrorFilter::Validation);
    let mut encoder = scene.gpu.device.create_command_encoder(&Default::default());
    let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        label: Some("no depth"),
        color_attachments: &[clear(&view, wgpu::Color::BLACK)],
        ..Default::default()
    });
    pass.set_pipeline(&pipeline);
    drop(pass);
    scene.gpu.queue.submit([encoder.finish()]);
    let error = scope.pop().await.expect("an error").to_string();
    assert!(
        error.contains("squares") || error.contains("no depth"),
        "{error}"
    );
    Ok(())
}
