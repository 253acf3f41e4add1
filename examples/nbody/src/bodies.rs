//! Bodies in memory, and what physics says stays the same about them.

/// Masses, places and velocities, in the layout that the GPU has them in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bodies {
    /// x, y, z and mass of each body.
    pub(crate) places: Vec<[f32; 4]>,
    /// The velocity of each body along x, y and z, and a 0.
    pub(crate) velocities: Vec<[f32; 4]>,
}

/// The energy of a state, in units of mass × velocity².
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Energy {
    /// Of motion: the sum of `m v² / 2`.
    pub kinetic: f64,
    /// Of gravity, softened, over each pair once. Below 0.
    pub potential: f64,
}

impl Energy {
    /// What the motion keeps: kinetic and potential energy.
    #[must_use]
    pub fn total(self) -> f64 {
        self.kinetic + self.potential
    }
}

impl Bodies {
    /// No bodies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a body.
    pub fn push(&mut self, mass: f32, [x, y, z]: [f32; 3], [vx, vy, vz]: [f32; 3]) {
        self.places.push([x, y, z, mass]);
        self.velocities.push([vx, vy, vz, 0.0]);
    }

    /// How many bodies.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Mass, place and velocity of each body.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (f32, [f32; 3], [f32; 3])> + '_ {
        let pairs = self.places.iter().zip(&self.velocities);
        pairs.map(|(&[x, y, z, mass], &[vx, vy, vz, _])| (mass, [x, y, z], [vx, vy, vz]))
    }

    /// The sum of mass × velocity.
    #[must_use]
    pub fn momentum(&self) -> [f64; 3] {
        self.weighed(|_, velocity| velocity)
    }

    /// Where the mass is on average; zero where there is no mass.
    #[must_use]
    pub fn centre(&self) -> [f64; 3] {
        let mass = self.mass();
        self.weighed(|place, _| place)
            .map(|sum| if mass > 0.0 { sum / mass } else { 0.0 })
    }

    /// The sum of all masses.
    #[must_use]
    pub fn mass(&self) -> f64 {
        self.iter().map(|(mass, ..)| f64::from(mass)).sum()
    }

    /// Kinetic energy, summed in `f64`.
    #[must_use]
    pub fn kinetic_energy(&self) -> f64 {
        let energy = |(mass, _, velocity): (f32, _, [f32; 3])| {
            let square: f64 = velocity.iter().map(|&v| f64::from(v).powi(2)).sum();
            0.5 * f64::from(mass) * square
        };
        self.iter().map(energy).sum()
    }

    /// Both energies, in `f64` over all pairs: the time it takes goes with the square of
    /// [`Bodies::len`].
    #[must_use]
    pub fn energy(&self, softening: f32) -> Energy {
        let softening = f64::from(softening).powi(2);
        let mut potential = 0.0;
        for (i, one) in self.places.iter().enumerate() {
            for other in &self.places[..i] {
                let square: f64 = (0..3)
                    .map(|axis| (f64::from(one[axis]) - f64::from(other[axis])).powi(2))
                    .sum();
                // Two bodies in one place without softening have no force between them either.
                if square + softening > 0.0 {
                    let masses = f64::from(one[3]) * f64::from(other[3]);
                    potential -= masses / (square + softening).sqrt();
                }
            }
        }
        Energy {
            kinetic: self.kinetic_energy(),
            potential,
        }
    }

    /// The sum over the bodies of mass × what `of` makes of place and velocity.
    fn weighed(&self, of: impl Fn([f32; 3], [f32; 3]) -> [f32; 3]) -> [f64; 3] {
        let mut sum = [0.0; 3];
        for (mass, place, velocity) in self.iter() {
            for (sum, value) in sum.iter_mut().zip(of(place, velocity)) {
                *sum += f64::from(mass) * f64::from(value);
            }
        }
        sum
    }
}
