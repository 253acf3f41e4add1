//! The definition of what the GPU computes, on the CPU in `f64`: for tests.

use glam::{DMat4, DVec2, DVec3, dvec3};

use crate::Size;
use crate::field::{BOTTOM, RADIUS, around, columns};
use crate::view::View;

/// The code values of a frame of [`Layout::Ycbcr420`](crate::Layout::Ycbcr420), not yet rounded, of pixels
/// in rows: Recommendation ITU-R BT.709-6, items 3.2 to 3.4, for eight bits.
#[must_use]
pub fn ycbcr420(size: Size, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Vec<f64> {
    let Size { width, height } = size;
    let pixel = |x: u32, y: u32| {
        let [r, g, b] = pixel(x.min(width - 1), y.min(height - 1)).map(f64::from);
        dvec3(r, g, b) / 255.0
    };
    let luma = |rgb: DVec3| 0.2126 * rgb.x + 0.7152 * rgb.y + 0.0722 * rgb.z;
    let places =
        |width: u32, height: u32| (0..height).flat_map(move |y| (0..width).map(move |x| (x, y)));
    let mean = |(x, y): (u32, u32)| {
        let square = [(0, 0), (1, 0), (0, 1), (1, 1)];
        let sum: DVec3 = square
            .iter()
            .map(|(i, j)| pixel(2 * x + i, 2 * y + j))
            .sum();
        sum / 4.0
    };
    let chroma = |difference: &dyn Fn(DVec3) -> f64| -> Vec<f64> {
        let places = places(width.div_ceil(2), height.div_ceil(2));
        let code = |place| 128.0 + 224.0 * difference(mean(place));
        places.map(code).collect()
    };
    let mut codes: Vec<f64> = places(width, height)
        .map(|(x, y)| 16.0 + 219.0 * luma(pixel(x, y)))
        .collect();
    codes.extend(chroma(&|rgb| (rgb.z - luma(rgb)) / 1.8556));
    codes.extend(chroma(&|rgb| (rgb.x - luma(rgb)) / 1.5748));
    codes
}

/// What a ray meets first: which side of which column, or the background.
pub type Surface = Option<(usize, usize)>;

/// The scene at a moment, to ask by rays.
pub struct Moment {
    view: View,
    world_from_clip: DMat4,
    size: [f64; 2],
    columns: Vec<Column>,
}

/// A column at a moment.
struct Column {
    centre: DVec2,
    height: f64,
    slope: DVec2,
    strength: f64,
}

/// The number of a column's top among its sides, which are 0 to 5.
const TOP: usize = 6;

impl Moment {
    /// The moment `time` of a picture of `size`, as of [`Scene::render`](crate::Scene::render).
    #[must_use]
    pub fn new(time: f64, Size { width, height }: Size) -> Self {
        let size = [f64::from(width), f64::from(height)];
        let view = View::at(time, size[0] / size[1]);
        let column = |column: crate::field::Column| Column {
            centre: column.centre,
            height: column.height.dot(view.turn),
            slope: column.slope.map(|slope| slope.dot(view.turn)).into(),
            strength: column.height.length(),
        };
        Self {
            columns: columns().into_iter().map(column).collect(),
            world_from_clip: view.clip_from_world.inverse(),
            view,
            size,
        }
    }

    /// What is seen at a point, in pixels from the upper left: the surface, and the colour as code values
    /// of sRGB, 0 to 255 and not rounded.
    #[must_use]
    pub fn look(&self, x: f64, y: f64) -> (Surface, [f64; 3]) {
        let clip = dvec3(
            2.0 * x / self.size[0] - 1.0,
            1.0 - 2.0 * y / self.size[1],
            1.0,
        );
        let direction = self.world_from_clip.project_point3(clip) - self.view.eye;
        let mut nearest = (f64::INFINITY, None);
        for (index, column) in self.columns.iter().enumerate() {
            if let Some((distance, side)) = column.meet(self.view.eye, direction)
                && distance < nearest.0
            {
                nearest = (distance, Some((index, side)));
            }
        }
        let (distance, surface) = nearest;
        let sky = sky(y / self.size[1]);
        let light = surface.map_or(sky, |(column, side)| {
            let place = self.view.eye + distance * direction;
            self.shade(&self.columns[column], side, place, sky)
        });
        (surface, expose(light).to_array().map(code))
    }

    fn shade(&self, column: &Column, side: usize, place: DVec3, sky: DVec3) -> DVec3 {
        let normal = match side {
            TOP => (-column.slope).extend(1.0).normalize(),
            side => around(side as f64).extend(0.0),
        };
        let light = self.view.light;
        let to_eye = self.view.eye - place;
        let half_way = (to_eye.normalize() + light).normalize();

        let colour = paint(0.65 * column.strength);
        let sun = dvec3(1.60, 1.40, 1.20) * normal.dot(light).max(0.0);
        let ambient = dvec3(0.16, 0.22, 0.34) * (0.6 + 0.4 * normal.z);
        let glow = 0.7 * column.height.max(0.0);
        let gloss = 0.5 * normal.dot(half_way).max(0.0).powf(50.0);
        let top = column.height + column.slope.dot(place.truncate() - column.centre);
        let open = (-0.9 * (top - place.z)).exp();
        let light = open * (colour * (sun + ambient + glow) + gloss * dvec3(1.0, 0.95, 0.85));
        sky.lerp(light, (-(to_eye.length() / 50.0).powi(6)).exp())
    }
}

impl Column {
    /// How many times `direction` from `eye` the ray enters the column, and by which side.
    fn meet(&self, eye: DVec3, direction: DVec3) -> Option<(f64, usize)> {
        let (x, y) = (eye.x - self.centre.x, eye.y - self.centre.y);
        let across = direction.x * y - direction.y * x;
        let square = direction.x * direction.x + direction.y * direction.y;
        if across * across > RADIUS * RADIUS * square {
            return None;
        }
        let (from, along) = (DVec2::new(x, y), direction.truncate());
        // The column is where all of these are below 0: each a value at the eye, and its growth.
        let apothem = RADIUS * 0.75f64.sqrt();
        let side = |side: usize| {
            let normal = around(side as f64);
            (normal.dot(from) - apothem, normal.dot(along))
        };
        let top = (
            eye.z - self.height - self.slope.dot(from),
            direction.z - self.slope.dot(along),
        );
        let bottom = (BOTTOM - eye.z, -direction.z);
        let planes = (0..TOP).map(side).chain([top, bottom]);
        let (mut enter, mut exit) = ((0.0, None), f64::INFINITY);
        for (index, (value, growth)) in planes.enumerate() {
            let crossing = -value / growth;
            if growth < 0.0 && crossing > enter.0 {
                enter = (crossing, Some(index));
            } else if growth > 0.0 {
                exit = exit.min(crossing);
            } else if growth == 0.0 && value > 0.0 {
                return None;
            }
        }
        let (distance, side) = enter;
        side.filter(|_| distance < exit)
            .map(|side| (distance, side))
    }
}

fn paint(strength: f64) -> DVec3 {
    let calm = dvec3(0.006, 0.022, 0.100);
    let lively = dvec3(0.300, 0.040, 0.190);
    let wild = dvec3(1.000, 0.340, 0.040);
    let t = strength.clamp(0.0, 1.0);
    calm.lerp(lively, t).lerp(wild, t * t * t)
}

fn sky(down: f64) -> DVec3 {
    let night = dvec3(0.004, 0.007, 0.022);
    let haze = dvec3(0.045, 0.042, 0.115);
    night.lerp(haze, (-8.0 * down * down).exp())
}

fn expose(light: DVec3) -> DVec3 {
    1.0 - (-1.3 * light).exp()
}

/// The code value of linear light: IEC 61966-2-1.
fn code(light: f64) -> f64 {
    let encoded = if light <= 0.003_130_8 {
        12.92 * light
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    255.0 * encoded
}
