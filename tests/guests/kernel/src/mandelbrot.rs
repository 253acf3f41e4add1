//! The Mandelbrot set: after how many steps each point leaves.

use wasi_webgpu::{compute::Gpu, gpu, kernel, kernel::GlobalIndex2};

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

#[kernel(workgroup_size = (8, 8))]
pub(crate) fn mandelbrot(at: GlobalIndex2, width: usize, out: &mut [u32]) {
    let i = at.y * width + at.x;
    if at.x < width && i < out.len() {
        let scale = 3.0 / width as f32;
        out[i] = steps(at.x as f32 * scale - 2.0, at.y as f32 * scale - 1.5);
    }
}

#[wasi_webgpu::test]
async fn most_points_agree() -> wasi_webgpu::Result<()> {
    const WIDTH: usize = 128;
    let mut twin = vec![0; WIDTH * WIDTH];
    mandelbrot::cpu(WIDTH, &mut twin).dispatch_for_2d([WIDTH as u32; 2]);
    let gpu = Gpu::request().await?;
    let mut out = gpu.zeroed::<u32>(WIDTH * WIDTH)?;
    let launch = mandelbrot::launch(&gpu, WIDTH, &mut out)?;
    launch.dispatch_for_2d([WIDTH; 2]).await?;
    let out = out.read().await?;
    assert!(out.contains(&MOST) && out.contains(&0));
    // At the edge of the set, the last bit of a product decides: a GPU may fuse it with the sum.
    let others = out.iter().zip(&twin).filter(|(a, b)| a != b).count();
    assert!(others <= WIDTH * WIDTH / 100, "{others} points differ");
    Ok(())
}
