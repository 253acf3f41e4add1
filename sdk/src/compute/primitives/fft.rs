use std::f64::consts::TAU;

use super::{Steps, count, same_len};
use crate::{
    Result,
    compute::{Dispatch, Gpu, Launch, TypedBuffer},
    error::text,
    include_wgsl,
};

include_wgsl!(mod kernels, "fft.wgsl");

/// The sign of the exponent in a Fourier transform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `y[k]` = Σ `x[j]`·e^(−2πi jk/n)
    Forward,
    /// `y[k]` = Σ `x[j]`·e^(2πi jk/n) / n, which gives back what `Forward` was of.
    Inverse,
}

/// The discrete Fourier transform of complex numbers `[re, im]`, as many as a power of two.
///
/// Stockham's algorithm in passes of radix 256, which go through workgroup memory, and of 2 to 16 in
/// registers (N. K. Govindaraju et al., "High performance discrete Fourier transforms on graphics
/// processors", 2008). Twiddle factors are products from two tables that are computed in `f64`. The
/// relative error (root mean square) grows slowly: it is below 10⁻⁶ up to 2²⁰ numbers.
///
/// # Errors
/// Of the steps: the lengths differ or are no power of two, both are of one buffer, a buffer is larger
/// than the device can bind, or memory is short.
pub fn fft(
    x: &TypedBuffer<[f32; 2]>,
    y: &mut TypedBuffer<[f32; 2]>,
    direction: Direction,
) -> Steps {
    let gpu = x.gpu();
    Steps::new(gpu, || {
        same_len("fft", y, x)?;
        let len = count(x);
        if len == 0 {
            return Ok(Vec::new());
        }
        if !len.is_power_of_two() {
            let rule = text(&[
                "it has ",
                &len.to_string(),
                " elements, which is no power of two; add zeros up to ",
                &u64::from(len).next_power_of_two().to_string(),
            ]);
            return Err(x.invalid("fft", &rule));
        }
        let radices = radices(len.ilog2());
        let scratch = gpu.zeroed(if radices.len() > 1 { x.len() } else { 0 })?;
        let transform = Transform::new(gpu, len, direction)?;
        let mut dispatches = Vec::with_capacity(radices.len());
        let mut done = 1;
        let mut source = x.view(x.len());
        // The last pass writes to `y`.
        let mut targets = [y.view(x.len()), scratch];
        if radices.len().is_multiple_of(2) {
            targets.swap(0, 1);
        }
        for radix in radices {
            let [target, _] = &mut targets;
            dispatches.push(transform.pass(radix, done, &source, target)?);
            source = target.view(x.len());
            targets.swap(0, 1);
            done *= radix;
        }
        Ok(dispatches)
    })
}

/// The radices of the passes of 2^`bits` numbers.
fn radices(bits: u32) -> Vec<u32> {
    // A workgroup of radix 256 has 16 transforms.
    let large = if bits < 12 { 0 } else { bits / 8 };
    let rest = bits - 8 * large;
    let mut radices = vec![256; large as usize];
    radices.extend(vec![16; (rest / 4) as usize]);
    if !rest.is_multiple_of(4) || bits == 0 {
        radices.push(1 << (rest % 4));
    }
    radices
}

struct Transform<'a> {
    gpu: &'a Gpu,
    len: u32,
    direction: Direction,
    split: u32,
    roots: TypedBuffer<[f32; 2]>,
}

impl<'a> Transform<'a> {
    fn new(gpu: &'a Gpu, len: u32, direction: Direction) -> Result<Self> {
        let split = len.ilog2().div_ceil(2);
        let lower = 0..1 << split;
        let upper = (0..len >> split).map(|k| k << split);
        let roots = lower.chain(upper).map(|k| {
            let (sin, cos) = (TAU * f64::from(k) / f64::from(len)).sin_cos();
            [cos as f32, sin as f32]
        });
        Ok(Self {
            gpu,
            len,
            direction,
            split,
            roots: gpu.upload(&roots.collect::<Vec<_>>())?,
        })
    }

    fn pass(
        &self,
        radix: u32,
        done: u32,
        x: &TypedBuffer<[f32; 2]>,
        y: &mut TypedBuffer<[f32; 2]>,
    ) -> Result<Dispatch> {
        let is_last = done * radix == self.len;
        let (sign, scale) = match self.direction {
            Direction::Forward => (-1.0, 1.0),
            Direction::Inverse if is_last => (1.0, 1.0 / self.len as f32),
            Direction::Inverse => (1.0, 1.0),
        };
        let params = kernels::Params {
            len: self.len,
            done,
            split: self.split,
            scale,
        };
        let params = self.gpu.upload(&[params])?;
        let group = kernels::Group0 {
            params: &params,
            roots: &self.roots,
            x,
            y,
        };
        let kernel: fn(&Gpu, kernels::Overrides, kernels::Group0<'_>) -> Launch = match radix {
            1 => kernels::radix1,
            2 => kernels::radix2,
            4 => kernels::radix4,
            8 => kernels::radix8,
            16 => kernels::radix16,
            _ => kernels::radix256,
        };
        let launch = kernel(self.gpu, kernels::Overrides::new(sign), group);
        // 16 invocations for each transform of 256.
        let invocations = if radix == 256 {
            self.len / 16
        } else {
            self.len / radix
        };
        Ok(launch.dispatch_for_folded(invocations))
    }
}
