use wgpu_types::{BufferUsages, COPY_BUFFER_ALIGNMENT};

use crate::{Buffer, BufferDescriptor, Device, Label};

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
}
