//! A step of bodies that attract each other: tiles of them in workgroup memory.

use wasi_webgpu::{
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, barrier},
};

#[gpu]
const TILE: usize = 64;

/// Softens what is near, so that no force is without end.
#[gpu]
const SOFTENING: f32 = 0.01;

/// `x`, `y`, `z` and the mass of each body; the fourth number of a velocity is nothing.
#[kernel(workgroup_size = 64)]
pub(crate) fn step(
    i: GlobalIndex,
    local: LocalIndex,
    dt: f32,
    now: &[[f32; 4]],
    velocities: &mut [[f32; 4]],
    next: &mut [[f32; 4]],
) {
    #[workgroup]
    let tile: [[f32; 4]; TILE];
    let count = now.len();
    let own = now[i.min(count - 1)];
    let mut x = 0.0;
    let mut y = 0.0;
    let mut z = 0.0;
    for first in (0..count).step_by(TILE) {
        tile[local] = now[(first + local).min(count - 1)];
        barrier();
        for k in 0..TILE.min(count - first) {
            let other = tile[k];
            let dx = other[0] - own[0];
            let dy = other[1] - own[1];
            let dz = other[2] - own[2];
            let r = (dx * dx + dy * dy + dz * dz + SOFTENING).sqrt();
            let pull = other[3] / (r * r * r);
            x += dx * pull;
            y += dy * pull;
            z += dz * pull;
        }
        barrier();
    }
    if i < count {
        let v = velocities[i];
        let v = [v[0] + x * dt, v[1] + y * dt, v[2] + z * dt, 0.0];
        velocities[i] = v;
        next[i] = [
            own[0] + v[0] * dt,
            own[1] + v[1] * dt,
            own[2] + v[2] * dt,
            own[3],
        ];
    }
}

#[wasi_webgpu::test]
async fn steps_are_close() -> wasi_webgpu::Result<()> {
    const COUNT: usize = 200;
    let place = |i: usize| ((i * 37 + 11) % 101) as f32 / 50.5 - 1.0;
    let bodies: Vec<[f32; 4]> = (0..COUNT)
        .map(|i| [place(i), place(3 * i), place(7 * i), 1.0 / COUNT as f32])
        .collect();
    let mut twin = (bodies.clone(), vec![[0.0; 4]; COUNT]);
    step::cpu(0.01, &bodies, &mut twin.1, &mut twin.0).dispatch_for(COUNT as u32);
    let gpu = Gpu::request().await?;
    let now = gpu.upload(&bodies)?;
    let mut velocities = gpu.zeroed::<[f32; 4]>(COUNT)?;
    let mut next = gpu.zeroed::<[f32; 4]>(COUNT)?;
    step::launch(&gpu, 0.01, &now, &mut velocities, &mut next)?
        .dispatch_for(COUNT)
        .await?;
    // 200 pulls, each within 10 roundings (a root, a quotient, products) of 2⁻²³: 2.4e-4 of the sum of their
    // sizes, which is below 1 000; times dt, and dt again.
    let near = |a: &[[f32; 4]], b: &[[f32; 4]], most: f32| {
        a.as_flattened()
            .iter()
            .zip(b.as_flattened())
            .all(|(a, b)| (a - b).abs() <= most)
    };
    assert!(near(&velocities.read().await?, &twin.1, 2.4e-3));
    assert!(near(&next.read().await?, &twin.0, 2.4e-5));
    assert!(twin.1.iter().any(|it| it[0].abs() > 1e-3));
    Ok(())
}
