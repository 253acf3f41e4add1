//! Compute kernels written in Rust: what a [`#[kernel]`](macro@crate::kernel) takes beside its data,
//! and what runs it on the CPU.
//!
//! ```
//! use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
//!
//! use wasi_webgpu::{
//!     kernel,
//!     kernel::{LocalIndex, GlobalIndex, barrier},
//! };
//!
//! /// The sum of each workgroup's numbers, added to all.
//! #[kernel(workgroup_size = 64)]
//! fn sum(i: GlobalIndex, local: LocalIndex, numbers: &[u32], total: &[AtomicU32]) {
//!     #[workgroup]
//!     let parts: [u32; 64];
//!     parts[local] = if i < numbers.len() { numbers[i] } else { 0 };
//!     barrier();
//!     let mut half = 32;
//!     while half > 0 {
//!         if local < half {
//!             parts[local] += parts[local + half];
//!         }
//!         barrier();
//!         half /= 2;
//!     }
//!     if local == 0 {
//!         total[0].fetch_add(parts[0], Relaxed);
//!     }
//! }
//!
//! let numbers: Vec<u32> = (0..200).collect();
//! let total = [AtomicU32::new(0)];
//! sum::cpu(&numbers, &total).dispatch_for(200);
//! assert_eq!(total[0].load(Relaxed), 19_900);
//! ```
//!
//! Vectors and matrices are [glam]'s, and structs are derived: see [`GpuType`].
//!
//! On the GPU it is `sum::launch(&gpu, &numbers, &mut total)?.dispatch_for(200).await?`, with typed
//! buffers in place of the slices.

mod cpu;
mod gpu_type;
mod half_vector;
mod integer;
mod memory;
mod subgroup;
mod texture;
mod vector;

pub use glam::{
    self, BVec2, BVec3, BVec4, FloatExt, IVec2, IVec3, IVec4, Mat2, Mat3, Mat4, UVec2, UVec3,
    UVec4, Vec2, Vec2Swizzles, Vec3, Vec3Swizzles, Vec4, Vec4Swizzles, bvec2, bvec3, bvec4, ivec2,
    ivec3, ivec4, mat2, mat3, mat4, uvec2, uvec3, uvec4, vec2, vec3, vec4,
};

pub use crate::typed::f16;
pub use cpu::{Cpu, Invocation, Workgroup};
pub use gpu_type::GpuType;
pub use half_vector::{F16Vec2, F16Vec3, F16Vec4};
pub use integer::Int;
pub use memory::{Barrier, Shared, UniformLoad, barrier, workgroup_uniform_load};
pub use subgroup::{
    SUBGROUP_SIZE, Subgroup, SubgroupBits, SubgroupNumber, Subgroups, quad_broadcast,
    quad_swap_diagonal, quad_swap_x, quad_swap_y, subgroup_add, subgroup_all, subgroup_and,
    subgroup_any, subgroup_ballot, subgroup_broadcast, subgroup_broadcast_first,
    subgroup_exclusive_add, subgroup_exclusive_mul, subgroup_inclusive_add, subgroup_inclusive_mul,
    subgroup_max, subgroup_min, subgroup_mul, subgroup_or, subgroup_shuffle, subgroup_shuffle_down,
    subgroup_shuffle_up, subgroup_shuffle_xor, subgroup_xor,
};
pub use texture::{
    Channel, Plain, Sampler, Shape, StorageTexture, StorageTexture1d, StorageTexture2d,
    StorageTexture2dArray, StorageTexture3d, TexelFormat, Texture, Texture1d, Texture2d,
    Texture2dArray, Texture3d,
};
pub use vector::{Compare, IntVector};

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
/// How many invocations a subgroup has: `subgroup_size`. A kernel that takes it has
/// `features(subgroups)`.
pub type SubgroupSize = usize;
/// The invocation's place in its subgroup: `subgroup_invocation_id`. A kernel that takes it has
/// `features(subgroups)`.
pub type LaneIndex = usize;
/// How many workgroups there are: `num_workgroups.x`.
pub type WorkgroupCount = usize;
/// How many workgroups there are: `num_workgroups.xy`.
pub type WorkgroupCount2 = Index2;
/// How many workgroups there are: `num_workgroups`.
pub type WorkgroupCount3 = Index3;
