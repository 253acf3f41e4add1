use super::{Element, Operation, Scan, count, same_len, scan::scan};
use crate::{Result, compute::TypedBuffer, error::text, include_wgsl};

include_wgsl!(mod kernels, "compact.wgsl");

/// Writes the elements whose flag is not 0 to the beginning of `kept`, in their order, and says how many
/// they are. What follows them in `kept` stays as it is.
///
/// The place of an element is the [sum](scan()) of the flags before it (G. E. Blelloch, "Prefix sums and
/// their applications", 1990).
///
/// # Errors
/// `flags` has not the length of `x`, or `kept` is shorter; a buffer is larger than the device can bind;
/// memory is short, or the device is lost.
pub async fn compact<T: Element>(
    x: &TypedBuffer<T>,
    flags: &TypedBuffer<u32>,
    kept: &mut TypedBuffer<T>,
) -> Result<usize> {
    same_len("compact", flags, x)?;
    let len = count(x);
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
    if len == 0 {
        return Ok(0);
    }
    let gpu = x.gpu();
    let params = gpu.upload(&[kernels::Params { len }])?;
    let (mut ones, mut places) = (gpu.zeroed(x.len())?, gpu.zeroed(x.len())?);
    let group0 = || kernels::Group0 {
        params: &params,
        flags,
    };
    let mark = kernels::mark(gpu, group0(), kernels::Group1 { ones: &mut ones });
    let mut dispatches = vec![mark.dispatch_for_folded(len)];
    dispatches.extend(scan(&ones, &mut places, Operation::Sum, Scan::Inclusive).dispatches()?);
    let group2 = kernels::Group2 {
        x: &x.cast(),
        places: &places,
        kept: &mut kept.cast_mut(),
    };
    dispatches.push(kernels::gather(gpu, group0(), group2).dispatch_for_folded(len));
    gpu.run(&dispatches).await?;
    let last = places.slice(x.len() - 1..).read().await?;
    Ok(last[0] as usize)
}
