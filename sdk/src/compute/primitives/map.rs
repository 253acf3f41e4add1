use bytemuck::Pod;

use super::{Steps, count, expect_len};
use crate::{
    Result,
    compute::{Dispatch, Gpu, TypedBuffer},
};

/// Makes a function that computes each element of a buffer from the elements of others, by a function
/// in WGSL, which is checked while the program is compiled.
///
/// ```no_run
/// use wasi_webgpu::{Result, compute::{Gpu, map}};
///
/// map! {
///     /// a·x + y, for each element.
///     pub fn saxpy(x: f32, y: f32; a: f32) -> f32 {
///         return a * x + y;
///     }
/// }
///
/// # async fn example(gpu: Gpu) -> Result<()> {
/// let x = gpu.upload(&[1.0, 2.0, 3.0])?;
/// let y = gpu.upload(&[10.0, 20.0, 30.0])?;
/// let mut sum = gpu.zeroed(x.len())?;
/// saxpy(&x, &y, &mut sum, 2.0).await?;
/// assert_eq!(sum.read().await?, [12.0, 24.0, 36.0]);
/// # Ok(())
/// # }
/// ```
///
/// Before the `;` are one to four elements, of buffers; after it are numbers that are the same for all.
/// Types are `f32`, `u32` and `i32`; after `enable f16;` at the beginning, elements may be `f16`
/// ([`typed::f16`](crate::typed::f16)), on a device that has the feature.
///
/// The Rust function takes the buffers, the buffer for the results, and the numbers. It gives
/// [`Steps`](crate::compute::Steps), whose error says which buffer has not the length of the results.
/// What is wrong in the body is an error at the token itself:
///
/// ```compile_fail
/// wasi_webgpu::compute::map! {
///     fn half(x: f32) -> f32 {
///         return x / 2u; // f32 / u32
///     }
/// }
/// ```
#[macro_export]
macro_rules! map {
    (enable $feature:ident; $($function:tt)*) => {
        $crate::map! { @function [$feature] $($function)* }
    };
    ($(#[$attribute:meta])* $visibility:vis fn $($function:tt)*) => {
        $crate::map! { @function [] $(#[$attribute])* $visibility fn $($function)* }
    };
    (
        @function [$($feature:ident)?]
        $(#[$attribute:meta])*
        $visibility:vis fn $name:ident(
            $($x:ident: $X:ident),+ $(; $($number:ident: $N:ident),* $(,)?)?
        ) -> $Y:ident { $($body:tt)* }
    ) => {
        $(#[$attribute])*
        $visibility fn $name(
            $($x: &$crate::compute::TypedBuffer<$X>,)+
            results: &mut $crate::compute::TypedBuffer<$Y>,
            $($($number: $N,)*)?
        ) -> $crate::compute::Steps {
            $crate::map! {
                @module [$($feature)?]
                [($($x: $X),+ $(; $($number: $N),*)?) -> $Y { $($body)* }]
                [] [$($x: $X,)+] [1 2 3 4]
            }
            let arguments = [$($crate::compute::__map::Argument::new($x)),+];
            $crate::compute::__map::map(results, &arguments, |gpu, len, results| {
                let params = gpu.upload(&[kernel::MapParams { len, $($($number,)*)? }])?;
                let group = kernel::Group0 {
                    map_params: &params,
                    map_results: results,
                    $($x: &$crate::compute::__map::quads($x)?,)+
                };
                let launch = kernel::map(gpu, group);
                ::core::result::Result::Ok(launch.dispatch_for_folded(len.div_ceil(4)))
            })
        }
    };
    // Gives each argument the number of its binding.
    (
        @module $feature:tt $function:tt
        [$($done:tt)*] [$x:ident: $X:ident, $($rest:tt)*] [$binding:tt $($bindings:tt)*]
    ) => {
        $crate::map! {
            @module $feature $function
            [$($done)* $x: $X, $binding;] [$($rest)*] [$($bindings)*]
        }
    };
    (
        @module [$($feature:ident)?]
        [(
            $($arg:ident: $A:ident),+ $(; $($number:ident: $N:ident),*)?
        ) -> $Y:ident { $($body:tt)* }]
        [$($x:ident: $X:ident, $binding:tt;)+] [] $unused:tt
    ) => {
        $crate::wgsl! {
            mod kernel {
                $(features($feature); enable $feature;)?
                struct MapParams { len: u32, $($($number: $N,)*)? }
                @group(0) @binding(0) var<uniform> map_params: MapParams;
                @group(0) @binding(5) var<storage, read_write> map_results: array<vec4<$Y>>;
                $(@group(0) @binding($binding) var<storage> $x: array<vec4<$X>>;)+

                fn map_element($($arg: $A,)+ $($($number: $N,)*)?) -> $Y { $($body)* }

                @compute @workgroup_size(256)
                fn map(
                    @builtin(workgroup_id) workgroup: vec3u,
                    @builtin(num_workgroups) workgroups: vec3u,
                    @builtin(local_invocation_index) local: u32,
                ) {
                    let quad = (workgroup.y * workgroups.x + workgroup.x) * 256 + local;
                    let i = quad * 4;
                    if i >= map_params.len { return; }
                    let results = vec4<$Y>(
                        map_element($($x[quad].x,)+ $($(map_params.$number,)*)?),
                        map_element($($x[quad].y,)+ $($(map_params.$number,)*)?),
                        map_element($($x[quad].z,)+ $($(map_params.$number,)*)?),
                        map_element($($x[quad].w,)+ $($(map_params.$number,)*)?),
                    );
                    if i + 4 <= map_params.len {
                        map_results[quad] = results;
                        return;
                    }
                    map_results[quad].x = results.x;
                    if i + 1 < map_params.len { map_results[quad].y = results.y; }
                    if i + 2 < map_params.len { map_results[quad].z = results.z; }
                }
            }
        }
    };
}

/// A buffer whose length is to be that of the results.
pub struct Argument<'a> {
    label: &'a str,
    len: usize,
}

impl<'a> Argument<'a> {
    /// Of a buffer.
    pub fn new<T: Pod>(buffer: &'a TypedBuffer<T>) -> Self {
        Self {
            label: buffer.label(),
            len: buffer.len(),
        }
    }
}

/// The steps of a function that [`map!`](crate::map!) makes.
pub fn map<T: Pod>(
    results: &mut TypedBuffer<T>,
    arguments: &[Argument<'_>],
    make: impl FnOnce(&Gpu, u32, &mut TypedBuffer<[T; 4]>) -> Result<Dispatch>,
) -> Steps {
    let gpu = results.gpu();
    Steps::new(gpu, || {
        for argument in arguments {
            let reason = ["as \"", argument.label, "\" has"];
            expect_len("map", results, argument.len, &reason)?;
        }
        let len = count(results);
        let mut results = super::quads("map", results)?;
        Ok(vec![make(gpu, len, &mut results)?])
    })
}

/// The elements of an argument, four at a time.
///
/// # Errors
/// They cannot be bound so.
pub fn quads<T: Pod>(elements: &TypedBuffer<T>) -> Result<TypedBuffer<[T; 4]>> {
    super::quads("map", elements)
}
