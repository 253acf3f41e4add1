use super::{Element, Operation, Steps, count, expect_len, quads};
use crate::{
    Result,
    compute::{Gpu, Launch, TypedBuffer},
    include_wgsl,
};

/// Elements that a workgroup combines.
const PORTION: u32 = 16_384;

/// Combines all elements to one: `reduce(&x, Operation::Sum)`.
///
/// Floats are added in pairs (a tree of depth log₂ of their number), so that the error of a sum of n
/// is at most about ε·log₂ n·Σ|x|, ε = 2⁻²⁴; adding one after the other has ε·n (N. J. Higham, "The
/// accuracy of floating point summation", SIAM J. Sci. Comput. 14, 1993). See also [`Operation`].
///
/// The algorithm is M. Harris's ("Optimizing parallel reduction in CUDA", 2007): each workgroup combines
/// 16,384 elements in registers and then in workgroup memory; another such step combines the results,
/// until one is left.
///
/// # Errors
/// The buffer is larger than the device can bind, memory is short, or the device is lost.
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
        let mut dispatches = Vec::new();
        let mut source = quads("reduce", x)?;
        let mut len = count(x);
        loop {
            let groups = len.div_ceil(PORTION).max(1);
            let kernel = |results: &mut _| T::reduce(gpu, operation, len, &source, results);
            if groups == 1 {
                dispatches.push(kernel(result)?.dispatch_groups([1; 3]));
                return Ok(dispatches);
            }
            let mut results = gpu.zeroed(groups as usize)?;
            dispatches.push(kernel(&mut results)?.dispatch_for_folded(groups * 256));
            source = quads("reduce", &results)?;
            len = groups;
        }
    })
}

pub trait Kernels: Sized {
    /// A result for each `PORTION` of the elements.
    fn reduce(
        gpu: &Gpu,
        operation: Operation,
        len: u32,
        x: &TypedBuffer<[Self; 4]>,
        results: &mut TypedBuffer<Self>,
    ) -> Result<Launch>;
}

macro_rules! kernels {
    ($($module:ident: $T:ident),*) => {$(
        include_wgsl!(mod $module, "reduce.wgsl", constants(T = $T));

        impl Kernels for $T {
            fn reduce(
                gpu: &Gpu,
                operation: Operation,
                len: u32,
                x: &TypedBuffer<[Self; 4]>,
                results: &mut TypedBuffer<Self>,
            ) -> Result<Launch> {
                let identity = operation.identity();
                let params = gpu.upload(&[$module::Params { len, identity }])?;
                let overrides = $module::Overrides { operation: operation as u32 };
                let group = $module::Group0 { params: &params, x, results };
                Ok($module::reduce(gpu, overrides, group))
            }
        }
    )*};
}

kernels!(reduce_f32: f32, reduce_i32: i32, reduce_u32: u32);
