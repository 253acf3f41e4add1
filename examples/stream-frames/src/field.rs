//! What moves: columns on a hexagonal grid, lifted by the waves of two sources.
//!
//! Lengths are in units of the distance between the axes of neighbouring columns; z is up.

use std::f64::consts::TAU;

use glam::{DVec2, dvec2};

/// Rings of columns around the one in the middle.
const RINGS: i32 = 32;

/// From a column's axis to its corners; at 1/√3, neighbours would touch.
pub(crate) const RADIUS: f64 = 0.55;

/// Where all columns end, at the bottom.
pub(crate) const BOTTOM: f64 = -6.0;

/// The sources, both of the same phase. Half a turn about the middle makes each the other one.
const SOURCES: [DVec2; 2] = [dvec2(-5.5, 0.0), dvec2(5.5, 0.0)];

/// The length of the waves.
const WAVELENGTH: f64 = 7.0;

/// How high a wave is at a distance of 1 and less.
const AMPLITUDE: f64 = 2.0;

/// How far the top of a column leans with the slope of the wave: 0 is level.
const LEAN: f64 = 0.6;

/// The waves at a place, as a complex number: their height at the phase `p` is its product with
/// (cos p, sin p).
///
/// Waves from a point in a plane get lower with the square root of the distance.
pub(crate) fn phasor(place: DVec2) -> DVec2 {
    let wave = |source: &DVec2| {
        let distance = (place.distance_squared(*source) + 1.0).sqrt();
        AMPLITUDE / distance.sqrt() * DVec2::from_angle(TAU * distance / WAVELENGTH)
    };
    SOURCES.iter().map(wave).sum()
}

/// A column, constant through time: for a frame, the GPU multiplies by its phase.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    /// Its axis.
    pub(crate) centre: DVec2,
    /// Its height, as a phasor.
    pub(crate) height: DVec2,
    /// How its top rises along x and along y, as phasors.
    pub(crate) slope: [DVec2; 2],
}

impl Column {
    fn new(centre: DVec2) -> Self {
        // Central differences over the distance of neighbours.
        let rise = |step: DVec2| LEAN * (phasor(centre + 0.5 * step) - phasor(centre - 0.5 * step));
        Self {
            centre,
            height: phasor(centre),
            slope: [rise(DVec2::X), rise(DVec2::Y)],
        }
    }
}

/// All columns, row by row.
pub(crate) fn columns() -> Vec<Column> {
    let row = |y: i32| {
        let columns = 2 * RINGS + 1 - y.abs();
        let first = -0.5 * f64::from(columns - 1);
        let centre = move |x| dvec2(first + f64::from(x), f64::from(y) * 0.75f64.sqrt());
        (0..columns).map(move |x| Column::new(centre(x)))
    };
    (-RINGS..=RINGS).flat_map(row).collect()
}

/// The direction from a column's axis to a side of it: there are six, a sixth of a turn apart. A corner is
/// half-way between two.
pub(crate) fn around(sixth: f64) -> DVec2 {
    // Neighbours are along x, and face each other with their sides.
    DVec2::from_angle(sixth * TAU / 6.0)
}
