use glam::{
    BVec2, BVec3, BVec4, IVec2, IVec3, IVec4, Mat2, Mat3, Mat4, UVec2, UVec3, UVec4, Vec2, Vec3,
    Vec4,
};

use super::{F16Vec2, F16Vec3, F16Vec4};
use crate::typed::f16;

/// A type of which kernels have values. For a struct, it is derived.
///
/// ```
/// use wasi_webgpu::{GpuType, gpu, kernel, kernel::{GlobalIndex, Vec3}};
///
/// #[derive(Clone, Copy, Debug, PartialEq, GpuType)]
/// #[repr(C)]
/// struct Body {
///     position: Vec3,
///     velocity: Vec3,
/// }
///
/// #[gpu]
/// fn moved(body: Body, time: f32) -> Body {
///     Body { position: body.position + time * body.velocity, velocity: body.velocity }
/// }
///
/// #[kernel(workgroup_size = 64)]
/// fn advance(i: GlobalIndex, time: f32, bodies: &mut [Body]) {
///     if i < bodies.len() {
///         bodies[i] = moved(bodies[i], time);
///     }
/// }
///
/// let mut bodies = [Body { position: Vec3::ZERO, velocity: Vec3::Y }];
/// advance::cpu(0.5, &mut bodies).dispatch_for(1);
/// assert_eq!(bodies[0].position, Vec3::new(0.0, 0.5, 0.0));
/// ```
///
/// The fields are numbers, vectors, matrices, arrays, and other such structs; `#[repr(C)]` says that they
/// follow each other in memory as they are written. A struct without gaps, and without `bool` and `usize`,
/// also becomes [`Pod`](bytemuck::Pod), which need not be derived for itself: it can be an element of a slice and of a
/// [`TypedBuffer`](crate::compute::TypedBuffer). The shader reads and writes it where Rust has it, even
/// where WGSL's own layout is another one (a `vec3<f32>` has 16 bytes there, and [`Vec3`] has 12).
///
/// Where the crate `wasi-webgpu` has another name, say so: `#[gpu_type(crate = gpu)]`.
#[diagnostic::on_unimplemented(
    message = "a kernel has no values of `{Self}`",
    note = "for a struct, write `#[derive(Clone, Copy, GpuType)] #[repr(C)]` over it"
)]
pub trait GpuType: Copy {
    /// What workgroup memory holds at first: all bits are 0.
    const ZERO: Self;
}

macro_rules! zeros {
    ($($ty:ty = $zero:expr;)*) => {
        $(impl GpuType for $ty {
            const ZERO: Self = $zero;
        })*
    };
}

zeros! {
    bool = false;
    u32 = 0;
    i32 = 0;
    usize = 0;
    f32 = 0.0;
    f16 = Self::ZERO;
    F16Vec2 = Self::ZERO;
    F16Vec3 = Self::ZERO;
    F16Vec4 = Self::ZERO;
    Vec2 = Self::ZERO;
    Vec3 = Self::ZERO;
    Vec4 = Self::ZERO;
    IVec2 = Self::ZERO;
    IVec3 = Self::ZERO;
    IVec4 = Self::ZERO;
    UVec2 = Self::ZERO;
    UVec3 = Self::ZERO;
    UVec4 = Self::ZERO;
    BVec2 = Self::FALSE;
    BVec3 = Self::FALSE;
    BVec4 = Self::FALSE;
    Mat2 = Self::ZERO;
    Mat3 = Self::ZERO;
    Mat4 = Self::ZERO;
}

impl<T: GpuType, const N: usize> GpuType for [T; N] {
    const ZERO: Self = [T::ZERO; N];
}
