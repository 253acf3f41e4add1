use std::ops::Range;

use super::{Element, Steps, count};
use crate::{
    Result,
    compute::{Dispatch, Gpu, TypedBuffer},
    error::text,
    include_wgsl,
    typed::f16,
};

/// Bins that are counted in workgroup memory: the size of `counts` in the shader.
const FEW: u32 = 2048;
/// More workgroups would add more of their counts to the buffer than they hide.
const MOST_GROUPS: u32 = 1024;

/// Counts in `bins[i]` the elements in the `i`-th part of a range, whose parts are equal:
/// `histogram(&x, 0..256, &mut bins)`. Elements outside of the range, and NaN, are not counted.
///
/// Of integers, the range is a whole number of values for each bin. Of floats, an element that is
/// within rounding of the boundary of two bins may count for either.
///
/// Up to 2,048 bins, each workgroup counts in its own memory, and adds that to the bins (V. Podlozhnyuk,
/// "Histogram calculation in CUDA", 2007); beyond, in the bins themselves.
///
/// # Errors
/// Of the steps: the range is empty, has no end or does not divide into the bins, or a buffer is larger
/// than the device can bind; the device lacks `shader-f16` for `f16`.
pub fn histogram<T: Element>(
    x: &TypedBuffer<T>,
    range: Range<T>,
    bins: &mut TypedBuffer<u32>,
) -> Steps {
    let gpu = x.gpu();
    Steps::new(gpu, || {
        let (len, count) = (count(x), count(bins));
        if count == 0 {
            return Ok(Vec::new());
        }
        let Some((width, scale)) = T::division(&range, count) else {
            let rule = text(&[
                "the range must be finite, not empty, and of integers a whole number of values for \
                 each of the ",
                &count.to_string(),
                " bins",
            ]);
            return Err(bins.invalid("histogram", &rule));
        };
        T::histogram(
            gpu,
            Counting {
                len,
                bins: count,
                width,
                scale,
            },
            range,
            x,
            bins,
        )
    })
}

/// The numbers of the shader's parameters.
pub struct Counting {
    len: u32,
    bins: u32,
    width: u32,
    scale: f32,
}

pub trait Kernels: Sized {
    /// Values of a bin, of integers, and bins of a unit, of floats.
    fn division(range: &Range<Self>, bins: u32) -> Option<(u32, f32)>;

    fn histogram(
        gpu: &Gpu,
        counting: Counting,
        range: Range<Self>,
        x: &TypedBuffer<Self>,
        bins: &mut TypedBuffer<u32>,
    ) -> Result<Vec<Dispatch>>;
}

fn division_of_integers(range: Range<i64>, bins: u32) -> Option<(u32, f32)> {
    let (values, bins) = (range.end - range.start, i64::from(bins));
    let is_whole = values > 0 && values % bins == 0;
    is_whole.then_some(((values / bins) as u32, 0.0))
}

fn division_of_floats(range: &Range<f32>, bins: u32) -> Option<(u32, f32)> {
    let (values, scale) = (
        range.end - range.start,
        bins as f32 / (range.end - range.start),
    );
    let is_division = values > 0.0 && values.is_finite() && scale.is_finite();
    is_division.then_some((0, scale))
}

macro_rules! kernels {
    ($($module:ident: $T:ident, $A:ident, $features:tt, $division:expr;)*) => {$(
        include_wgsl!(
            mod $module,
            "histogram.wgsl",
            constants(T = $T, A = $A),
            features $features
        );

        impl Kernels for $T {
            fn division(range: &Range<Self>, bins: u32) -> Option<(u32, f32)> {
                $division(range, bins)
            }

            fn histogram(
                gpu: &Gpu,
                counting: Counting,
                range: Range<Self>,
                x: &TypedBuffer<Self>,
                bins: &mut TypedBuffer<u32>,
            ) -> Result<Vec<Dispatch>> {
                let Counting { len, bins: count, width, scale } = counting;
                let [start, end]: [$A; 2] = [range.start.into(), range.end.into()];
                let params = $module::Params { len, bins: count, start, end, width, scale };
                let params = gpu.upload(&[params])?;
                let groups = |n: u32| [n.min(MOST_GROUPS), 1, 1];
                let group = $module::Group0 { params: &params, x, bins };
                let clear = $module::clear(gpu, group).dispatch_groups(groups(count.div_ceil(256)));
                let group = $module::Group0 { params: &params, x, bins };
                let counted = if count <= FEW {
                    $module::count_few(gpu, group).dispatch_groups(groups(len.div_ceil(1024)))
                } else {
                    $module::count_many(gpu, group).dispatch_groups(groups(len.div_ceil(256)))
                };
                Ok(vec![clear, counted])
            }
        }
    )*};
}

kernels! {
    histogram_f16: f16, f32, (f16), |range: &Range<f16>, bins| {
        division_of_floats(&(range.start.into()..range.end.into()), bins)
    };
    histogram_f32: f32, f32, (), division_of_floats;
    histogram_i32: i32, i32, (), |range: &Range<i32>, bins| {
        division_of_integers(range.start.into()..range.end.into(), bins)
    };
    histogram_u32: u32, u32, (), |range: &Range<u32>, bins| {
        division_of_integers(range.start.into()..range.end.into(), bins)
    };
}
