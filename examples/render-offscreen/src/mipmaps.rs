//! Textures with all their mip levels, which the GPU makes by drawing each from the one above it.

use image::RgbaImage;
use wasi_webgpu as wgpu;
use wgpu::{
    compute::Gpu,
    include_wgsl,
    typed::{D2, Filterable, Texture},
};

include_wgsl!(mod shader, "mipmap.wgsl");

/// Loading decodes sRGB and drawing encodes it, so means are of light, not of the numbers for it.
const FORMAT: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8UnormSrgb;

/// What it takes to make mip levels.
pub(crate) struct Mipmaps {
    pipeline: wgpu::RenderPipeline,
}

impl Mipmaps {
    pub(crate) fn new(device: &wgpu::Device) -> Self {
        let module = shader::MODULE.create_shader_module(device);
        let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("mipmap"),
            layout: Some(&shader::MODULE.create_pipeline_layout(device)),
            vertex: shader::cover(&module, &[]),
            primitive: Default::default(),
            depth_stencil: None,
            multisample: Default::default(),
            fragment: Some(shader::halve(&module, &[Some(FORMAT.into())])),
            multiview_mask: None,
            cache: None,
        });
        Self { pipeline }
    }

    /// Uploads a picture as the largest level of a texture, and draws the others.
    pub(crate) fn upload(
        &self,
        gpu: &Gpu,
        label: &str,
        picture: &RgbaImage,
    ) -> wgpu::Result<Filterable<Texture<D2, f32>>> {
        let (device, queue) = (gpu.device(), gpu.queue());
        let size = wgpu::Extent3d {
            width: picture.width(),
            height: picture.height(),
            depth_or_array_layers: 1,
        };
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some(label),
            size,
            mip_level_count: size.max_mips(wgpu::TextureDimension::D2),
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: FORMAT,
            usage: wgpu::TextureUsages::TEXTURE_BINDING
                | wgpu::TextureUsages::COPY_DST
                | wgpu::TextureUsages::RENDER_ATTACHMENT,
            view_formats: &[],
        });
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(4 * size.width),
            rows_per_image: None,
        };
        queue.write_texture(texture.as_image_copy(), picture, layout, size);
        let mut encoder = device.create_command_encoder(&Default::default());
        for level in 1..texture.mip_level_count() {
            self.halve(device, &mut encoder, &texture, level)?;
        }
        queue.submit([encoder.finish()]);
        Filterable::new(&texture)
    }

    /// Draws one level from the one above it.
    fn halve(
        &self,
        device: &wgpu::Device,
        encoder: &mut wgpu::CommandEncoder,
        texture: &wgpu::Texture,
        level: u32,
    ) -> wgpu::Result<()> {
        let only = |level| wgpu::TextureViewDescriptor {
            base_mip_level: level,
            mip_level_count: Some(1),
            ..Default::default()
        };
        let larger = Texture::with_view(texture, &only(level - 1))?;
        let group = shader::Group0 { larger: &larger }.bind_group(device);
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("mipmap"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &texture.create_view(&only(level)),
                depth_slice: None,
                resolve_target: None,
                ops: Default::default(),
            })],
            ..Default::default()
        });
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &group, &[]);
        pass.draw(0..3, 0..1);
        Ok(())
    }
}
