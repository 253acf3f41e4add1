//! A typed module of the render stages.

use wasi_webgpu as wgpu;
use wasi_webgpu::{
    BufferUsages, Result, TextureFormat, VertexStepMode,
    compute::{Gpu, TypedBuffer},
    typed::VertexInput as _,
    wgsl,
};

wgsl! {
    mod draw {
        struct Corner { @location(0) position: vec2f, @location(2) tint: vec3u }
        struct Copy { @location(1) offset: f32, @builtin(instance_index) index: u32 }
        struct Shaded { @builtin(position) position: vec4f, @location(0) color: vec4f }
        struct Scale { x: f32, y: f32 }
        override brightness: f32 = 0.5;
        @group(1) @binding(0) var<uniform> scale: Scale;

        @vertex
        fn corner(it: Corner, copy: Copy) -> Shaded {
            let position = it.position * vec2f(scale.x, scale.y) + vec2f(copy.offset, 0.0);
            return Shaded(vec4f(position, 0.0, 1.0), vec4f(vec3f(it.tint), 1.0));
        }

        @fragment
        fn shade(it: Shaded) -> @location(0) vec4f { return it.color * vec4f(vec3f(brightness), 1.0); }
    }
}

const SIZE: wgpu::Extent3d = wgpu::Extent3d {
    width: 4,
    height: 1,
    depth_or_array_layers: 1,
};

fn pipeline(gpu: &Gpu) -> wgpu::RenderPipeline {
    let device = gpu.device();
    let shader = draw::MODULE.create_shader_module(device);
    let layout = draw::MODULE.create_pipeline_layout(device);
    let constants = draw::Overrides { brightness: 1.0 }.constants();
    let buffers = [
        Some(draw::Corner::layout(VertexStepMode::Vertex)),
        Some(draw::Copy::layout(VertexStepMode::Instance)),
    ];
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("draw"),
        layout: Some(&layout),
        vertex: draw::corner(&shader, &constants, &buffers),
        fragment: Some(draw::shade(
            &shader,
            &constants,
            &[Some(TextureFormat::Rgba8Unorm.into())],
        )),
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        multiview_mask: None,
        cache: None,
    })
}

/// A triangle over all of the picture, moved by 0 and out of it.
#[wasi_webgpu::test]
async fn vertices_and_instances_are_laid_out() -> Result<()> {
    let gpu = Gpu::request().await?;
    let target = gpu.device().create_texture(&wgpu::TextureDescriptor {
        label: Some("target"),
        size: SIZE,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: TextureFormat::Rgba8Unorm,
        usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
        view_formats: &[],
    });
    let corner = |x, y| draw::Corner::new([x, y], [1, 0, 1]);
    let corners = [corner(-1.0, -0.5), corner(3.0, -0.5), corner(-1.0, 1.5)];
    let vertices = gpu
        .buffer("corners")
        .usage(BufferUsages::VERTEX)
        .upload(&corners)?;
    let copies = [draw::Copy::new(1.0), draw::Copy::new(9.0)];
    let instances = gpu
        .buffer("copies")
        .usage(BufferUsages::VERTEX)
        .upload(&copies)?;
    let scale = gpu.upload(&[draw::Scale::new(1.0, 2.0)])?;
    let group = draw::Group1 { scale: &scale }.bind_group(gpu.device());

    let pixels: TypedBuffer<[u8; 4]> = gpu.zeroed(64)?;
    let mut encoder = gpu.device().create_command_encoder(&Default::default());
    let view = target.create_view(&Default::default());
    let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
        color_attachments: &[Some(wgpu::RenderPassColorAttachment {
            view: &view,
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations {
                load: wgpu::LoadOp::Clear(wgpu::Color::GREEN),
                store: wgpu::StoreOp::Store,
            },
        })],
        ..Default::default()
    });
    pass.set_pipeline(&pipeline(&gpu));
    pass.set_bind_group(1, &group, &[]);
    pass.set_vertex_buffer(0, vertices.as_slice());
    pass.set_vertex_buffer(1, instances.as_slice());
    pass.draw(0..3, 0..2);
    drop(pass);
    let layout = wgpu::TexelCopyBufferLayout {
        offset: 0,
        bytes_per_row: Some(256),
        rows_per_image: None,
    };
    let to = wgpu::TexelCopyBufferInfo {
        buffer: pixels.buffer(),
        layout,
    };
    encoder.copy_texture_to_buffer(target.as_image_copy(), to, SIZE);
    gpu.queue().submit([encoder.finish()]);
    let (green, magenta) = ([0, 255, 0, 255], [255, 0, 255, 255]);
    assert_eq!(
        pixels.slice(..4).read().await?,
        [green, green, magenta, magenta]
    );
    Ok(())
}
