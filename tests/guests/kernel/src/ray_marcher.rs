//! A sphere over a plane, found by steps along each ray that are as long as nothing is near.

use wasi_webgpu::{compute::Gpu, gpu, kernel, kernel::GlobalIndex2};

#[gpu]
const FAR: f32 = 20.0;

/// How far the scene is from a point.
#[gpu]
fn distance(p: [f32; 3]) -> f32 {
    let sphere = length([p[0], p[1] - 0.5, p[2] - 4.0]) - 1.0;
    sphere.min(p[1] + 1.0)
}

#[gpu]
fn length(v: [f32; 3]) -> f32 {
    (v[0] * v[0] + v[1] * v[1] + v[2] * v[2]).sqrt()
}

#[gpu]
fn along(direction: [f32; 3], t: f32) -> [f32; 3] {
    [direction[0] * t, direction[1] * t, direction[2] * t]
}

/// How much light there is where the ray from the origin ends; 0 if it has no end.
#[gpu]
fn light(direction: [f32; 3]) -> f32 {
    let mut t = 0.0;
    for _ in 0..80 {
        let near = distance(along(direction, t));
        if near < 0.001 {
            break;
        }
        t += near;
        if t > FAR {
            return 0.0;
        }
    }
    let p = along(direction, t);
    // The slope of the distance is the normal.
    let step = 0.01;
    let here = distance(p);
    let normal = [
        distance([p[0] + step, p[1], p[2]]) - here,
        distance([p[0], p[1] + step, p[2]]) - here,
        distance([p[0], p[1], p[2] - step]) - here,
    ];
    let slope = normal[0] * 0.5 + normal[1] * 0.7 + normal[2] * 0.5;
    (slope / length(normal)).clamp(0.1, 1.0)
}

#[kernel(workgroup_size = (8, 8))]
pub(crate) fn march(at: GlobalIndex2, width: usize, out: &mut [f32]) {
    let i = at.y * width + at.x;
    if at.x < width && i < out.len() {
        let x = at.x as f32 / width as f32 - 0.5;
        let y = 0.5 - at.y as f32 / width as f32;
        let z = 1.0;
        let long = length([x, y, z]);
        out[i] = light([x / long, y / long, z / long]);
    }
}

#[wasi_webgpu::test]
async fn pictures_are_close() -> wasi_webgpu::Result<()> {
    const WIDTH: usize = 96;
    let mut twin = vec![0.0; WIDTH * WIDTH];
    march::cpu(WIDTH, &mut twin).dispatch_for_2d([WIDTH as u32; 2]);
    let gpu = Gpu::request().await?;
    let mut out = gpu.zeroed::<f32>(WIDTH * WIDTH)?;
    march::launch(&gpu, WIDTH, &mut out)?
        .dispatch_for_2d([WIDTH; 2])
        .await?;
    let out = out.read().await?;
    // A difference of two distances near 1 has an error of 2⁻²² in 0.01; at an edge, a ray ends elsewhere.
    let others = out
        .iter()
        .zip(&twin)
        .filter(|(a, b)| (*a - *b).abs() > 0.01)
        .count();
    assert!(others <= WIDTH * WIDTH / 100, "{others} points differ");
    assert!(twin.iter().any(|it| *it > 0.9) && twin.contains(&0.0));
    Ok(())
}
