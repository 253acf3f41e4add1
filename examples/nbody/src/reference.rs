//! The definition of a run, on the CPU in `f64`: what the kernel is compared with.

use crate::Bodies;

/// A body of the reference: mass, place, velocity.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// In units of which the constant of gravity is 1.
    pub mass: f64,
    /// Along x, y and z.
    pub place: [f64; 3],
    /// Along x, y and z.
    pub velocity: [f64; 3],
}

/// Takes steps by the velocity Verlet method: half a kick, a drift, half a kick. Second order in
/// `dt`, and symplectic: the error of the energy does not grow.
#[must_use]
pub fn run(bodies: &Bodies, softening: f32, steps: u32, dt: f32) -> Vec<Body> {
    let (softening, dt) = (f64::from(softening), f64::from(dt));
    let mut state: Vec<Body> = bodies
        .iter()
        .map(|(mass, place, velocity)| Body {
            mass: f64::from(mass),
            place: place.map(f64::from),
            velocity: velocity.map(f64::from),
        })
        .collect();
    for _ in 0..steps {
        kick(&mut state, softening, 0.5 * dt);
        for body in &mut state {
            for axis in 0..3 {
                body.place[axis] += dt * body.velocity[axis];
            }
        }
        kick(&mut state, softening, 0.5 * dt);
    }
    state
}

fn kick(state: &mut [Body], softening: f64, dt: f64) {
    for i in 0..state.len() {
        let pull = acceleration(state, i, softening);
        for (velocity, pull) in state[i].velocity.iter_mut().zip(pull) {
            *velocity += dt * pull;
        }
    }
}

fn acceleration(state: &[Body], i: usize, softening: f64) -> [f64; 3] {
    let mut sum = [0.0; 3];
    for other in state {
        let offset: [f64; 3] = std::array::from_fn(|axis| other.place[axis] - state[i].place[axis]);
        let square = offset.iter().map(|x| x * x).sum::<f64>() + softening * softening;
        if square > 0.0 {
            let factor = other.mass / (square * square.sqrt());
            for axis in 0..3 {
                sum[axis] += factor * offset[axis];
            }
        }
    }
    sum
}
