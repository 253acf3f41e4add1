//! The Mandelbrot set: after how many steps each point leaves.

use wasi_webgpu::{Result, compute::Gpu, gpu, include_wgsl, kernel, kernel::GlobalIndex2};

use crate::{
    Tolerance,
    checked::{Both, Run},
};

include_wgsl!(pub(crate) mod by_hand, "mandelbrot.wgsl");

/// Who has not left after so many steps never does.
#[gpu]
const MOST: u32 = 200;

#[gpu]
fn steps(re: f32, im: f32) -> u32 {
    let mut x = 0.0;
    let mut y = 0.0;
    for step in 0..MOST {
        let next = x * x - y * y + re;
        y = 2.0 * x * y + im;
        x = next;
        if x * x + y * y > 4.0 {
            return step;
        }
    }
    MOST
}

/// The steps of each point of a picture with `width` rows.
#[kernel(workgroup_size = (8, 8))]
pub fn mandelbrot(at: GlobalIndex2, width: usize, out: &mut [u32]) {
    let i = at.y * width + at.x;
    if at.x < width && i < out.len() {
        let scale = 3.0 / width as f32;
        out[i] = steps(at.x as f32 * scale - 2.0, at.y as f32 * scale - 1.5);
    }
}

pub(crate) fn twin(width: usize) -> Vec<u32> {
    let mut out = vec![0; width * width];
    mandelbrot::cpu(width, &mut out).dispatch_for_2d([width; 2]);
    out
}

pub(crate) async fn both(gpu: &Gpu, width: usize) -> Result<Both<u32>> {
    let mut out = gpu.zeroed(width * width)?;
    let dispatch = mandelbrot::launch(gpu, width, &mut out)?.dispatch_for_2d([width; 2]);
    let rust = Run::once(dispatch, out);
    let mut out = gpu.zeroed(width * width)?;
    let params = by_hand::Params {
        width: width as u32,
    };
    let group = by_hand::Group0 {
        params: &gpu.upload(&[params])?,
        out: &mut out,
    };
    let dispatch = by_hand::mandelbrot(gpu, group).dispatch_for_2d([width; 2]);
    Ok([rust, Run::once(dispatch, out)])
}

/// A GPU may fuse a product with a sum, which decides at the edge of the set.
pub(crate) fn tolerance(width: usize) -> Tolerance {
    Tolerance::but_for_edges(0.0, width)
}

pub(crate) fn shade(steps: u32) -> f32 {
    match steps {
        MOST => 0.0,
        steps => (steps as f32 / 40.0).sqrt().min(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, steps, twin};

    #[test]
    fn points_leave_when_they_do() {
        // 0 and -1 never leave, 1 goes by 1, 2 and 5, and 2 at once.
        assert_eq!([steps(0.0, 0.0), steps(-1.0, 0.0)], [MOST; 2]);
        assert_eq!([steps(1.0, 0.0), steps(2.0, 1.0)], [2, 0]);
    }

    #[test]
    fn the_picture_is_the_same_upside_down() {
        const WIDTH: usize = 30;
        let all = twin(WIDTH);
        // Its rows go from -1.5, so that the one in the middle is 0.
        for y in 1..WIDTH / 2 {
            let [up, down] = [WIDTH / 2 - y, WIDTH / 2 + y].map(|row| &all[row * WIDTH..][..WIDTH]);
            assert_eq!(up, down);
        }
    }
}
