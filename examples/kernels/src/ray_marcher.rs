//! A sphere over a plane, found by steps along each ray that are as long as nothing is near.

use wasi_webgpu::{
    Result,
    compute::Gpu,
    gpu, include_wgsl, kernel,
    kernel::{GlobalIndex2, Vec3, vec3},
};

use crate::{
    Tolerance,
    checked::{Both, Run},
};

include_wgsl!(pub(crate) mod by_hand, "ray_marcher.wgsl");

#[gpu]
const FAR: f32 = 20.0;

/// How far the scene is from a point.
#[gpu]
fn scene(p: Vec3) -> f32 {
    let sphere = p.distance(vec3(0.0, 0.5, 4.0)) - 1.0;
    sphere.min(p.y + 1.0)
}

/// How much light there is where the ray from the origin ends; 0 if it has no end.
#[gpu]
fn light(direction: Vec3) -> f32 {
    let mut t = 0.0;
    for _ in 0..80 {
        let near = scene(direction * t);
        if near < 0.001 {
            break;
        }
        t += near;
        if t > FAR {
            return 0.0;
        }
    }
    let p = direction * t;
    // The slope of the distance is the normal.
    let step = 0.01;
    let here = scene(p);
    let normal = vec3(
        scene(p + vec3(step, 0.0, 0.0)) - here,
        scene(p + vec3(0.0, step, 0.0)) - here,
        scene(p - vec3(0.0, 0.0, step)) - here,
    );
    (normal.dot(vec3(0.5, 0.7, 0.5)) / normal.length()).clamp(0.1, 1.0)
}

/// The light of each point of a picture with `width` rows, from 0 to 1.
#[kernel(workgroup_size = (8, 8))]
pub fn march(at: GlobalIndex2, width: usize, out: &mut [f32]) {
    let i = at.y * width + at.x;
    if at.x < width && i < out.len() {
        let x = at.x as f32 / width as f32 - 0.5;
        let y = 0.5 - at.y as f32 / width as f32;
        out[i] = light(vec3(x, y, 1.0).normalize());
    }
}

pub(crate) fn twin(width: usize) -> Vec<f32> {
    let mut out = vec![0.0; width * width];
    march::cpu(width, &mut out).dispatch_for_2d([width; 2]);
    out
}

pub(crate) async fn both(gpu: &Gpu, width: usize) -> Result<Both<f32>> {
    let mut out = gpu.zeroed(width * width)?;
    let dispatch = march::launch(gpu, width, &mut out)?.dispatch_for_2d([width; 2]);
    let rust = Run::once(dispatch, out);
    let mut out = gpu.zeroed(width * width)?;
    let params = by_hand::Params {
        width: width as u32,
    };
    let group = by_hand::Group0 {
        params: &gpu.upload(&[params])?,
        out: &mut out,
    };
    let dispatch = by_hand::march(gpu, group).dispatch_for_2d([width; 2]);
    Ok([rust, Run::once(dispatch, out)])
}

/// A difference of two distances near 1 has an error of 2⁻²² in 0.01; at an edge, a ray ends elsewhere.
pub(crate) fn tolerance(width: usize) -> Tolerance {
    Tolerance::but_for_edges(0.01, width)
}

#[cfg(test)]
mod tests {
    use super::{Vec3, light, twin};

    #[test]
    fn there_is_light_where_something_is() {
        // Ahead is the sphere, below the plane, whose normal is (0, 1, 0), and above is nothing.
        assert!((light(-Vec3::Y) - 0.7).abs() < 0.01);
        assert_eq!(light(Vec3::Y), 0.0);
        let all = twin(64);
        assert!(all.iter().any(|it| *it > 0.9) && all.contains(&0.0) && all.contains(&0.1));
    }
}
