//! Pictures of one size, and what they show.

use std::io::Read;

use wasi_webgpu::compute::{Gpu, TypedBuffer};

use crate::{Error, idx};

/// Pictures with a class each, one byte a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Samples {
    /// Width and height, in pixels.
    size: [usize; 2],
    /// Bytes of a picture: its pixels, and zeros up to a multiple of 4.
    values: usize,
    pixels: Vec<u8>,
    labels: Vec<u8>,
    classes: usize,
}

impl Samples {
    /// No pictures.
    pub(crate) fn new(size: [usize; 2]) -> Self {
        Self {
            size,
            values: (size[0] * size[1]).next_multiple_of(4),
            pixels: Vec::new(),
            labels: Vec::new(),
            classes: 0,
        }
    }

    /// Adds a picture.
    pub(crate) fn push(&mut self, pixels: &[u8], label: u8) {
        self.pixels.extend_from_slice(pixels);
        self.labels.push(label);
        self.pixels.resize(self.values * self.labels.len(), 0);
        self.classes = self.classes.max(usize::from(label) + 1);
    }

    /// Reads images and labels in the IDX format, in which the MNIST database of Y. LeCun, C. Cortes and
    /// C. J. C. Burges is published, uncompressed.
    ///
    /// # Errors
    ///
    /// [`Error::Idx`] where that is not what they are, or their numbers differ.
    pub fn read_idx(images: impl Read, labels: impl Read) -> Result<Self, Error> {
        let ([count, height, width], pixels) = idx::read("images", images)?;
        let ([of_labels], labels) = idx::read("labels", labels)?;
        if of_labels != count {
            let why = format!("there are {of_labels} of {count} images");
            return Err(Error::Idx {
                what: "labels",
                why,
            });
        }
        let mut samples = Self::new([width, height]);
        for (pixels, label) in pixels.chunks(width * height).zip(labels) {
            samples.push(pixels, label);
        }
        Ok(samples)
    }

    /// The first `count`, or all there are, and the rest. Both have all classes.
    #[must_use]
    pub fn split_at(mut self, count: usize) -> (Self, Self) {
        let count = count.min(self.len());
        let rest = Self {
            pixels: self.pixels.split_off(count * self.values),
            labels: self.labels.split_off(count),
            ..self
        };
        (self, rest)
    }

    /// How many pictures.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Width and height of a picture, in pixels.
    #[must_use]
    pub fn size(&self) -> [usize; 2] {
        self.size
    }

    /// How many values a network takes of a picture: its pixels, and zeros up to a multiple of 4.
    #[must_use]
    pub fn values(&self) -> usize {
        self.values
    }

    /// How many classes: one more than the greatest label.
    #[must_use]
    pub fn classes(&self) -> usize {
        self.classes
    }

    /// The pixels of a picture in rows from the top, 0 to 255, and what it shows.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<(&[u8], u8)> {
        let label = *self.labels.get(index)?;
        let [width, height] = self.size;
        let pixels = &self.pixels[index * self.values..];
        Some((&pixels[..width * height], label))
    }

    /// Copies them to the GPU: four pixels in each number, and the labels.
    pub(crate) fn upload(
        &self,
        gpu: &Gpu,
    ) -> Result<(TypedBuffer<u32>, TypedBuffer<u32>), wasi_webgpu::Error> {
        let quads = self.pixels.chunks_exact(4);
        let quads: Vec<_> = quads.map(bytemuck::pod_read_unaligned).collect();
        let labels: Vec<_> = self.labels.iter().copied().map(u32::from).collect();
        Ok((
            gpu.buffer("pixels").upload(&quads)?,
            gpu.buffer("labels").upload(&labels)?,
        ))
    }
}
