use wgpu_types::{
    BufferAddress, COPY_BYTES_PER_ROW_ALIGNMENT, Extent3d, TexelCopyBufferLayout, TextureAspect,
    TextureFormat,
};

/// How texels lie in a buffer that they are copied into: each row begins at a multiple of 256 bytes
/// ([`COPY_BYTES_PER_ROW_ALIGNMENT`]), which [`remove_padding`](Self::remove_padding) undoes.
///
/// [`read_texture`](super::read_texture) does all this; here it is for a program that keeps the buffer
/// which it reads by.
///
/// ```
/// use wasi_webgpu as wgpu;
/// use wgpu::util::PaddedRows;
///
/// let size = wgpu::Extent3d { width: 3, height: 2, depth_or_array_layers: 1 };
/// let rows = PaddedRows::new(wgpu::TextureFormat::R8Unorm, wgpu::TextureAspect::All, size).unwrap();
/// assert_eq!(rows.layout().bytes_per_row, Some(256));
///
/// let mut buffer = vec![0; rows.buffer_size() as usize];
/// buffer[..3].copy_from_slice(&[1, 2, 3]);
/// buffer[256..259].copy_from_slice(&[4, 5, 6]);
/// assert_eq!(rows.remove_padding(buffer), [1, 2, 3, 4, 5, 6]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PaddedRows {
    /// Bytes of a row of texels or blocks.
    row: u32,
    padded_row: u32,
    /// Rows of texels or blocks of an image, and images.
    rows: u32,
    images: u32,
}

impl PaddedRows {
    /// For `size` texels of an aspect of a format; a part of a block counts as the whole block.
    ///
    /// `None` where WebGPU does not copy the aspect to buffers (it has no size in bytes), or where
    /// the size is larger than the layout of a copy can say.
    pub fn new(format: TextureFormat, aspect: TextureAspect, size: Extent3d) -> Option<Self> {
        let (block_width, block_height) = format.block_dimensions();
        let columns = size.width.checked_next_multiple_of(block_width)? / block_width;
        let rows = size.height.checked_next_multiple_of(block_height)? / block_height;
        let row = columns.checked_mul(format.block_copy_size(Some(aspect))?)?;
        Some(Self {
            row,
            padded_row: row.checked_next_multiple_of(COPY_BYTES_PER_ROW_ALIGNMENT)?,
            rows,
            images: size.depth_or_array_layers,
        })
    }

    /// The layout to copy with, from the start of the buffer on.
    pub fn layout(&self) -> TexelCopyBufferLayout {
        TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(self.padded_row),
            rows_per_image: Some(self.rows),
        }
    }

    /// Bytes that the buffer needs at least.
    pub fn buffer_size(&self) -> BufferAddress {
        let image = u64::from(self.padded_row) * u64::from(self.rows);
        image.saturating_mul(u64::from(self.images))
    }

    /// The texels without the padding of their rows, in the same memory; `bytes` are those of the
    /// buffer from its start on.
    pub fn remove_padding(&self, mut bytes: Vec<u8>) -> Vec<u8> {
        let (row, padded_row) = (self.row as usize, self.padded_row as usize);
        if row < padded_row {
            let rows = bytes.len() / padded_row;
            for index in 1..rows {
                let start = index * padded_row;
                bytes.copy_within(start..start + row, index * row);
            }
            bytes.truncate(rows * row);
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use wgpu_types::{Extent3d, TextureAspect, TextureFormat};

    use super::PaddedRows;

    fn rows(format: TextureFormat, width: u32, height: u32, images: u32) -> Option<PaddedRows> {
        let size = Extent3d {
            width,
            height,
            depth_or_array_layers: images,
        };
        PaddedRows::new(format, TextureAspect::All, size)
    }

    #[test]
    fn texels_lose_their_padding_and_nothing_else() {
        for (width, height, images) in [(1, 1, 1), (3, 5, 2), (64, 3, 1), (65, 2, 3)] {
            let rows = rows(TextureFormat::Rgba8Unorm, width, height, images).unwrap();
            let padded = rows.layout().bytes_per_row.unwrap() as usize;
            assert!(padded.is_multiple_of(256));
            let texels: Vec<u8> = (0..4 * width * height * images).map(|i| i as u8).collect();
            let mut bytes = vec![0xee; rows.buffer_size() as usize];
            for (row, padded) in texels
                .chunks(4 * width as usize)
                .zip(bytes.chunks_mut(padded))
            {
                padded[..row.len()].copy_from_slice(row);
            }
            assert_eq!(rows.remove_padding(bytes), texels);
        }
    }

    #[test]
    fn blocks_count_as_wholes() {
        let rows = rows(TextureFormat::Bc1RgbaUnorm, 13, 7, 1).unwrap();
        assert_eq!(rows.row, 4 * 8);
        assert_eq!(rows.layout().rows_per_image, Some(2));
        assert_eq!(rows.buffer_size(), 512);
    }

    #[test]
    fn sizes_beyond_reason_are_no_panic() {
        let max = u32::MAX;
        assert_eq!(rows(TextureFormat::R8Unorm, max, max, max), None);
        assert_eq!(rows(TextureFormat::Rgba32Float, max / 8, 1, 1), None);
        assert_eq!(rows(TextureFormat::Bc1RgbaUnorm, 4, max, 1), None);
        let tall = rows(TextureFormat::R8Unorm, max - 255, max, max).unwrap();
        assert_eq!(tall.buffer_size(), u64::MAX);
        let nothing = rows(TextureFormat::R8Unorm, 0, 5, 1).unwrap();
        assert_eq!(nothing.buffer_size(), 0);
        assert!(nothing.remove_padding(Vec::new()).is_empty());
        assert_eq!(rows(TextureFormat::Depth24Plus, 1, 1, 1), None);
    }
}
