//! Where the camera and the light are at a moment.

use std::f64::consts::{PI, TAU};

use glam::dcamera::rh::{proj::directx, view};
use glam::{DMat4, DVec2, DVec3};

/// How many waves leave each source while the animation runs once.
const WAVES: f64 = 4.0;

/// What is the same for all that is drawn at a moment.
pub(crate) struct View {
    pub(crate) eye: DVec3,
    /// The direction to the light.
    pub(crate) light: DVec3,
    /// (cos p, sin p) of the phase p of the waves.
    pub(crate) turn: DVec2,
    pub(crate) clip_from_world: DMat4,
}

impl View {
    /// The moment `time`, where 0 to 1 is the whole animation. 1 looks like 0: the waves have come round,
    /// and the camera has gone half a turn about a field that half a turn leaves the same. The light
    /// goes with the camera.
    pub(crate) fn at(time: f64, aspect: f64) -> Self {
        let azimuth = -0.3 + PI * time;
        let eye = 31.0 * direction(azimuth, 0.52);
        let centre = DVec3::new(0.0, 0.0, -2.0);
        // WebGPU's clip space is that of DirectX.
        let projection = directx::perspective(0.62, aspect, 1.0, 100.0);
        Self {
            eye,
            light: direction(azimuth + 2.2, 0.5),
            turn: DVec2::from_angle(TAU * WAVES * time),
            clip_from_world: projection * view::look_at_mat4(eye, centre, DVec3::Z),
        }
    }
}

/// The direction at an angle about z, and an angle up from the ground, both in radians.
fn direction(azimuth: f64, elevation: f64) -> DVec3 {
    let ground = DVec2::from_angle(azimuth) * elevation.cos();
    ground.extend(elevation.sin())
}
