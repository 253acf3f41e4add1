//! The same picture by casting rays on the CPU, in `f64`: what the GPU's is compared with.
//!
//! A pixel is what [`Rays::shade`] says at its middle, averaged over the triangles that
//! [`Rays::first`] finds at its samples: where a surface covers a part of a pixel, the GPU shades it
//! at the pixel's middle, too, though that is beside the surface. Textures are those of the largest
//! mip level, so compare pictures in which texels are larger than pixels.

use glam::{DVec2, DVec3};
use image::RgbaImage;

use crate::view::{LIGHT, to_linear};
use crate::{Camera, Material, Model, View};

/// A model in front of a camera.
pub struct Rays<'a> {
    model: &'a Model,
    triangles: Vec<Triangle<'a>>,
    size: [f64; 2],
    background: DVec3,
    eye: DVec3,
    right: DVec3,
    up: DVec3,
    back: DVec3,
}

struct Triangle<'a> {
    material: &'a Material,
    positions: [DVec3; 3],
    normals: [DVec3; 3],
    uvs: [DVec2; 3],
}

impl<'a> Rays<'a> {
    /// Puts the camera in its place.
    #[must_use]
    pub fn new(model: &'a Model, view: &View) -> Self {
        let (yaw_sin, yaw_cos) = f64::from(view.camera.yaw).to_radians().sin_cos();
        let (pitch_sin, pitch_cos) = f64::from(view.camera.pitch).to_radians().sin_cos();
        let right = DVec3::new(yaw_cos, 0.0, -yaw_sin);
        let back = DVec3::new(yaw_sin * pitch_cos, pitch_sin, yaw_cos * pitch_cos);
        Self {
            model,
            triangles: triangles(model),
            size: view.size.map(f64::from),
            background: DVec3::from(view.background.map(|c| to_linear(f64::from(c) / 255.0))),
            eye: back * f64::from(view.camera.distance),
            right,
            up: back.cross(right),
            back,
        }
    }

    /// Which triangle is the first behind a place in the picture, in pixels from the top left.
    #[must_use]
    pub fn first(&self, place: [f64; 2]) -> Option<usize> {
        let ray = self.ray(place);
        let hits = self
            .triangles
            .iter()
            .enumerate()
            .filter_map(|(index, triangle)| {
                let [distance, u, v] = triangle.meet(self.eye, ray);
                let inside = u >= 0.0 && v >= 0.0 && u + v <= 1.0;
                (inside && distance > 0.0).then_some((distance, index))
            });
        let nearest = hits.min_by(|(a, _), (b, _)| a.total_cmp(b));
        nearest.map(|(_, index)| index)
    }

    /// The light, in linear RGB, that comes from where the plane of a triangle is behind a place in
    /// the picture.
    #[must_use]
    pub fn shade(&self, triangle: Option<usize>, place: [f64; 2]) -> DVec3 {
        let Some(triangle) = triangle.map(|index| &self.triangles[index]) else {
            return self.background;
        };
        let ray = self.ray(place);
        let [distance, u, v] = triangle.meet(self.eye, ray);
        let weights = [1.0 - u - v, u, v];
        let [a, b, c] = triangle.positions;
        let side = -(b - a).cross(c - a).dot(ray).signum();
        let normal: DVec3 = (0..3).map(|i| triangle.normals[i] * weights[i]).sum();
        let normal = normal.normalize() * side;
        let uv: DVec2 = (0..3).map(|i| triangle.uvs[i] * weights[i]).sum();
        let to_eye = (-ray * distance).normalize();

        let [key, sky, ground] = [LIGHT.key, LIGHT.sky, LIGHT.ground].map(|c| c.as_dvec3());
        let [x, y, z] = LIGHT.to_key.as_dvec3().normalize().to_array();
        let to_key = self.right * x + self.up * y + self.back * z;
        let ambient = ground + (sky - ground) * (0.5 + 0.5 * normal.y);
        let facing = normal.dot(to_key).max(0.0);
        let light = self.color(triangle.material, uv) * (ambient + key * facing);
        if facing == 0.0 {
            return light;
        }
        let highlight = normal.dot((to_key + to_eye).normalize()).max(0.0);
        let highlight = highlight.powf(triangle.material.shininess.into());
        light + triangle.material.specular.as_dvec3() * key * highlight
    }

    /// The way, not normalised, from the eye through a place in the picture.
    fn ray(&self, [x, y]: [f64; 2]) -> DVec3 {
        let [width, height] = self.size;
        let half = f64::from(Camera::HALF_ANGLE).to_radians().tan();
        let pixel = 2.0 * half / width.min(height);
        self.right * (x - width / 2.0) * pixel - self.up * (y - height / 2.0) * pixel - self.back
    }

    fn color(&self, material: &Material, uv: DVec2) -> DVec3 {
        let diffuse = material.diffuse.as_dvec3();
        match material.texture {
            Some(index) => diffuse * bilinear(&self.model.textures[index], uv),
            None => diffuse,
        }
    }
}

impl Triangle<'_> {
    /// Where a ray meets the plane: the distance in lengths of `ray`, and how much of the second and
    /// third corner is there (Möller and Trumbore, "Fast, Minimum Storage Ray/Triangle Intersection",
    /// 1997).
    fn meet(&self, eye: DVec3, ray: DVec3) -> [f64; 3] {
        let [a, b, c] = self.positions;
        let (ab, ac, ae) = (b - a, c - a, eye - a);
        let (p, q) = (ray.cross(ac), ae.cross(ab));
        [ac.dot(q), ae.dot(p), ray.dot(q)].map(|x| x / ab.dot(p))
    }
}

fn triangles(model: &Model) -> Vec<Triangle<'_>> {
    let mut triangles = Vec::new();
    for part in &model.parts {
        let indices = part.indices.start as usize..part.indices.end as usize;
        for corners in model.indices[indices].as_chunks().0 {
            let corners: [_; 3] = corners.map(|index| model.vertices[index as usize]);
            triangles.push(Triangle {
                material: &model.materials[part.material],
                positions: corners.map(|corner| corner.position.as_dvec3()),
                normals: corners.map(|corner| corner.normal.as_dvec3()),
                uvs: corners.map(|corner| corner.uv.as_dvec2()),
            });
        }
    }
    triangles
}

/// The mean of the four nearest texels, which repeat, in linear RGB.
fn bilinear(texture: &RgbaImage, uv: DVec2) -> DVec3 {
    let size = [texture.width(), texture.height()].map(f64::from);
    let place = uv * DVec2::from(size) - 0.5;
    let (corner, part) = (place.floor(), place - place.floor());
    let texel = |x: f64, y: f64| {
        let x = (corner.x + x).rem_euclid(size[0]) as u32;
        let y = (corner.y + y).rem_euclid(size[1]) as u32;
        let [r, g, b, _] = texture.get_pixel(x, y).0.map(f64::from);
        DVec3::from([r, g, b].map(|c| to_linear(c / 255.0)))
    };
    let upper = texel(0.0, 0.0).lerp(texel(1.0, 0.0), part.x);
    let lower = texel(0.0, 1.0).lerp(texel(1.0, 1.0), part.x);
    upper.lerp(lower, part.y)
}

/// Light in linear RGB as sRGB from 0 to 255, not rounded; the inverse of what textures decode.
#[must_use]
pub fn to_srgb(light: DVec3) -> [f64; 3] {
    light.to_array().map(|x| {
        let x = x.clamp(0.0, 1.0);
        let srgb = if x <= 0.003_130_8 {
            12.92 * x
        } else {
            1.055 * x.powf(1.0 / 2.4) - 0.055
        };
        255.0 * srgb
    })
}
