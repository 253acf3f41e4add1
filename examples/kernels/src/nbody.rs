//! A step of bodies that attract each other: tiles of them in workgroup memory.

use wasi_webgpu::{
    Result,
    compute::Gpu,
    gpu, include_wgsl, kernel,
    kernel::{GlobalIndex, LocalIndex, barrier},
};

use crate::{
    Tolerance,
    checked::{Both, Run},
    noise::unit,
};

include_wgsl!(pub(crate) mod by_hand, "nbody.wgsl");

const DT: f32 = 0.1;

#[gpu]
const TILE: usize = 64;

/// Softens what is near, so that no force is without end.
#[gpu]
const SOFTENING: f32 = 0.01;

/// `x`, `y`, `z` and the mass of each body; the fourth number of a velocity is nothing.
#[kernel(workgroup_size = 64)]
pub fn step(
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

fn bodies(count: usize) -> Vec<[f32; 4]> {
    let place = |i| 2.0 * unit(i) - 1.0;
    let body = |i| {
        [
            place(3 * i),
            place(3 * i + 1),
            place(3 * i + 2),
            1.0 / count as f32,
        ]
    };
    (0..count).map(body).collect()
}

pub(crate) fn twin(count: usize) -> Vec<[f32; 4]> {
    let now = bodies(count);
    let (mut velocities, mut next) = (vec![[0.0; 4]; count], vec![[0.0; 4]; count]);
    step::cpu(DT, &now, &mut velocities, &mut next).dispatch_for(count);
    next
}

pub(crate) async fn both(gpu: &Gpu, count: usize) -> Result<Both<[f32; 4]>> {
    let now = gpu.upload(&bodies(count))?;
    let (mut velocities, mut next) = (gpu.zeroed(count)?, gpu.zeroed(count)?);
    let launch = step::launch(gpu, DT, &now, &mut velocities, &mut next)?;
    let rust = Run::once(launch.dispatch_for(count), next);
    let (mut velocities, mut next) = (gpu.zeroed(count)?, gpu.zeroed(count)?);
    let group = by_hand::Group0 {
        params: &gpu.upload(&[by_hand::Params { dt: DT }])?,
        now: &now,
        velocities: &mut velocities,
        next: &mut next,
    };
    let dispatch = by_hand::step_(gpu, group).dispatch_for(count);
    Ok([rust, Run::once(dispatch, next)])
}

/// The pulls on a body have sizes of at most 38.5 (0.385 / the softening) in sum. Each is within 10 roundings
/// (a root, a quotient, products), and their sum within one for each: of 2⁻²³, times dt². A place is rounded.
pub(crate) fn tolerance(count: usize) -> Tolerance {
    let rounding = 2_f64.powi(-23);
    let pulls = 38.5 * (10.0 + count as f64) * f64::from(DT).powi(2);
    Tolerance::near((pulls + 2.0) * rounding)
}

#[cfg(test)]
mod tests {
    use super::{bodies, step, twin};

    #[test]
    fn two_bodies_meet_halfway() {
        let now = [[-0.5, 0.0, 0.0, 1.0], [0.5, 0.0, 0.0, 1.0]];
        let (mut velocities, mut next) = ([[0.0; 4]; 2], [[0.0; 4]; 2]);
        step::cpu(0.01, &now, &mut velocities, &mut next).dispatch_for(2);
        // The pull is 1 / (1 + 0.01)^(3/2).
        let expected = 0.01 / 1.01_f32.powf(1.5);
        assert!((velocities[0][0] - expected).abs() < 1e-6);
        assert_eq!(velocities[0][0], -velocities[1][0]);
        assert_eq!(next[0][0], -0.5 + velocities[0][0] * 0.01);
    }

    #[test]
    fn the_centre_stays_where_it_is() {
        let centre = |all: &[[f32; 4]]| all.iter().map(|it| f64::from(it[0])).sum::<f64>();
        let (before, after) = (bodies(300), twin(300));
        assert!((centre(&before) - centre(&after)).abs() < 1e-4);
        assert!(
            before
                .iter()
                .zip(&after)
                .any(|(a, b)| (a[0] - b[0]).abs() > 1e-3)
        );
    }
}
