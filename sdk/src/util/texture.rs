use wgpu_types::{
    BufferUsages, COPY_BYTES_PER_ROW_ALIGNMENT, Extent3d, TexelCopyBufferLayout, TextureUsages,
};

use crate::{
    BufferDescriptor, Device, Error, MapMode, Queue, Result, TexelCopyBufferInfo,
    TexelCopyTextureInfo,
};

/// Reads texels of a texture, after all work that was submitted before: row by row, without the
/// padding that copies to buffers have.
///
/// `size` is in texels of the mip level; for a format of blocks, in whole blocks. The aspect of
/// `source` is one that has bytes: not both of a format of depth and stencil.
///
/// # Errors
/// The texture's usage does not allow to copy from it, or its format has no bytes to copy. Errors of
/// the copy itself, of a place outside the texture for instance, go to the error scope.
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
    let block_size = texture.format().block_copy_size(Some(source.aspect));
    let block_size = block_size.ok_or_else(|| invalid("this aspect of the format has no bytes"))?;
    let (block_width, block_height) = texture.format().block_dimensions();
    let row = size.width.div_ceil(block_width) * block_size;
    let padded_row = row.next_multiple_of(COPY_BYTES_PER_ROW_ALIGNMENT);
    let rows = size.height.div_ceil(block_height);

    let staging = device.create_buffer(&BufferDescriptor {
        label: Some("read_texture"),
        size: u64::from(padded_row) * u64::from(rows) * u64::from(size.depth_or_array_layers),
        usage: BufferUsages::COPY_DST | BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let destination = TexelCopyBufferInfo {
        buffer: &staging,
        layout: TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(padded_row),
            rows_per_image: Some(rows),
        },
    };
    let mut encoder = device.create_command_encoder(&Default::default());
    encoder.copy_texture_to_buffer(source, destination, size);
    queue.submit([encoder.finish()]);
    staging.slice(..).map_async(MapMode::Read).await?;
    let view = staging.slice(..).get_mapped_range()?;
    if row == padded_row {
        return Ok(view.into_vec());
    }
    let mut texels = Vec::with_capacity(view.len() / padded_row as usize * row as usize);
    for padded in view.chunks_exact(padded_row as usize) {
        texels.extend_from_slice(&padded[..row as usize]);
    }
    Ok(texels)
}
