//! Counts on the GPU.

use wasi_webgpu as wgpu;
use wgpu::util::{BufferInitDescriptor, DeviceExt as _};

use crate::engine::checked;
use crate::{Engine, Error, Heatmap, Points};

/// Points a workgroup; the shader says the same.
const GROUP: u32 = 256;

/// A workgroup paints this many pixels along x and y; the shader says the same.
const TILE: u32 = 16;

/// How finely to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Bins along x.
    pub columns: u32,
    /// Bins along y.
    pub rows: u32,
}

/// How many points lie in each bin of a grid; in GPU memory.
pub struct Bins<'engine> {
    engine: &'engine Engine,
    grid: Grid,
    counts: wgpu::Buffer,
    highest: wgpu::Buffer,
}

impl<'engine> Bins<'engine> {
    pub(crate) async fn count(
        engine: &'engine Engine,
        points: &Points,
        grid: Grid,
    ) -> Result<Self, Error> {
        let bins = grid.bins(engine.most(size_of::<u32>()))?;
        let (count, limit) = (points.points().len(), engine.most(size_of::<[f32; 2]>()));
        if count as u64 > limit {
            return Err(Error::Points { count, limit });
        }
        let buffer = |label, words: u64| {
            engine.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size: words * size_of::<u32>() as u64,
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
                mapped_at_creation: false,
            })
        };
        let scaled = points.scaled();
        let (counts, highest) = checked(&engine.device, "counting", || {
            // New buffers are zero.
            let (counts, highest) = (buffer("counts", bins), buffer("highest count", 1));
            if !scaled.is_empty() {
                let points = engine.device.create_buffer_init(&BufferInitDescriptor {
                    label: Some("points"),
                    contents: bytemuck::cast_slice(&scaled),
                    usage: wgpu::BufferUsages::STORAGE,
                });
                // Within the limit of a buffer, so within 32 bits.
                let groups = (count as u32).div_ceil(GROUP).min(engine.most_workgroups());
                let params = grid.params(engine, 1, groups * GROUP);
                let buffers = [(0, &params), (1, &points), (2, &counts), (3, &highest)];
                engine.dispatch(&engine.count, &buffers, [groups, 1]);
            }
            (counts, highest)
        })
        .await?;
        Ok(Self {
            engine,
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
        let bytes = self.engine.read(&self.counts).await?;
        Ok(bytemuck::pod_collect_to_vec(&bytes))
    }

    /// The highest count of a bin.
    ///
    /// # Errors
    ///
    /// [`Error::Gpu`] where the device has no memory left or was lost.
    pub async fn highest(&self) -> Result<u32, Error> {
        let bytes = self.engine.read(&self.highest).await?;
        Ok(bytemuck::pod_read_unaligned(&bytes))
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
        let engine = self.engine;
        let size = Grid {
            columns: self.grid.columns.saturating_mul(pixels),
            rows: self.grid.rows.saturating_mul(pixels),
        };
        let count = size.bins(engine.most(size_of::<u32>()))?;
        let groups = [size.columns, size.rows].map(|side| side.div_ceil(TILE));
        let colours = checked(&engine.device, "colouring", || {
            let colours = engine.device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("colours"),
                size: count * size_of::<u32>() as u64,
                usage: wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC,
                mapped_at_creation: false,
            });
            let params = self.grid.params(engine, pixels, 0);
            let (counts, highest) = (&self.counts, &self.highest);
            let buffers = [(0, &params), (2, counts), (3, highest), (4, &colours)];
            engine.dispatch(&engine.paint, &buffers, groups);
            colours
        })
        .await?;
        Ok(Heatmap {
            width: size.columns,
            height: size.rows,
            pixels: bytemuck::pod_collect_to_vec(&engine.read(&colours).await?),
        })
    }
}

impl Grid {
    /// How many bins, if they are no more than `limit`.
    fn bins(self, limit: u64) -> Result<u64, Error> {
        let bins = u64::from(self.columns) * u64::from(self.rows);
        if (1..=limit).contains(&bins) {
            return Ok(bins);
        }
        let Self { columns, rows } = self;
        Err(Error::Grid {
            columns,
            rows,
            limit,
        })
    }

    /// `Params` of `density.wgsl`.
    fn params(self, engine: &Engine, pixels: u32, stride: u32) -> wgpu::Buffer {
        engine.device.create_buffer_init(&BufferInitDescriptor {
            label: Some("params"),
            contents: bytemuck::bytes_of(&[self.columns, self.rows, pixels, stride]),
            usage: wgpu::BufferUsages::UNIFORM,
        })
    }
}
