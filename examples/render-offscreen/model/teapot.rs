//! Writes the model beside this file: Martin Newell's teapot on a checked cloth, with the textures
//! of both.
//!
//! The numbers are the control points of the teapot. Body and lid are surfaces of revolution here;
//! the four Bézier patches that go around them in Newell's model are up to 0.5 % wider.

mod paint;

use std::collections::HashMap;
use std::f64::consts::TAU;
use std::fmt::Write as _;

/// Faces around the body.
const AROUND: usize = 48;

/// Faces along a Bézier curve of a profile, and of the handle and the spout.
const ALONG: usize = 8;

/// Radius of the cloth.
const CLOTH: f64 = 4.0;

/// A profile of the body, as radius and height, from top to bottom: Bézier curves that share ends.
const BODY: [[f64; 2]; 10] = [
    [1.5, 2.4],
    [1.75, 1.875],
    [2.0, 1.35],
    [2.0, 0.9],
    [2.0, 0.45],
    [1.5, 0.225],
    [1.5, 0.15],
    [1.5, 0.075],
    [1.425, 0.0],
    [0.0, 0.0],
];

/// The rim, from within to the body.
const RIM: [[f64; 2]; 4] = [[1.4, 2.4], [1.3375, 2.53125], [1.4375, 2.53125], [1.5, 2.4]];

const KNOB: [[f64; 2]; 4] = [[0.0, 3.15], [0.8, 3.15], [0.0, 2.85], [0.2, 2.7]];

const LID: [[f64; 2]; 4] = [[0.2, 2.7], [0.4, 2.55], [1.3, 2.55], [1.3, 2.4]];

/// Half of a ring around a tube: where it begins and ends in the plane that halves the pot, as x and
/// height, and how far its two other control points are from that plane. The other half mirrors it.
type Ring = ([f64; 2], [f64; 2], f64);

const HANDLE: [Ring; 7] = [
    ([-1.6, 2.025], [-1.5, 2.25], 0.3),
    ([-2.3, 2.025], [-2.5, 2.25], 0.3),
    ([-2.7, 2.025], [-3.0, 2.25], 0.3),
    ([-2.7, 1.8], [-3.0, 1.8], 0.3),
    ([-2.7, 1.575], [-3.0, 1.35], 0.3),
    ([-2.5, 1.125], [-2.65, 0.9375], 0.3),
    ([-2.0, 0.9], [-1.9, 0.6], 0.3),
];

const SPOUT: [Ring; 7] = [
    ([1.7, 1.425], [1.7, 0.6], 0.66),
    ([2.6, 1.425], [3.1, 0.825], 0.66),
    ([2.3, 2.1], [2.4, 2.025], 0.25),
    ([2.7, 2.4], [3.3, 2.4], 0.25),
    ([2.8, 2.475], [3.525, 2.49375], 0.25),
    ([2.9, 2.475], [3.45, 2.5125], 0.15),
    ([2.8, 2.4], [3.2, 2.4], 0.15),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut obj = Obj::default();
    obj.material("cloth");
    obj.disk(CLOTH);
    obj.material("porcelain");
    obj.revolve(&BODY);
    obj.material("white");
    obj.revolve(&LID);
    obj.tube(&HANDLE);
    obj.tube(&SPOUT);
    obj.material("gold");
    obj.revolve(&RIM);
    obj.revolve(&KNOB);
    std::fs::write("teapot.obj", obj.finish())?;
    paint::porcelain().save("porcelain.png")?;
    paint::cloth(CLOTH).save("cloth.jpg")?;
    Ok(())
}

/// A point of one of the Bézier curves, four points each, that share ends; `t` counts curves.
fn bezier<const N: usize>(points: &[[f64; N]], t: f64) -> [f64; N] {
    let curves = (points.len() - 1) / 3;
    let curve = (t as usize).min(curves - 1);
    let (t, s) = (t - curve as f64, 1.0 - (t - curve as f64));
    let weights = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
    let points = &points[3 * curve..][..4];
    std::array::from_fn(|axis| (0..4).map(|i| weights[i] * points[i][axis]).sum())
}

/// The file, line by line: places and texture coordinates that are there already are shared.
#[derive(Default)]
struct Obj {
    places: String,
    uvs: String,
    faces: String,
    known: HashMap<String, usize>,
    counts: [usize; 2],
}

impl Obj {
    fn material(&mut self, name: &str) {
        let _ = writeln!(self.faces, "usemtl {name}");
    }

    /// A face; `x` to the right, `y` up, `z` to the front, and `u` and `v` of each corner.
    fn face(&mut self, corners: &[[f64; 5]]) {
        let mut indices: Vec<[usize; 2]> = corners
            .iter()
            .map(|[x, y, z, u, v]| {
                // Adding zero leaves no -0.
                let round = |x: f64| (x * 1e4).round() / 1e4 + 0.0;
                let place = format!("v {} {} {}\n", round(*x), round(*y), round(*z));
                let uv = format!("vt {} {}\n", round(*u), round(*v));
                [self.index(0, place), self.index(1, uv)]
            })
            .collect();
        // At a pole, two corners are one.
        indices.dedup_by_key(|[place, _]| *place);
        if indices.first().map(|i| i[0]) == indices.last().map(|i| i[0]) {
            indices.pop();
        }
        if indices.len() >= 3 {
            self.faces.push('f');
            for [place, uv] in indices {
                let _ = write!(self.faces, " {place}/{uv}");
            }
            self.faces.push('\n');
        }
    }

    fn index(&mut self, kind: usize, line: String) -> usize {
        if let Some(&index) = self.known.get(&line) {
            return index;
        }
        [&mut self.places, &mut self.uvs][kind].push_str(&line);
        self.counts[kind] += 1;
        self.known.insert(line, self.counts[kind]);
        self.counts[kind]
    }

    /// A profile turned around the y axis. The texture goes around once, and its height is the
    /// pot's.
    fn revolve(&mut self, profile: &[[f64; 2]]) {
        let corner = |i: usize, j: usize| {
            let [radius, height] = bezier(profile, i as f64 / ALONG as f64);
            let around = j as f64 / AROUND as f64;
            let (sin, cos) = (around * TAU).sin_cos();
            [
                radius * cos,
                height,
                -radius * sin,
                around,
                height / BODY[0][1],
            ]
        };
        for i in 0..ALONG * (profile.len() / 3) {
            for j in 0..AROUND {
                self.face(&[
                    corner(i, j),
                    corner(i + 1, j),
                    corner(i + 1, j + 1),
                    corner(i, j + 1),
                ]);
            }
        }
    }

    fn tube(&mut self, rings: &[Ring]) {
        let corner = |i: usize, j: usize| {
            let t = i as f64 / ALONG as f64;
            let around = j as f64 / ALONG as f64;
            let across: [[f64; 3]; 4] = std::array::from_fn(|k| {
                let points: Vec<_> = rings
                    .iter()
                    .map(|&(begin, end, width)| {
                        let [x, y] = if k < 2 { begin } else { end };
                        [x, y, if k == 1 || k == 2 { width } else { 0.0 }]
                    })
                    .collect();
                bezier(&points, t)
            });
            let [x, y, z] = bezier(&across, if around <= 1.0 { around } else { 2.0 - around });
            [x, y, if around <= 1.0 { z } else { -z }, around / 2.0, t]
        };
        for i in 0..ALONG * (rings.len() / 3) {
            for j in 0..2 * ALONG {
                self.face(&[
                    corner(i, j),
                    corner(i, j + 1),
                    corner(i + 1, j + 1),
                    corner(i + 1, j),
                ]);
            }
        }
    }

    /// One polygon just below the pot.
    fn disk(&mut self, radius: f64) {
        let corners = (0..AROUND).map(|i| {
            let (sin, cos) = (i as f64 / AROUND as f64 * TAU).sin_cos();
            [
                radius * cos,
                -0.01,
                -radius * sin,
                0.5 + cos / 2.0,
                0.5 + sin / 2.0,
            ]
        });
        self.face(&corners.collect::<Vec<_>>());
    }

    fn finish(self) -> String {
        let Self {
            places, uvs, faces, ..
        } = self;
        format!("# Made by teapot.rs.\nmtllib teapot.mtl\n{places}{uvs}{faces}")
    }
}
