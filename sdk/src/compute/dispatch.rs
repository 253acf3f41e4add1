use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

use wgpu_types::BufferUsages;

use super::{
    Launch, TypedBuffer,
    check::{decimal, exceeds},
};
use crate::{Buffer, ComputePass, Error, Result, error::text};

/// A launch with its number of workgroups: await it to run it, once or many times.
///
/// Awaiting submits it, alone, and waits until the device has found its commands valid; it does not
/// wait for the GPU's work, which a read-back does. Several dispatches are cheaper by
/// [`Gpu::run`](super::Gpu::run). It has handles of its own to the buffers, and borrows nothing.
#[derive(Clone, Debug)]
#[must_use = "a dispatch runs when it is awaited, given to Gpu::run, or recorded"]
pub struct Dispatch {
    launch: Launch,
    grid: Result<Grid>,
}

/// How many workgroups.
#[derive(Clone, Debug)]
enum Grid {
    Groups([u32; 3]),
    Indirect(Buffer, u64),
}

impl Grid {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Groups(groups) if groups.contains(&0))
    }
}

/// Each returns at once. What is wrong is an error of the dispatch when it runs, and what has no
/// invocation is valid and does nothing.
impl Launch {
    /// At least `n` invocations in one dimension, in whole workgroups: the shader leaves out those from
    /// `n` on. The entry point's workgroup has one row.
    ///
    /// A dimension has at most 65,535 workgroups on most devices, and more are an error. For those, see
    /// [`dispatch_for_folded`](Self::dispatch_for_folded).
    pub fn dispatch_for(&self, n: impl TryInto<u64>) -> Dispatch {
        self.dispatch_invocations(1, [count(n), Some(1), Some(1)])
    }

    /// At least `x` × `y` invocations, as [`dispatch_for`](Self::dispatch_for).
    pub fn dispatch_for_2d(&self, [x, y]: [impl TryInto<u64>; 2]) -> Dispatch {
        self.dispatch_invocations(2, [count(x), count(y), Some(1)])
    }

    /// At least `x` × `y` × `z` invocations, as [`dispatch_for`](Self::dispatch_for).
    pub fn dispatch_for_3d(&self, [x, y, z]: [impl TryInto<u64>; 3]) -> Dispatch {
        self.dispatch_invocations(3, [count(x), count(y), count(z)])
    }

    /// At least `n` invocations, as [`dispatch_for`](Self::dispatch_for), for a shader that counts them
    /// by rows: as many as there are, since a row of workgroups that is full goes on in the next one.
    ///
    /// ```wgsl
    /// @compute @workgroup_size(64)
    /// fn main(
    ///     @builtin(workgroup_id) workgroup: vec3u,
    ///     @builtin(num_workgroups) workgroups: vec3u,
    ///     @builtin(local_invocation_index) local: u32,
    /// ) {
    ///     let i = (workgroup.y * workgroups.x + workgroup.x) * 64 + local;
    ///     if i >= n { return; }
    ///     // …
    /// }
    /// ```
    pub fn dispatch_for_folded(&self, n: impl TryInto<u64>) -> Dispatch {
        let n = count(n).ok_or_else(|| self.invalid(NOT_A_COUNT));
        self.dispatch(n.and_then(|n| {
            let size: u64 = self.workgroup_size().map(u64::from).iter().product();
            let workgroups = n.div_ceil(size.max(1));
            let rows = workgroups.div_ceil(self.most_workgroups());
            let row = workgroups.div_ceil(rows.max(1));
            self.groups([row, rows, 1])
        }))
    }

    /// `x` × `y` × `z` workgroups.
    pub fn dispatch_groups(&self, groups: [u32; 3]) -> Dispatch {
        self.dispatch(self.groups(groups.map(u64::from)))
    }

    /// As many workgroups as the first element of a buffer says when the GPU comes to it: `x`, `y` and
    /// `z`. The buffer has the usage [`INDIRECT`](BufferUsages::INDIRECT), which
    /// [`BufferOptions`](super::BufferOptions) ask for.
    pub fn dispatch_indirect(&self, groups: &TypedBuffer<[u32; 3]>) -> Dispatch {
        let grid = if !groups.buffer().usage().contains(BufferUsages::INDIRECT) {
            Err(text(&[
                "dispatch_indirect takes a buffer with the usage INDIRECT, and \"",
                groups.label(),
                "\" has not; make it by Gpu::buffer(…).usage(BufferUsages::INDIRECT)",
            ]))
        } else if groups.is_empty() {
            Err(text(&[
                "dispatch_indirect takes a buffer of an element at least, and \"",
                groups.label(),
                "\" is empty",
            ]))
        } else {
            Ok(Grid::Indirect(groups.buffer().clone(), groups.offset()))
        };
        self.dispatch(grid.map_err(|rule| self.invalid(&rule)))
    }

    fn dispatch(&self, grid: Result<Grid>) -> Dispatch {
        Dispatch {
            launch: self.clone(),
            grid,
        }
    }

    /// Invocations in the first `dimensions`.
    fn dispatch_invocations(&self, dimensions: usize, invocations: [Option<u64>; 3]) -> Dispatch {
        let size = self.workgroup_size();
        if size[dimensions..].iter().any(|&n| n > 1) {
            let [x, y, z] = size.map(|n| decimal(n.into()));
            let rule = text(&[
                "the workgroup of the entry point is ",
                &x,
                " × ",
                &y,
                " × ",
                &z,
                ": use the dispatch_for… of as many dimensions, or dispatch_groups",
            ]);
            return self.dispatch(Err(self.invalid(&rule)));
        }
        let mut groups = [0; 3];
        for ((groups, n), size) in groups.iter_mut().zip(invocations).zip(size) {
            let Some(n) = n else {
                return self.dispatch(Err(self.invalid(NOT_A_COUNT)));
            };
            // A size of zero is the host's to refuse.
            *groups = n.div_ceil(u64::from(size.max(1)));
        }
        self.dispatch(self.groups(groups))
    }

    fn groups(&self, groups: [u64; 3]) -> Result<Grid> {
        let most = self.most_workgroups();
        match groups.into_iter().find(|&n| n > most) {
            None => Ok(Grid::Groups(groups.map(|n| n as u32))),
            Some(n) => Err(exceeds(
                &self.label(),
                "max_compute_workgroups_per_dimension",
                n,
                most,
                "use larger workgroups, let each invocation do more, or count invocations by rows \
                 (dispatch_for_folded)",
            )),
        }
    }

    fn most_workgroups(&self) -> u64 {
        self.gpu()
            .limits()
            .max_compute_workgroups_per_dimension
            .into()
    }

    fn invalid(&self, rule: &str) -> Error {
        Error::invalid("dispatch", &self.label(), rule)
    }
}

const NOT_A_COUNT: &str = "the number of invocations must not be negative";

fn count(n: impl TryInto<u64>) -> Option<u64> {
    n.try_into().ok()
}

impl Dispatch {
    /// What it runs.
    pub fn launch(&self) -> &Launch {
        &self.launch
    }

    /// How many workgroups it runs. `None` where a buffer says it, and where there is an error, which
    /// running it gives.
    pub fn workgroups(&self) -> Option<[u32; 3]> {
        match &self.grid {
            Ok(Grid::Groups(groups)) => Some(*groups),
            _ => None,
        }
    }

    /// Whether it has no workgroup to run. One whose number the GPU knows counts as having some.
    pub(super) fn is_empty(&self) -> bool {
        matches!(&self.grid, Ok(grid) if grid.is_empty())
    }

    /// Records it in a pass of the plain layer.
    ///
    /// # Errors
    /// A buffer, the number of workgroups or the entry point do not fit the device's limits, or the
    /// device lacks a feature. What WebGPU finds wrong goes to the error scope.
    pub fn record(&self, pass: &mut ComputePass<'_>) -> Result<()> {
        let grid = self.grid.as_ref().map_err(Error::clone)?;
        if grid.is_empty() {
            return Ok(());
        }
        self.launch.set(pass)?;
        match grid {
            Grid::Groups([x, y, z]) => pass.dispatch_workgroups(*x, *y, *z),
            Grid::Indirect(buffer, offset) => pass.dispatch_workgroups_indirect(buffer, *offset),
        }
        Ok(())
    }
}

type Running = Pin<Box<dyn Future<Output = Result<()>>>>;

/// As [`Gpu::run`](super::Gpu::run) with this one.
impl IntoFuture for Dispatch {
    type Output = Result<()>;
    type IntoFuture = Running;

    fn into_future(self) -> Running {
        Box::pin(async move { self.launch.gpu().run_all(&[&self], None).await })
    }
}

/// As [`Gpu::run`](super::Gpu::run) with this one. The dispatch can run again.
impl IntoFuture for &Dispatch {
    type Output = Result<()>;
    type IntoFuture = Running;

    fn into_future(self) -> Running {
        self.clone().into_future()
    }
}
