use bytemuck::Pod;

use super::{Element, Operation, Scan, count, same_len, scan::scan};
use crate::{
    Result,
    compute::{Dispatch, TypedBuffer},
    error::text,
    include_wgsl,
    typed::f16,
};

/// Writes the elements whose flag is not 0 to the beginning of `kept`, in their order, and says how many
/// they are. What follows them in `kept` stays as it is.
///
/// The place of an element is the [sum](scan()) of the flags before it (G. E. Blelloch, "Prefix sums and
/// their applications", 1990).
///
/// # Errors
/// `flags` has not the length of `x`, or `kept` is shorter; a buffer is larger than the device can bind;
/// memory is short, or the device is lost; the device lacks `shader-f16` for `f16`.
pub async fn compact<T: Element>(
    x: &TypedBuffer<T>,
    flags: &TypedBuffer<u32>,
    kept: &mut TypedBuffer<T>,
) -> Result<usize> {
    same_len("compact", flags, x)?;
    if kept.len() < x.len() {
        let [has, needs] = [kept.len(), x.len()].map(|n| n.to_string());
        let rule = text(&[
            "it has ",
            &has,
            " elements, and up to ",
            &needs,
            " may be kept",
        ]);
        return Err(kept.invalid("compact", &rule));
    }
    if x.is_empty() {
        return Ok(0);
    }
    let gpu = x.gpu();
    let (mut ones, mut places) = (gpu.zeroed(x.len())?, gpu.zeroed(x.len())?);
    let scanned = scan(&ones, &mut places, Operation::Sum, Scan::Inclusive).dispatches()?;
    let (x, mut kept) = (x.cast(), kept.cast_mut());
    let [marked, gathered] = T::Moved::compact(flags, &mut ones, (&x, &places), &mut kept)?;
    gpu.run([&marked].into_iter().chain(&scanned).chain([&gathered]))
        .await?;
    let last = places.slice(x.len() - 1..).read().await?;
    Ok(last[0] as usize)
}

pub trait Kernels: Pod {
    /// What is before and what is after the scan of the `ones` to `places`.
    fn compact(
        flags: &TypedBuffer<u32>,
        ones: &mut TypedBuffer<u32>,
        x_and_places: (&TypedBuffer<Self>, &TypedBuffer<u32>),
        kept: &mut TypedBuffer<Self>,
    ) -> Result<[Dispatch; 2]>;
}

macro_rules! kernels {
    ($($module:ident: $T:ident, $features:tt;)*) => {$(
        include_wgsl!(mod $module, "compact.wgsl", constants(T = $T), features $features);

        impl Kernels for $T {
            fn compact(
                flags: &TypedBuffer<u32>,
                ones: &mut TypedBuffer<u32>,
                (x, places): (&TypedBuffer<Self>, &TypedBuffer<u32>),
                kept: &mut TypedBuffer<Self>,
            ) -> Result<[Dispatch; 2]> {
                let (gpu, len) = (x.gpu(), count(x));
                let params = gpu.upload(&[$module::Params { len }])?;
                let group0 = || $module::Group0 { params: &params, flags };
                let mark = $module::mark(gpu, group0(), $module::Group1 { ones });
                let group2 = $module::Group2 { x, places, kept };
                let gather = $module::gather(gpu, group0(), group2);
                Ok([mark, gather].map(|launch| launch.dispatch_for_folded(len)))
            }
        }
    )*};
}

kernels! {
    compact_f16: f16, (f16);
    compact_u32: u32, ();
}
