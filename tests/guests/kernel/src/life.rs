//! Conway's Game of Life, on a torus.

use wasi_webgpu::{compute::Gpu, gpu, kernel, kernel::GlobalIndex2};

#[gpu]
fn is_alive(neighbours: u32, cell: u32) -> u32 {
    match neighbours {
        2 => cell,
        3 => 1,
        _ => 0,
    }
}

#[kernel(workgroup_size = (8, 8))]
pub(crate) fn life(at: GlobalIndex2, width: usize, height: usize, now: &[u32], next: &mut [u32]) {
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

#[wasi_webgpu::test]
async fn generations_are_equal() -> wasi_webgpu::Result<()> {
    const WIDTH: usize = 37;
    const HEIGHT: usize = 23;
    let mut twin = vec![0; WIDTH * HEIGHT];
    // A glider, and an acorn.
    for i in [1, 39, 74, 75, 76, 451, 490, 524, 525, 528, 529, 530] {
        twin[i] = 1;
    }
    let gpu = Gpu::request().await?;
    let mut now = gpu.upload(&twin)?;
    let mut next = gpu.zeroed::<u32>(WIDTH * HEIGHT)?;
    for _ in 0..20 {
        let before = twin.clone();
        life::cpu(WIDTH, HEIGHT, &before, &mut twin).dispatch_for_2d([WIDTH as u32, HEIGHT as u32]);
        let launch = life::launch(&gpu, WIDTH, HEIGHT, &now, &mut next)?;
        launch.dispatch_for_2d([WIDTH, HEIGHT]).await?;
        std::mem::swap(&mut now, &mut next);
        assert_eq!(now.read().await?, twin);
    }
    // The acorn grows.
    assert!(twin.iter().sum::<u32>() > 12);
    Ok(())
}
