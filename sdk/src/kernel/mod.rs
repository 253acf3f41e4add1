//! Compute kernels written in Rust: what a [`#[kernel]`](macro@crate::kernel) takes beside its data,
//! and what runs it on the CPU.

mod cpu;
mod integer;

pub use cpu::{Cpu, Invocation};
pub use integer::Int;

/// A place in two dimensions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Index2 {
    /// The column.
    pub x: usize,
    /// The row.
    pub y: usize,
}

/// A place in three dimensions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Index3 {
    /// The column.
    pub x: usize,
    /// The row.
    pub y: usize,
    /// The layer.
    pub z: usize,
}

/// The invocation's place among all: `global_invocation_id.x`.
pub type GlobalIndex = usize;
/// The invocation's place among all: `global_invocation_id.xy`.
pub type GlobalIndex2 = Index2;
/// The invocation's place among all: `global_invocation_id`.
pub type GlobalIndex3 = Index3;
/// The invocation's place in its workgroup, row after row: `local_invocation_index`.
pub type LocalIndex = usize;
/// The invocation's place in its workgroup: `local_invocation_id.xy`.
pub type LocalIndex2 = Index2;
/// The invocation's place in its workgroup: `local_invocation_id`.
pub type LocalIndex3 = Index3;
/// The workgroup's place among all: `workgroup_id.x`.
pub type WorkgroupIndex = usize;
/// The workgroup's place among all: `workgroup_id.xy`.
pub type WorkgroupIndex2 = Index2;
/// The workgroup's place among all: `workgroup_id`.
pub type WorkgroupIndex3 = Index3;
/// How many workgroups there are: `num_workgroups.x`.
pub type WorkgroupCount = usize;
/// How many workgroups there are: `num_workgroups.xy`.
pub type WorkgroupCount2 = Index2;
/// How many workgroups there are: `num_workgroups`.
pub type WorkgroupCount3 = Index3;
