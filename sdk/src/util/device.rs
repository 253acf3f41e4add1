use wgpu_types::{
    BufferUsages, COPY_BUFFER_ALIGNMENT, Extent3d, Origin3d, TexelCopyBufferLayout,
    TextureDataOrder, TextureDimension, TextureUsages,
};

use crate::{
    Buffer, BufferDescriptor, Device, Label, Queue, TexelCopyTextureInfo, Texture,
    TextureDescriptor,
};

/// Describes a [`Buffer`] with its contents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BufferInitDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// The bytes that the buffer holds.
    pub contents: &'a [u8],
    /// What the buffer can be used for.
    pub usage: BufferUsages,
}

/// Makes objects that have contents.
pub trait DeviceExt {
    /// Makes a buffer that holds `contents`. Its size is that of the contents, rounded up to a
    /// multiple of 4 bytes; the rest is zero.
    fn create_buffer_init(&self, desc: &BufferInitDescriptor<'_>) -> Buffer;

    /// Makes a texture that holds `data`: all mip levels of all layers in `order`, without padding
    /// between rows. `COPY_DST` is added to its usages. Data that is too short is an error to the
    /// error scope, and leaves the rest of the texture zero.
    fn create_texture_with_data(
        &self,
        queue: &Queue,
        desc: &TextureDescriptor<'_>,
        order: TextureDataOrder,
        data: &[u8],
    ) -> Texture;
}

impl DeviceExt for Device {
    fn create_buffer_init(&self, desc: &BufferInitDescriptor<'_>) -> Buffer {
        let len = desc.contents.len();
        let size = (len as u64).next_multiple_of(COPY_BUFFER_ALIGNMENT);
        let buffer = self.create_buffer(&BufferDescriptor {
            label: desc.label,
            size,
            usage: desc.usage,
            mapped_at_creation: size > 0,
        });
        if size == 0 {
            return buffer;
        }
        let mut padded = Vec::new();
        let contents = if len as u64 == size {
            desc.contents
        } else {
            padded.extend_from_slice(desc.contents);
            padded.resize(len.next_multiple_of(COPY_BUFFER_ALIGNMENT as usize), 0);
            &padded
        };
        let view = buffer.get_mapped_range_mut(..);
        let written = view.map(|mut view| view.copy_from_slice(contents));
        if let Err(error) = written {
            buffer.invalid("create_buffer_init", &error.message);
        }
        buffer.unmap();
        buffer
    }

    fn create_texture_with_data(
        &self,
        queue: &Queue,
        desc: &TextureDescriptor<'_>,
        order: TextureDataOrder,
        data: &[u8],
    ) -> Texture {
        let desc = TextureDescriptor {
            usage: desc.usage | TextureUsages::COPY_DST,
            ..desc.clone()
        };
        let texture = self.create_texture(&desc);
        let mut rest = data;
        for (layer, mip) in images(&desc, order) {
            let Some(size) = desc.mip_level_size(mip) else {
                // The host has found the texture invalid.
                break;
            };
            let image = Image::new(&desc, layer, mip, size);
            let Some((bytes, others)) = rest.split_at_checked(image.len()) else {
                let rule = "data is too short for all its mip levels and layers";
                let label = desc.label.unwrap_or_default();
                self.errors()
                    .invalid("create_texture_with_data", label, rule);
                break;
            };
            image.write(queue, &texture, bytes);
            rest = others;
        }
        texture
    }
}

/// The layer and mip level of each image, in order. A 3-D texture is one layer.
fn images(
    desc: &TextureDescriptor<'_>,
    order: TextureDataOrder,
) -> impl Iterator<Item = (u32, u32)> + use<> {
    let (layers, mips) = (desc.array_layer_count(), desc.mip_level_count);
    let (outer, inner) = match order {
        TextureDataOrder::LayerMajor => (layers, mips),
        TextureDataOrder::MipMajor => (mips, layers),
    };
    (0..outer).flat_map(move |outer| {
        (0..inner).map(move |inner| match order {
            TextureDataOrder::LayerMajor => (outer, inner),
            TextureDataOrder::MipMajor => (inner, outer),
        })
    })
}

/// One mip level of one layer, in whole blocks.
struct Image {
    layer: u32,
    mip: u32,
    size: Extent3d,
    bytes_per_row: u32,
    rows: u32,
}

impl Image {
    fn new(desc: &TextureDescriptor<'_>, layer: u32, mip: u32, mut size: Extent3d) -> Self {
        if desc.dimension != TextureDimension::D3 {
            size.depth_or_array_layers = 1;
        }
        let size = size.physical_size(desc.format);
        let (block_width, block_height) = desc.format.block_dimensions();
        // A format of depth and stencil has no one block size; the host refuses such a copy.
        let block_size = desc.format.block_copy_size(None).unwrap_or(4);
        Self {
            layer,
            mip,
            size,
            bytes_per_row: size.width / block_width * block_size,
            rows: size.height / block_height,
        }
    }

    fn len(&self) -> usize {
        [
            self.bytes_per_row,
            self.rows,
            self.size.depth_or_array_layers,
        ]
        .into_iter()
        .fold(1, |product, n| product.saturating_mul(n as usize))
    }

    fn write(&self, queue: &Queue, texture: &Texture, bytes: &[u8]) {
        let place = TexelCopyTextureInfo {
            mip_level: self.mip,
            origin: Origin3d {
                z: self.layer,
                ..Origin3d::ZERO
            },
            ..texture.as_image_copy()
        };
        let layout = TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(self.bytes_per_row),
            rows_per_image: Some(self.rows),
        };
        queue.write_texture(place, bytes, layout, self.size);
    }
}
