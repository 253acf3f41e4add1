//! A step of bodies that attract each other: tiles of them in workgroup memory.

use wasi_webgpu::{
    GpuType, Result,
    compute::Gpu,
    gpu, include_wgsl, kernel,
    kernel::{GlobalIndex, LocalIndex, Vec3, Vec4, barrier, vec3},
};

use crate::{
    Tolerance,
    checked::{Both, Run},
    noise::unit,
};

include_wgsl!(pub(crate) mod by_hand, "nbody.wgsl", types(Body = Body, vec4f = Vec4));

const DT: f32 = 0.1;

#[gpu]
const TILE: usize = 64;

/// Softens what is near, so that no force is without end.
#[gpu]
const SOFTENING: f32 = 0.01;

/// What attracts, and is attracted.
#[derive(Clone, Copy, Debug, GpuType)]
#[repr(C)]
pub struct Body {
    /// Where it is.
    pub place: Vec3,
    /// How much it attracts.
    pub mass: f32,
}

/// How a body at a place is accelerated by another.
#[gpu]
fn pull(place: Vec3, other: Body) -> Vec3 {
    let d = other.place - place;
    let r = (d.length_squared() + SOFTENING).sqrt();
    d * (other.mass / (r * r * r))
}

/// The bodies after a time `dt`, and their velocities; the fourth number of a velocity is nothing.
#[kernel(workgroup_size = TILE)]
pub fn step(
    i: GlobalIndex,
    local: LocalIndex,
    dt: f32,
    now: &[Body],
    velocities: &mut [Vec4],
    next: &mut [Body],
) {
    #[workgroup]
    let tile: [Body; TILE];
    let count = now.len();
    let own = now[i.min(count - 1)];
    let mut pulls = Vec3::ZERO;
    for first in (0..count).step_by(TILE) {
        tile[local] = now[(first + local).min(count - 1)];
        barrier();
        for k in 0..TILE.min(count - first) {
            pulls += pull(own.place, tile[k]);
        }
        barrier();
    }
    if i < count {
        let velocity = velocities[i].xyz() + pulls * dt;
        velocities[i] = velocity.extend(0.0);
        next[i] = Body {
            place: own.place + velocity * dt,
            mass: own.mass,
        };
    }
}

fn bodies(count: usize) -> Vec<Body> {
    let at = |i| 2.0 * unit(i) - 1.0;
    let body = |i| Body {
        place: vec3(at(3 * i), at(3 * i + 1), at(3 * i + 2)),
        mass: 1.0 / count as f32,
    };
    (0..count).map(body).collect()
}

pub(crate) fn twin(count: usize) -> Vec<Body> {
    let now = bodies(count);
    let (mut velocities, mut next) = (vec![Vec4::ZERO; count], now.clone());
    step::cpu(DT, &now, &mut velocities, &mut next).dispatch_for(count);
    next
}

pub(crate) async fn both(gpu: &Gpu, count: usize) -> Result<Both<Body>> {
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
    use super::{Body, Vec3, Vec4, bodies, step, twin, vec3};

    #[test]
    fn two_bodies_meet_halfway() {
        let now = [-0.5, 0.5].map(|x| Body {
            place: vec3(x, 0.0, 0.0),
            mass: 1.0,
        });
        let (mut velocities, mut next) = ([Vec4::ZERO; 2], now);
        step::cpu(0.01, &now, &mut velocities, &mut next).dispatch_for(2);
        // The pull is 1 / (1 + 0.01)^(3/2).
        let expected = 0.01 / 1.01_f32.powf(1.5);
        assert!((velocities[0].x - expected).abs() < 1e-6);
        assert_eq!(velocities[0], -velocities[1]);
        assert_eq!(next[0].place.x, -0.5 + velocities[0].x * 0.01);
    }

    #[test]
    fn the_centre_stays_where_it_is() {
        let centre = |all: &[Body]| all.iter().map(|it| it.place).sum::<Vec3>();
        let (before, after) = (bodies(300), twin(300));
        assert!(centre(&before).distance(centre(&after)) < 1e-3);
        let mut pairs = before.iter().zip(&after);
        assert!(pairs.any(|(a, b)| a.place.distance(b.place) > 1e-3));
    }
}
