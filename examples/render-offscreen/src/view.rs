//! From where a model is seen, and in which light.

use glam::camera::rh::proj::directx::perspective; // with depths from 0 to 1, as in WebGPU
use glam::{Mat3, Mat4, Vec3};

use crate::shader::Frame;

/// A picture to make: its size, where the camera is, and what is behind the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// Where the camera is.
    pub camera: Camera,
    /// Red, green and blue of the background, in sRGB.
    pub background: [u8; 3],
}

impl Default for View {
    fn default() -> Self {
        Self {
            size: [800, 600],
            camera: Camera::default(),
            background: [0xdd, 0xe4, 0xea],
        }
    }
}

/// A camera that looks at the middle of the model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Degrees around the y axis, from the z axis towards the x axis.
    pub yaw: f32,
    /// Degrees above the horizon.
    pub pitch: f32,
    /// From the middle of the model, in radii of its bounding sphere. The sphere fills the picture at
    /// [`Camera::FITTING`].
    pub distance: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            yaw: 30.0,
            pitch: 25.0,
            distance: Self::FITTING,
        }
    }
}

impl Camera {
    /// Half the angle, in degrees, that the shorter side of the picture shows.
    pub const HALF_ANGLE: f32 = 20.0;

    /// The distance from which the bounding sphere touches the borders: 1 / sin 20°.
    pub const FITTING: f32 = 2.923_804_4;

    /// The nearest that anything is drawn, in radii, for a camera within the model.
    const NEAREST: f32 = 0.01;

    /// World to camera space: the camera at the origin looks along -z.
    fn view(&self) -> Mat4 {
        Mat4::from_translation(Vec3::new(0.0, 0.0, -self.distance))
            * Mat4::from_rotation_x(self.pitch.to_radians())
            * Mat4::from_rotation_y(-self.yaw.to_radians())
    }

    /// Camera to clip space, for a model in the unit sphere.
    fn projection(&self, [width, height]: [u32; 2]) -> Mat4 {
        let aspect = width as f32 / height as f32;
        let half_height = Self::HALF_ANGLE.to_radians().tan() / aspect.min(1.0);
        let near = (self.distance - 1.01).max(Self::NEAREST);
        let far = self.distance + 1.01;
        perspective(2.0 * half_height.atan(), aspect, near, far)
    }
}

/// The light of every picture, in linear RGB.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Light {
    /// The way to the key light in camera space: over the left shoulder. Not normalised.
    pub(crate) to_key: Vec3,
    /// Colour of the key light.
    pub(crate) key: Vec3,
    /// What a surface that faces up gets from the surroundings.
    pub(crate) sky: Vec3,
    /// What a surface that faces down gets from the surroundings.
    pub(crate) ground: Vec3,
}

/// The light of every picture.
pub(crate) const LIGHT: Light = Light {
    to_key: Vec3::new(-0.5, 0.8, 0.7),
    key: Vec3::new(0.70, 0.67, 0.62),
    sky: Vec3::new(0.36, 0.39, 0.44),
    ground: Vec3::new(0.15, 0.13, 0.12),
};

impl View {
    /// All that is the same for a whole picture.
    pub(crate) fn frame(&self) -> Frame {
        let camera = self.camera.view();
        let rotation = Mat3::from_mat4(camera).transpose();
        Frame::new(
            self.camera.projection(self.size) * camera,
            rotation * Vec3::new(0.0, 0.0, self.camera.distance),
            rotation * LIGHT.to_key.normalize(),
            LIGHT.key,
            LIGHT.sky,
            LIGHT.ground,
        )
    }
}

/// One component of a colour in sRGB, 0 to 1, as an amount of light (IEC 61966-2-1).
pub(crate) fn to_linear(srgb: f64) -> f64 {
    if srgb <= 0.040_45 {
        srgb / 12.92
    } else {
        ((srgb + 0.055) / 1.055).powf(2.4)
    }
}
