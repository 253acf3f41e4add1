//! Conway's Game of Life, on a torus.

use wasi_webgpu::{Result, compute::Gpu, gpu, include_wgsl, kernel, kernel::GlobalIndex2};

use crate::{
    Tolerance,
    checked::{Both, Run},
    noise::noise,
};

include_wgsl!(pub(crate) mod by_hand, "life.wgsl");

/// How many are computed.
const GENERATIONS: usize = 30;

#[gpu]
fn is_alive(neighbours: u32, cell: u32) -> u32 {
    match neighbours {
        2 => cell,
        3 => 1,
        _ => 0,
    }
}

/// The next generation: 1 for each cell that is alive, 0 for the others.
#[kernel(workgroup_size = (8, 8))]
pub fn life(at: GlobalIndex2, width: usize, height: usize, now: &[u32], next: &mut [u32]) {
    if at.x >= width || at.y >= height {
        return;
    }
    let mut neighbours = 0;
    for y in 0..3 {
        for x in 0..3 {
            if x == 1 && y == 1 {
                continue;
            }
            let row = (at.y + height + y - 1) % height;
            let column = (at.x + width + x - 1) % width;
            neighbours += now[row * width + column];
        }
    }
    let i = at.y * width + at.x;
    next[i] = is_alive(neighbours, now[i]);
}

/// A third of them are alive.
fn first(width: usize) -> Vec<u32> {
    let cells = (0..width * width).map(|i| u32::from(noise(i as u32) < u32::MAX / 3));
    cells.collect()
}

fn after(generations: usize, mut cells: Vec<u32>, width: usize) -> Vec<u32> {
    for _ in 0..generations {
        let now = cells.clone();
        let height = now.len() / width;
        life::cpu(width, height, &now, &mut cells).dispatch_for_2d([width, height]);
    }
    cells
}

pub(crate) fn twin(width: usize) -> Vec<u32> {
    after(GENERATIONS, first(width), width)
}

pub(crate) async fn both(gpu: &Gpu, width: usize) -> Result<Both<u32>> {
    let first = first(width);
    // From one buffer to the other, and back.
    let mut buffers = [gpu.upload(&first)?, gpu.zeroed(first.len())?];
    let mut dispatches = Vec::new();
    for _ in 0..GENERATIONS {
        let [now, next] = &mut buffers;
        let launch = life::launch(gpu, width, width, now, next)?;
        dispatches.push(launch.dispatch_for_2d([width; 2]));
        buffers.reverse();
    }
    let [out, _] = buffers;
    let rust = Run { dispatches, out };
    let mut buffers = [gpu.upload(&first)?, gpu.zeroed(first.len())?];
    let mut dispatches = Vec::new();
    let size = width as u32;
    let params = gpu.upload(&[by_hand::Params {
        width: size,
        height: size,
    }])?;
    for _ in 0..GENERATIONS {
        let [now, next] = &mut buffers;
        let group = by_hand::Group0 {
            params: &params,
            now,
            next,
        };
        dispatches.push(by_hand::life(gpu, group).dispatch_for_2d([width; 2]));
        buffers.reverse();
    }
    let [out, _] = buffers;
    Ok([rust, Run { dispatches, out }])
}

pub(crate) fn tolerance(_: usize) -> Tolerance {
    Tolerance::EXACT
}

#[cfg(test)]
mod tests {
    use super::after;

    const WIDTH: usize = 11;
    const HEIGHT: usize = 8;

    fn cells(alive: &[[usize; 2]]) -> Vec<u32> {
        let mut cells = vec![0; WIDTH * HEIGHT];
        for [x, y] in alive {
            cells[y % HEIGHT * WIDTH + x % WIDTH] = 1;
        }
        cells
    }

    #[test]
    fn a_glider_glides_around_the_torus() {
        let glider = [[1, 0], [2, 1], [0, 2], [1, 2], [2, 2]];
        // A cell to the right and one down, every four generations.
        for turns in [1, 2, 7, 11] {
            let expected = glider.map(|[x, y]| [x + turns, y + turns]);
            let found = after(4 * turns, cells(&glider), WIDTH);
            assert_eq!(found, cells(&expected), "{turns}");
        }
    }

    #[test]
    fn a_blinker_blinks() {
        let (lying, standing) = ([[4, 3], [5, 3], [6, 3]], [[5, 2], [5, 3], [5, 4]]);
        assert_eq!(after(1, cells(&lying), WIDTH), cells(&standing));
        assert_eq!(after(2, cells(&lying), WIDTH), cells(&lying));
    }
}
