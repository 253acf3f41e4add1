use std::{fmt, marker::PhantomData};

use bytemuck::Pod;
use wgpu_types::COPY_BUFFER_ALIGNMENT;

use super::{
    AsResource, BufferOptions, Gpu, Resource,
    check::decimal,
    scope::in_memory,
    transfer::{self, Place},
};
use crate::{
    Buffer, BufferDescriptor, BufferSlice, Error, Result,
    error::{describe_call, text},
};

/// Elements of one type in memory of the GPU, or a [slice](Self::slice) of them.
///
/// It is a plain [`Buffer`] with the type and the number of its elements, the device and the queue.
/// What is bound is padded at its end to a multiple of 4 bytes: of elements that are smaller, as `f16` is,
/// shaders may see more than there are. What the padding holds is not defined.
///
/// ```no_run
/// # async fn example(gpu: wasi_webgpu::compute::Gpu) -> wasi_webgpu::Result<()> {
/// let mut numbers = gpu.upload(&[1.0_f32, 2.0, 3.0, 4.0])?;
/// numbers.write(1, &[20.0, 30.0])?;
/// assert_eq!(numbers.read().await?, [1.0, 20.0, 30.0, 4.0]);
/// assert_eq!(numbers.slice(2..).read().await?, [30.0, 4.0]);
/// # Ok(())
/// # }
/// ```
pub struct TypedBuffer<T> {
    gpu: Gpu,
    buffer: Buffer,
    /// Bytes.
    offset: u64,
    /// Elements.
    len: usize,
    /// Whether only padding follows, up to a multiple of 4 bytes at least.
    to_end: bool,
    element: PhantomData<T>,
}

impl<T: Pod> TypedBuffer<T> {
    pub(super) fn upload(options: BufferOptions<'_>, elements: &[T]) -> Result<Self> {
        let (gpu, len) = (options.gpu, elements.len());
        in_memory(gpu.device(), "upload", options.label, || {
            let buffer = options.create("upload", len as u64 * Self::ELEMENT)?;
            let mut buffer = Self::new(gpu, buffer, len);
            if !elements.is_empty() {
                buffer.write(0, elements)?;
            }
            Ok(buffer)
        })
    }

    pub(super) fn zeroed(options: BufferOptions<'_>, len: usize) -> Result<Self> {
        let gpu = options.gpu;
        in_memory(gpu.device(), "zeroed", options.label, || {
            let buffer = options.create("zeroed", len as u64 * Self::ELEMENT)?;
            Ok(Self::new(gpu, buffer, len))
        })
    }

    /// A buffer of the plain layer: as many elements as it has space for. What can be done with it
    /// depends on its usages.
    pub fn from_buffer(gpu: &Gpu, buffer: Buffer) -> Self {
        let size = buffer.size();
        Self {
            to_end: size.is_multiple_of(COPY_BUFFER_ALIGNMENT),
            ..Self::new(gpu, buffer, count(size / Self::ELEMENT))
        }
    }

    fn new(gpu: &Gpu, buffer: Buffer, len: usize) -> Self {
        Self {
            gpu: gpu.clone(),
            buffer,
            offset: 0,
            len,
            to_end: true,
            element: PhantomData,
        }
    }

    /// Bytes of an element.
    const ELEMENT: u64 = {
        assert!(size_of::<T>() > 0, "elements have a size");
        size_of::<T>() as u64
    };

    /// Some of the elements, which lie in this buffer.
    pub(super) fn part(&self, start: usize, len: usize) -> Self {
        Self {
            offset: self.offset + start as u64 * Self::ELEMENT,
            to_end: self.to_end && start + len == self.len,
            ..Self::new(&self.gpu, self.buffer.clone(), len)
        }
    }

    /// The same place as `len` elements of another type: as many as its bytes are, or with the padding.
    pub(super) fn view<U: Pod>(&self, len: usize) -> TypedBuffer<U> {
        TypedBuffer {
            offset: self.offset,
            to_end: self.to_end,
            ..TypedBuffer::new(&self.gpu, self.buffer.clone(), len)
        }
    }

    /// The same bytes as elements of another type.
    #[track_caller]
    pub(super) fn cast_part<U: Pod>(&self) -> TypedBuffer<U> {
        let len = self.size() / TypedBuffer::<U>::ELEMENT;
        assert!(
            len * TypedBuffer::<U>::ELEMENT == self.size(),
            "{}",
            self.invalid(
                "cast",
                "its bytes are no whole number of the other elements"
            )
        );
        // Elements that are smaller may be more than the guest can count.
        self.view(count(len))
    }

    /// Bytes of all elements.
    pub fn size(&self) -> u64 {
        self.len as u64 * Self::ELEMENT
    }

    fn place(&self) -> Place<'_> {
        Place {
            buffer: &self.buffer,
            offset: self.offset,
            size: self.size(),
            to_end: self.to_end,
        }
    }

    /// The elements as a range of bytes, for the plain layer.
    pub fn as_slice(&self) -> BufferSlice<'_> {
        self.buffer.slice(self.offset..self.offset + self.size())
    }

    /// Writes elements from `index` on, before the work of later launches.
    ///
    /// # Errors
    /// They do not fit, or, of elements whose size is not a multiple of 4 bytes: they do not begin and
    /// end at a multiple of 4 bytes of the buffer, nor end where it ends.
    pub fn write(&mut self, index: usize, elements: &[T]) -> Result<()> {
        let end = index.saturating_add(elements.len());
        if end > self.len {
            return Err(self.invalid("write", &outside(index, end, self.len)));
        }
        let part = self.part(index, elements.len());
        let written = transfer::write(&self.gpu, part.place(), bytemuck::cast_slice(elements));
        written.map_err(|rule| self.invalid("write", &rule))
    }

    /// Copies the elements of another buffer, as many as there are here, after the work of earlier
    /// launches and before that of later ones.
    ///
    /// # Errors
    /// The numbers of elements differ, both are of the same buffer, or, of elements whose size is not a
    /// multiple of 4 bytes: as for [`write`](Self::write), here and there.
    pub fn copy_from(&mut self, source: &TypedBuffer<T>) -> Result<()> {
        if source.len != self.len {
            let (ours, theirs) = (decimal(self.len as u64), decimal(source.len as u64));
            let rule = text(&[
                "it has ",
                &ours,
                " elements, and \"",
                source.label(),
                "\" has ",
                &theirs,
                "; copy to or from a slice of as many",
            ]);
            return Err(self.invalid("copy_from", &rule));
        }
        let copied = transfer::copy(&self.gpu, source.place(), self.place());
        copied.map_err(|rule| self.invalid("copy_from", &rule))
    }

    /// Reads all elements, after the work of earlier launches.
    ///
    /// Several read-backs at the same time wait for the GPU once: join them, by `futures::join!`.
    ///
    /// # Errors
    /// As of [`read_into`](Self::read_into).
    pub async fn read(&self) -> Result<Vec<T>> {
        let Ok(mut elements) = bytemuck::allocation::try_zeroed_vec(self.len) else {
            let rule = "its elements do not fit into the guest's memory; read slices of it";
            return Err(self.invalid("read", rule));
        };
        self.read_into(&mut elements).await?;
        Ok(elements)
    }

    /// Reads all elements into as many of the guest's, after the work of earlier launches.
    ///
    /// # Errors
    /// The numbers of elements differ, the buffer has not the usage `COPY_SRC`, memory is short, or
    /// the device is lost.
    pub async fn read_into(&self, elements: &mut [T]) -> Result<()> {
        if elements.len() != self.len {
            let (ours, theirs) = (decimal(self.len as u64), decimal(elements.len() as u64));
            let rule = text(&[
                "it has ",
                &ours,
                " elements, and the guest's slice ",
                &theirs,
            ]);
            return Err(self.invalid("read_into", &rule));
        }
        let bytes = bytemuck::cast_slice_mut(elements);
        transfer::read(&self.gpu, self.place(), bytes).await
    }
}

impl<T> TypedBuffer<T> {
    /// How many elements.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The name that errors show; empty if it has none.
    pub fn label(&self) -> &str {
        self.buffer.label()
    }

    /// Whose memory it is.
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// The buffer of the plain layer; of a slice, the whole buffer.
    pub fn buffer(&self) -> &Buffer {
        &self.buffer
    }

    /// The first byte in [`buffer`](Self::buffer).
    pub fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn invalid(&self, call: &str, rule: &str) -> Error {
        Error::invalid(call, self.label(), rule)
    }
}

/// A buffer, or a slice that ends where the buffer does, is bound with its padding.
impl<T: Pod> AsResource for TypedBuffer<T> {
    fn resource(&self) -> Resource {
        let size = self.size();
        Resource::Buffer {
            buffer: self.buffer.clone(),
            offset: self.offset,
            size: if self.to_end {
                size.next_multiple_of(COPY_BUFFER_ALIGNMENT)
            } else {
                size
            },
        }
    }
}

impl<T> fmt::Debug for TypedBuffer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedBuffer")
            .field("label", &self.label())
            .field("offset", &self.offset)
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

impl BufferOptions<'_> {
    /// A buffer of so many bytes and the padding.
    fn create(self, call: &str, size: u64) -> Result<Buffer> {
        let size = size.next_multiple_of(PADDING);
        let most = self.gpu.limits().max_buffer_size;
        if size > most {
            let rule = text(&[
                "a buffer of ",
                &decimal(size),
                " bytes is larger than the device's max_buffer_size, ",
                &decimal(most),
                "; use several",
            ]);
            return Err(Error::LimitExceeded {
                description: describe_call(call, self.label, &rule),
            });
        }
        Ok(self.gpu.device().create_buffer(&BufferDescriptor {
            label: Some(self.label),
            size,
            usage: self.usage,
            mapped_at_creation: false,
        }))
    }
}

/// A number of elements, or as many as the guest can count.
fn count(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

/// What the size of a buffer is a multiple of: a kernel can read vectors of four where there are as
/// many elements or not.
const PADDING: u64 = 16;

/// The rule that a range of elements breaks.
pub(super) fn outside(start: usize, end: usize, len: usize) -> String {
    let [start, end, len] = [start, end, len].map(|n| decimal(n as u64));
    text(&[
        "the elements ",
        &start,
        "..",
        &end,
        " are not in its ",
        &len,
    ])
}
