//! Counts on the GPU.

use wasi_webgpu::{
    compute::{Gpu, TypedBuffer},
    include_wgsl,
};

use crate::{Error, Heatmap, Points};

include_wgsl!(mod density, "density.wgsl");

/// How finely to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Bins along x.
    pub columns: u32,
    /// Bins along y.
    pub rows: u32,
}

/// How many points lie in each bin of a grid; in GPU memory.
pub struct Bins {
    gpu: Gpu,
    grid: Grid,
    counts: TypedBuffer<u32>,
    highest: TypedBuffer<u32>,
}

impl Bins {
    /// Counts points in the bins of a grid that spans [`Points::ranges`].
    ///
    /// # Errors
    ///
    /// [`Error::Grid`] and [`Error::Points`] where there are too many, [`Error::Gpu`] where the device
    /// refuses the work.
    pub async fn count(gpu: &Gpu, points: &Points, grid: Grid) -> Result<Self, Error> {
        let bins = grid.bins(most::<u32>(gpu))?;
        let (count, limit) = (points.points().len(), most::<[f32; 2]>(gpu));
        if count as u64 > limit {
            return Err(Error::Points { count, limit });
        }
        let mut counts = gpu.buffer("counts").zeroed(bins)?;
        let mut highest = gpu.buffer("highest count").zeroed(1)?;
        let group0 = density::Group0 {
            params: &grid.params(gpu, 1)?,
        };
        let group1 = density::Group1 {
            points: &gpu.buffer("points").upload(&points.scaled())?,
            counts: &mut counts,
            highest: &mut highest,
        };
        density::count(gpu, group0, group1)
            .dispatch_for_folded(count)
            .await?;
        Ok(Self {
            gpu: gpu.clone(),
            grid,
            counts,
            highest,
        })
    }

    /// Copies the counts back, in rows from the low end of y.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    pub async fn read(&self) -> Result<Vec<u32>, Error> {
        Ok(self.counts.read().await?)
    }

    /// The highest count of a bin.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    pub async fn highest(&self) -> Result<u32, Error> {
        let highest = self.highest.read().await?;
        Ok(highest[0])
    }

    /// Colours each bin, as a square of `pixels` × `pixels`, as [`reference::colour`] says; empty
    /// ones are clear.
    ///
    /// [`reference::colour`]: crate::reference::colour
    ///
    /// # Errors
    ///
    /// [`Error::Grid`] where so many pixels are too many, [`Error::Gpu`] where the device refuses the
    /// work.
    pub async fn colour(&self, pixels: u32) -> Result<Heatmap, Error> {
        let Self { gpu, grid, .. } = self;
        let size = Grid {
            columns: grid.columns.saturating_mul(pixels),
            rows: grid.rows.saturating_mul(pixels),
        };
        let count = size.bins(most::<u32>(gpu))?;
        let mut colours = gpu.buffer("colours").zeroed(count)?;
        let group0 = density::Group0 {
            params: &grid.params(gpu, pixels)?,
        };
        let group2 = density::Group2 {
            bins: &self.counts,
            most: &self.highest,
            colours: &mut colours,
        };
        density::paint(gpu, group0, group2)
            .dispatch_for_2d([size.columns, size.rows])
            .await?;
        Ok(Heatmap {
            width: size.columns,
            height: size.rows,
            pixels: colours.read().await?,
        })
    }
}

impl Grid {
    /// How many bins, if they are no more than `limit`.
    fn bins(self, limit: u64) -> Result<usize, Error> {
        let Self { columns, rows } = self;
        let bins = u64::from(columns) * u64::from(rows);
        match usize::try_from(bins) {
            Ok(count) if (1..=limit).contains(&bins) => Ok(count),
            _ => Err(Error::Grid {
                columns,
                rows,
                limit,
            }),
        }
    }

    fn params(self, gpu: &Gpu, pixels: u32) -> Result<TypedBuffer<density::Params>, Error> {
        let Self { columns, rows } = self;
        let params = density::Params {
            columns,
            rows,
            pixels,
        };
        Ok(gpu.buffer("params").upload(&[params])?)
    }
}

/// The most elements of a buffer that a kernel can see.
fn most<T>(gpu: &Gpu) -> u64 {
    let limits = gpu.limits();
    let bytes = limits
        .max_storage_buffer_binding_size
        .min(limits.max_buffer_size);
    bytes / size_of::<T>() as u64
}
