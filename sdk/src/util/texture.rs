use wgpu_types::{BufferUsages, Extent3d, TextureUsages};

use super::PaddedRows;
use crate::{
    BufferDescriptor, Device, Error, ErrorFilter, MapMode, Queue, Result, TexelCopyBufferInfo,
    TexelCopyTextureInfo,
};

/// Reads texels of a texture, after all work that was submitted before: row by row, without the
/// padding that copies to buffers have, image by image.
///
/// `size` is in texels of the mip level; a part of a block counts as the whole block. The aspect of
/// `source` is one that has bytes: not both of a format of depth and stencil.
///
/// ```no_run
/// # use wasi_webgpu as wgpu;
/// # async fn example(device: wgpu::Device, queue: wgpu::Queue, texture: wgpu::Texture) -> wgpu::Result<()> {
/// let whole = wgpu::util::read_texture(&device, &queue, texture.as_image_copy(), texture.size()).await?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The texture's usage does not allow to copy from it, its format has no bytes to copy, the place is
/// not in the texture, or the copy breaks another rule of WebGPU.
pub async fn read_texture(
    device: &Device,
    queue: &Queue,
    source: TexelCopyTextureInfo<'_>,
    size: Extent3d,
) -> Result<Vec<u8>> {
    let texture = source.texture;
    let invalid = |rule| Error::invalid("read_texture", texture.label(), rule);
    if !texture.usage().contains(TextureUsages::COPY_SRC) {
        return Err(invalid("the texture is made without the usage COPY_SRC"));
    }
    let Some(rows) = PaddedRows::new(texture.format(), source.aspect, size) else {
        let rule = "this aspect of the format has no bytes to copy, or the size is too large";
        return Err(invalid(rule));
    };
    let scope = device.push_error_scope(ErrorFilter::Validation);
    let staging = device.create_buffer(&BufferDescriptor {
        label: Some("read_texture"),
        size: rows.buffer_size(),
        usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let destination = TexelCopyBufferInfo {
        buffer: &staging,
        layout: rows.layout(),
    };
    let mut encoder = device.create_command_encoder(&Default::default());
    encoder.copy_texture_to_buffer(source, destination, size.physical_size(texture.format()));
    queue.submit([encoder.finish()]);
    if let Some(error) = scope.pop().await {
        return Err(error);
    }
    staging.slice(..).map_async(MapMode::Read).await?;
    let view = staging.slice(..).get_mapped_range()?;
    Ok(rows.remove_padding(view.into_vec()))
}
