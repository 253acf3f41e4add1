//! What the GPU computes, beside what the CPU does.

use std::fmt;

use bytemuck::Pod;
use wasi_webgpu::{
    Result,
    compute::{Dispatch, Gpu, TypedBuffer},
};

/// What computes a result, and where that will be.
pub(crate) struct Run<T> {
    pub(crate) dispatches: Vec<Dispatch>,
    pub(crate) out: TypedBuffer<T>,
}

/// A kernel in Rust, and the same by hand, each with a result of its own.
pub(crate) type Both<T> = [Run<T>; 2];

impl<T> Run<T> {
    pub(crate) fn once(dispatch: Dispatch, out: TypedBuffer<T>) -> Self {
        let dispatches = vec![dispatch];
        Self { dispatches, out }
    }
}

/// How far the GPU's numbers may be from the CPU's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// The difference that each may have.
    pub near: f64,
    /// How many may have a greater one.
    pub others: usize,
}

impl Tolerance {
    /// All are equal.
    pub const EXACT: Self = Self::near(0.0);

    /// None is further.
    pub const fn near(near: f64) -> Self {
        Self { near, others: 0 }
    }

    /// Of a picture with `width` rows, in which the last bit decides what some points at an edge are: an
    /// edge crosses a row now and then.
    pub(crate) const fn but_for_edges(near: f64, width: usize) -> Self {
        let others = width + width * width / 100;
        Self { near, others }
    }
}

/// How far the numbers are from the CPU's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Differences {
    /// The greatest of those that are near.
    pub greatest: f64,
    /// How many are not near.
    pub others: usize,
}

/// A kernel's results, compared.
#[derive(Clone, Debug)]
pub struct Checked {
    /// How many numbers there are.
    pub count: usize,
    /// What is asked for.
    pub tolerance: Tolerance,
    /// Of the kernel in Rust.
    pub rust: Differences,
    /// Of the WGSL written by hand.
    pub by_hand: Differences,
    /// The numbers of the kernel in Rust, from 0 to 1, where they are a picture.
    pub picture: Option<Vec<f32>>,
}

impl Checked {
    /// Are both near enough?
    pub fn agrees(&self) -> bool {
        let all = [self.rust, self.by_hand];
        all.iter().all(|it| it.others <= self.tolerance.others)
    }

    /// Runs both, and compares their results, which are made of `S`, with the CPU's.
    pub(crate) async fn new<T: Pod, S: Pod + Into<f64>>(
        gpu: &Gpu,
        both: Both<T>,
        twin: &[T],
        tolerance: Tolerance,
        shade: Option<fn(S) -> f32>,
    ) -> Result<Self> {
        let twin: &[S] = bytemuck::cast_slice(twin);
        let mut results = Vec::new();
        for run in &both {
            gpu.run(&run.dispatches).await?;
            results.push(run.out.read().await?);
        }
        let [rust, by_hand] = [&results[0], &results[1]].map(|it| bytemuck::cast_slice(it));
        Ok(Self {
            count: twin.len(),
            tolerance,
            rust: Differences::new(rust, twin, tolerance),
            by_hand: Differences::new(by_hand, twin, tolerance),
            picture: shade.map(|shade| rust.iter().map(|it| shade(*it)).collect()),
        })
    }
}

impl Differences {
    fn new<S: Copy + Into<f64>>(found: &[S], expected: &[S], tolerance: Tolerance) -> Self {
        assert_eq!(found.len(), expected.len());
        let pairs = found.iter().zip(expected);
        let all = pairs.map(|(a, b)| ((*a).into() - (*b).into()).abs());
        let mut differences = Self {
            greatest: 0.0,
            others: 0,
        };
        for difference in all {
            if difference <= tolerance.near {
                differences.greatest = differences.greatest.max(difference);
            } else {
                differences.others += 1;
            }
        }
        differences
    }
}

/// `equal`, or how far apart they are.
impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.greatest, self.others) {
            (0.0, 0) => f.write_str("equal"),
            (0.0, others) => write!(f, "equal but for {others}"),
            (greatest, 0) => write!(f, "within {greatest:.1e}"),
            (greatest, others) => write!(f, "within {greatest:.1e} but for {others}"),
        }
    }
}
