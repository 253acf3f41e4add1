use std::{fmt, marker::PhantomData};

use bytemuck::{Pod, bytes_of, cast_slice, pod_collect_to_vec, pod_read_unaligned};

use crate::{
    Buffer, Result,
    compute::{AsResource, Gpu, Resource, TypedBuffer},
};

/// A struct that a runtime-sized array follows in a buffer: what is before the array.
///
/// Typed modules implement it for `struct Particles { count: u32, all: array<Particle> }`.
pub trait RuntimeSized: Pod {
    /// An element of the array. The first one follows the struct at once.
    type Element: Pod;
    /// Bytes of the struct and one element, rounded up as WGSL does: no less can be bound.
    const MIN_SIZE: u64;
}

/// A buffer with a struct and the runtime-sized array at its end.
///
/// ```no_run
/// use wasi_webgpu::{compute::Gpu, typed::RuntimeSizedBuffer, wgsl};
///
/// wgsl! {
///     mod sum {
///         struct Numbers { sum: u32, all: array<u32> }
///         @group(0) @binding(0) var<storage, read_write> numbers: Numbers;
///
///         @compute @workgroup_size(1)
///         fn add() {
///             for (var i = 0u; i < arrayLength(&numbers.all); i++) { numbers.sum += numbers.all[i]; }
///         }
///     }
/// }
///
/// # async fn example() -> wasi_webgpu::Result<()> {
/// let gpu = Gpu::request().await?;
/// let mut numbers = RuntimeSizedBuffer::upload(&gpu, sum::Numbers { sum: 0 }, &[1, 2, 3])?;
/// sum::add(&gpu, sum::Group0 { numbers: &mut numbers }).dispatch_groups([1, 1, 1]).await?;
/// assert_eq!(numbers.read().await?, (sum::Numbers { sum: 6 }, vec![1, 2, 3]));
/// # Ok(())
/// # }
/// ```
pub struct RuntimeSizedBuffer<H> {
    bytes: TypedBuffer<u8>,
    len: usize,
    header: PhantomData<H>,
}

impl<H: RuntimeSized> RuntimeSizedBuffer<H> {
    /// A buffer with these contents.
    ///
    /// WebGPU binds no array without elements: shaders see one, which is zero, in place of none.
    ///
    /// # Errors
    /// There is not so much memory, or the device's limits are lower.
    pub fn upload(gpu: &Gpu, header: H, elements: &[H::Element]) -> Result<Self> {
        let mut bytes = bytes_of(&header).to_vec();
        bytes.extend_from_slice(cast_slice(elements));
        let least = usize::try_from(H::MIN_SIZE).unwrap_or(usize::MAX);
        bytes.resize(bytes.len().max(least), 0);
        Ok(Self {
            bytes: gpu.upload(&bytes)?,
            len: elements.len(),
            header: PhantomData,
        })
    }

    /// A buffer of zeros, with `len` elements.
    ///
    /// # Errors
    /// As of [`upload`](Self::upload).
    pub fn zeroed(gpu: &Gpu, len: usize) -> Result<Self> {
        let elements = len.saturating_mul(size_of::<H::Element>());
        let least = usize::try_from(H::MIN_SIZE).unwrap_or(usize::MAX);
        let size = elements.saturating_add(size_of::<H>()).max(least);
        Ok(Self {
            bytes: gpu.zeroed(size)?,
            len,
            header: PhantomData,
        })
    }

    /// A buffer of the plain layer, with as many elements as it has space for.
    pub fn from_buffer(gpu: &Gpu, buffer: Buffer) -> Self {
        let bytes: TypedBuffer<u8> = TypedBuffer::from_buffer(gpu, buffer);
        let elements = bytes.len().saturating_sub(size_of::<H>());
        Self {
            len: elements / size_of::<H::Element>().max(1),
            bytes,
            header: PhantomData,
        }
    }

    /// Writes the struct, before the work of later launches.
    ///
    /// # Errors
    /// Its size is not a multiple of 4 bytes.
    pub fn write_header(&mut self, header: H) -> Result<()> {
        self.bytes.write(0, bytes_of(&header))
    }

    /// Writes elements from `index` on, before the work of later launches.
    ///
    /// # Errors
    /// They do not fit, or do not begin and end at a multiple of 4 bytes.
    pub fn write(&mut self, index: usize, elements: &[H::Element]) -> Result<()> {
        let offset = index.saturating_mul(size_of::<H::Element>());
        let offset = offset.saturating_add(size_of::<H>());
        self.bytes.write(offset, cast_slice(elements))
    }

    /// Reads the struct and the elements, after the work of earlier launches.
    ///
    /// # Errors
    /// As of [`TypedBuffer::read`].
    pub async fn read(&self) -> Result<(H, Vec<H::Element>)> {
        let bytes = self.bytes.read().await?;
        let (header, elements) = bytes.split_at(size_of::<H>());
        let elements = &elements[..self.len * size_of::<H::Element>()];
        Ok((pod_read_unaligned(header), pod_collect_to_vec(elements)))
    }
}

impl<H> RuntimeSizedBuffer<H> {
    /// How many elements.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// For the plain layer.
    pub fn buffer(&self) -> &Buffer {
        self.bytes.buffer()
    }
}

impl<H> AsResource for RuntimeSizedBuffer<H> {
    fn resource(&self) -> Resource {
        self.bytes.resource()
    }
}

impl<H> fmt::Debug for RuntimeSizedBuffer<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RuntimeSizedBuffer")
            .field("buffer", self.buffer())
            .field("len", &self.len)
            .finish()
    }
}
