//! A state to begin with: two disk galaxies about to meet.

use std::f64::consts::TAU;

use crate::Bodies;
use crate::random::Random;

/// The share of a galaxy's mass that is in the one body at its centre.
const CORE: f64 = 0.6;

/// A disk of bodies around a heavy one, all on nearly circular orbits.
struct Galaxy {
    mass: f64,
    /// The length over which the disk's density falls by a factor of e.
    scale: f64,
    centre: [f64; 3],
    velocity: [f64; 3],
    /// The angle by which the disk is turned around the x axis, in radians.
    tilt: f64,
}

impl Bodies {
    /// Two disk galaxies, one of mass 1 and one of mass 0.5, that fall together on a parabola and
    /// pass each other at time 4 or so. Their centre of mass rests at the origin. The same count and
    /// seed give the same bodies on every machine.
    #[must_use]
    pub fn colliding_disks(count: u32, seed: u64) -> Self {
        let second = count / 3;
        let mut random = Random::new(seed);
        let mut bodies = Self::new();
        // Before they meet: 4 apart along x, with the speed of a parabola, aimed to pass at 1.
        let (along, across) = (-0.75, 0.43);
        Galaxy {
            mass: 1.0,
            scale: 0.35,
            centre: [-4.0 / 3.0, 0.0, 0.0],
            velocity: [-along / 3.0, -across / 3.0, 0.0],
            tilt: 0.35,
        }
        .add_to(&mut bodies, count - second, &mut random);
        Galaxy {
            mass: 0.5,
            scale: 0.22,
            centre: [8.0 / 3.0, 0.0, 0.0],
            velocity: [along * 2.0 / 3.0, across * 2.0 / 3.0, 0.0],
            tilt: -0.9,
        }
        .add_to(&mut bodies, second, &mut random);
        bodies.rest();
        bodies
    }

    /// Moves all bodies, and changes all velocities, so that the centre of mass rests at the origin.
    fn rest(&mut self) {
        let (mass, centre) = (self.mass(), self.centre());
        let velocity = self
            .momentum()
            .map(|momentum| momentum / mass.max(f64::MIN_POSITIVE));
        for (place, speed) in self.places.iter_mut().zip(&mut self.velocities) {
            for axis in 0..3 {
                place[axis] = (f64::from(place[axis]) - centre[axis]) as f32;
                speed[axis] = (f64::from(speed[axis]) - velocity[axis]) as f32;
            }
        }
    }
}

impl Galaxy {
    fn add_to(&self, bodies: &mut Bodies, count: u32, random: &mut Random) {
        let Some(in_disk) = count.checked_sub(1) else {
            return;
        };
        let core = if in_disk == 0 { 1.0 } else { CORE };
        bodies.push(
            (self.mass * core) as f32,
            self.centre.map(|x| x as f32),
            self.velocity.map(|v| v as f32),
        );
        for _ in 0..in_disk {
            // The distance whose share of the disk's mass within is a random number.
            let share = random.uniform();
            let radius = self.scale * distance(share);
            let enclosed = self.mass * (core + (1.0 - core) * share);
            let speed = (enclosed / radius).sqrt();
            let angle = TAU * random.uniform();
            let (sin, cos) = angle.sin_cos();
            // A disk is a little thick and a little warm.
            let height = 0.05 * self.scale * random.normal();
            let mut warm = |v: f64| v + 0.03 * speed * random.normal();
            let velocity = [warm(-speed * sin), warm(speed * cos), warm(0.0)];
            bodies.push(
                (self.mass * (1.0 - core) / f64::from(in_disk)) as f32,
                self.placed([radius * cos, radius * sin, height], self.centre),
                self.placed(velocity, self.velocity),
            );
        }
    }

    /// A vector of the untilted disk, tilted and moved.
    fn placed(&self, [x, y, z]: [f64; 3], origin: [f64; 3]) -> [f32; 3] {
        let (sin, cos) = self.tilt.sin_cos();
        let turned = [x, y * cos - z * sin, y * sin + z * cos];
        std::array::from_fn(|axis| (origin[axis] + turned[axis]) as f32)
    }
}

/// Where a disk begins and ends, in scale lengths. Orbits further in would need a shorter time step
/// than all others.
const DISK: [f64; 2] = [0.4, 5.0];

/// The share of an exponential disk's mass within `distance` scale lengths.
fn within(distance: f64) -> f64 {
    let mass = |distance: f64| 1.0 - (1.0 + distance) * (-distance).exp();
    let [inner, outer] = DISK.map(mass);
    (mass(distance) - inner) / (outer - inner)
}

/// The distance, in scale lengths, that holds this share of the mass, by bisection.
fn distance(share: f64) -> f64 {
    let [mut low, mut high] = DISK;
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if within(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_count_rests_at_the_origin() {
        for count in [1, 2, 3, 5, 64, 1009] {
            let bodies = Bodies::colliding_disks(count, 7);
            assert_eq!(bodies.len(), count as usize);
            let sums = bodies.momentum().into_iter().chain(bodies.centre());
            for sum in sums {
                assert!(sum.abs() < 1e-6, "{count} bodies: {sum}");
            }
        }
    }

    #[test]
    fn the_seed_decides() {
        let bodies = |seed| Bodies::colliding_disks(100, seed);
        assert_eq!(bodies(1), bodies(1));
        assert_ne!(bodies(1), bodies(2));
    }

    #[test]
    fn distances_hold_their_share() {
        for share in [0.0, 0.1, 0.5, 1.0] {
            assert!((within(distance(share)) - share).abs() < 1e-9);
        }
    }
}
