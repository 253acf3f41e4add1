use bytemuck::Pod;

use super::{Element, Operation, Steps, count, expect_len, quads};
use crate::{
    Result,
    compute::{Dispatch, Launch, TypedBuffer},
    include_wgsl,
    typed::f16,
};

/// Elements that a workgroup combines.
const PORTION: usize = 16_384;

/// Combines all elements to one: `reduce(&x, Operation::Sum)`.
///
/// Floats are added in pairs (a tree of depth log₂ of their number), so that the error of a sum of n
/// is at most about ε·log₂ n·Σ|x|, ε = 2⁻²⁴; adding one after the other has ε·n (N. J. Higham, "The
/// accuracy of floating point summation", SIAM J. Sci. Comput. 14, 1993). A sum of `f16` is one of
/// `f32`, which is rounded at the end: by 2⁻¹⁰ of it at most, apart from subnormal numbers, which WGSL
/// lets devices take for zero. See also [`Operation`].
///
/// The algorithm is M. Harris's ("Optimizing parallel reduction in CUDA", 2007): each workgroup combines
/// 16,384 elements in registers and then in workgroup memory; another such step combines the results,
/// until one is left.
///
/// # Errors
/// The buffer is larger than the device can bind, memory is short, or the device is lost; the device
/// lacks `shader-f16` for `f16`.
pub async fn reduce<T: Element>(x: &TypedBuffer<T>, operation: Operation) -> Result<T> {
    let mut result = x.gpu().zeroed(1)?;
    reduce_into(x, operation, &mut result).await?;
    let mut element = [operation.identity()];
    result.read_into(&mut element).await?;
    Ok(element[0])
}

/// As [`reduce`], and leaves the result on the GPU, in a buffer of one element.
pub fn reduce_into<T: Element>(
    x: &TypedBuffer<T>,
    operation: Operation,
    result: &mut TypedBuffer<T>,
) -> Steps {
    let gpu = x.gpu();
    Steps::new(gpu, || {
        expect_len("reduce_into", result, 1, &["the result"])?;
        if x.len() <= PORTION {
            return Ok(vec![step(operation, x, result)?]);
        }
        let mut accumulated = gpu.zeroed(x.len().div_ceil(PORTION))?;
        let mut dispatches = vec![step(operation, x, &mut accumulated)?];
        while accumulated.len() > PORTION {
            let mut fewer = gpu.zeroed(accumulated.len().div_ceil(PORTION))?;
            dispatches.push(step(operation, &accumulated, &mut fewer)?);
            accumulated = fewer;
        }
        dispatches.push(step::<T::Accumulator, T>(operation, &accumulated, result)?);
        Ok(dispatches)
    })
}

/// One result for each `PORTION` of the elements.
fn step<X: Kernels<Y>, Y: Pod>(
    operation: Operation,
    x: &TypedBuffer<X>,
    results: &mut TypedBuffer<Y>,
) -> Result<Dispatch> {
    let groups = count(results);
    let launch = X::reduce(operation, count(x), &quads("reduce", x)?, results)?;
    Ok(launch.dispatch_for_folded(groups * 256))
}

/// Reads these elements, and writes results of type `Y`.
pub trait Kernels<Y>: Pod {
    fn reduce(
        operation: Operation,
        len: u32,
        x: &TypedBuffer<[Self; 4]>,
        results: &mut TypedBuffer<Y>,
    ) -> Result<Launch>;
}

macro_rules! kernels {
    ($($module:ident: $X:ident, $A:ident => $Y:ident, $features:tt;)*) => {$(
        include_wgsl!(
            mod $module,
            "reduce.wgsl",
            constants(X = $X, A = $A, Y = $Y),
            features $features
        );

        impl Kernels<$Y> for $X {
            fn reduce(
                operation: Operation,
                len: u32,
                x: &TypedBuffer<[Self; 4]>,
                results: &mut TypedBuffer<$Y>,
            ) -> Result<Launch> {
                let gpu = x.gpu();
                let identity = operation.identity();
                let params = gpu.upload(&[$module::Params { len, identity }])?;
                let overrides = $module::Overrides { operation: operation as u32 };
                let group = $module::Group0 { params: &params, x, results };
                Ok($module::reduce(gpu, overrides, group))
            }
        }
    )*};
}

kernels! {
    reduce_f16: f16, f32 => f16, (f16);
    reduce_f16_to_f32: f16, f32 => f32, (f16);
    reduce_f32_to_f16: f32, f32 => f16, (f16);
    reduce_f32: f32, f32 => f32, ();
    reduce_i32: i32, i32 => i32, ();
    reduce_u32: u32, u32 => u32, ();
}
