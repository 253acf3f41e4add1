//! Structs as parameters, elements, locals, arguments and results, in memory that Rust lays out.

use wasi_webgpu::{
    GpuType,
    compute::Gpu,
    gpu, kernel,
    kernel::{GlobalIndex, LocalIndex, Mat2, Mat3, UVec2, Vec2, Vec3, Vec4, barrier, vec3},
};

mod scene {
    use wasi_webgpu::{GpuType, gpu, kernel::Vec3};

    #[gpu]
    pub(super) const MOST: usize = 3;

    /// Where WGSL has it, too.
    #[derive(Clone, Copy, Debug, PartialEq, GpuType)]
    #[repr(C)]
    pub(super) struct Ball {
        pub(super) center: Vec3,
        pub(super) radius: f32,
    }

    /// Nested, with an array, and with what no buffer holds: a parameter.
    #[derive(Clone, Copy, Debug, PartialEq, GpuType)]
    #[repr(C)]
    pub(super) struct Scene {
        pub(super) is_solid: bool,
        pub(super) balls: [Ball; MOST],
        pub(super) r#loop: usize,
    }

    #[gpu]
    pub(super) fn distance(ball: Ball, at: Vec3) -> f32 {
        ball.center.distance(at) - ball.radius
    }
}
use scene::{Ball, Scene};

/// In Rust at 0, 12, 24, 28, 64 and 72: nowhere where WGSL has them.
#[derive(Clone, Copy, Debug, PartialEq, GpuType)]
#[repr(C)]
struct Particle {
    place: Vec3,
    velocity: Vec3,
    id: u32,
    turn: Mat3,
    cell: UVec2,
    near: [Pair; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, GpuType)]
#[repr(C)]
struct Pair {
    weight: f32,
    offset: Vec2,
}

/// What Rust aligns to 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, GpuType)]
#[repr(C)]
struct Wide {
    color: Vec4,
    shear: Mat2,
    at: Vec3,
    number: u32,
    places: [Vec3; 4],
}

#[gpu]
fn nearest(scene: Scene, at: Vec3) -> Ball {
    let mut near = scene.balls[0];
    for i in 1..scene.r#loop {
        let distance = scene::distance(scene.balls[i], at);
        if distance < scene::distance(near, at) {
            near = scene.balls[i];
        }
    }
    if !scene.is_solid {
        near.radius = 0.0;
    }
    Ball {
        radius: near.radius + 1.0,
        center: near.center,
    }
}

#[kernel(workgroup_size = 64)]
fn balls(i: GlobalIndex, scene: Scene, places: &[Vec3], out: &mut [Ball]) {
    if i < places.len() {
        out[i] = nearest(scene, places[i]);
        out[i].center.y += out[i].radius;
    }
}

#[kernel(workgroup_size = 4)]
fn particles(
    i: GlobalIndex,
    local: LocalIndex,
    time: f32,
    all: &mut [Particle],
    wide: &mut [Wide],
) {
    #[workgroup]
    let tile: [Particle; 4];
    tile[local] = all[i];
    tile[local].velocity.y += time;
    tile[local].near[local % 2].offset *= 2.0;
    barrier();
    let other = tile[(local + 1) % 4];
    all[i].place += time * other.velocity.zyx();
    all[i].velocity[local % 3] = other.turn.y_axis.y;
    all[i].id ^= other.id << 4;
    all[i].turn = other.turn.transpose();
    all[i].cell -= other.cell;
    all[i].near = other.near;
    all[i].near[0].weight = wide[i].at.z;
    let mut own = wide[i];
    own.places[i % 4] = own.color.truncate();
    own.shear.x_axis.y = 3.0;
    own.number += 1;
    wide[i] = own;
    wide[i].places[(i + 1) % 4].z = time;
    wide[i].color.w *= 2.0;
}

fn particle(id: u32) -> Particle {
    let x = id as f32;
    Particle {
        place: vec3(x, -x, 0.5),
        velocity: vec3(1.0, 2.0 * x, 4.0),
        id,
        turn: Mat3::from_cols(Vec3::X * x, Vec3::splat(x), vec3(1.0, 2.0, 3.0)),
        cell: UVec2::new(id, 7),
        near: [1.0, 2.0].map(|weight| Pair {
            weight,
            offset: Vec2::new(weight, x),
        }),
    }
}

fn wide(number: u32) -> Wide {
    let x = number as f32;
    Wide {
        color: Vec4::new(x, 1.0, 2.0, 3.0),
        shear: Mat2::from_cols(Vec2::new(x, 2.0), Vec2::Y),
        at: vec3(4.0, 5.0, 8.0 * x),
        number,
        places: [1.0, 2.0, 3.0, 4.0].map(|y| vec3(x, y, y * y)),
    }
}

#[wasi_webgpu::test]
async fn structs_are_parameters() -> wasi_webgpu::Result<()> {
    let ball = |x: f32| Ball {
        center: vec3(x, 0.25, -x),
        radius: 0.5 * x,
    };
    let scene = Scene {
        is_solid: true,
        balls: [1.0, 4.0, 16.0].map(ball),
        r#loop: 3,
    };
    let places: Vec<Vec3> = (0..100)
        .map(|i| Vec3::new(i as f32 / 5.0, 0.0, 1.0))
        .collect();
    let gpu = Gpu::request().await?;
    let buffer = gpu.upload(&places)?;
    for is_solid in [true, false] {
        let scene = Scene { is_solid, ..scene };
        let mut twin = vec![Ball::ZERO; places.len()];
        balls::cpu(scene, &places, &mut twin).dispatch_for(places.len() as u32);
        let mut out = gpu.zeroed::<Ball>(places.len())?;
        balls::launch(&gpu, scene, &buffer, &mut out)?
            .dispatch_for(places.len())
            .await?;
        // All numbers are exact, but for the distances that are compared; no two are near.
        assert_eq!(out.read().await?, twin);
        assert_eq!(twin[0].radius, if is_solid { 1.5 } else { 1.0 });
        assert_eq!(twin[99].center.x, 16.0);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn structs_are_where_rust_has_them() -> wasi_webgpu::Result<()> {
    let all: Vec<Particle> = (0..8).map(particle).collect();
    let more: Vec<Wide> = (0..8).map(wide).collect();
    let (mut twin, mut wider) = (all.clone(), more.clone());
    particles::cpu(0.5, &mut twin, &mut wider).dispatch_for(8);
    let gpu = Gpu::request().await?;
    let (mut first, mut second) = (gpu.upload(&all)?, gpu.upload(&more)?);
    particles::launch(&gpu, 0.5, &mut first, &mut second)?
        .dispatch_for(8)
        .await?;
    // Sums and products of small numbers are exact.
    assert_eq!(first.read().await?, twin);
    assert_eq!(second.read().await?, wider);
    assert_eq!(twin[1].place, vec3(3.0, -1.0 + 2.25, 1.0));
    assert_eq!(twin[2].near[0].weight, 16.0);
    assert_eq!(
        (wider[2].number, wider[2].color.w, wider[2].places[3].z),
        (3, 6.0, 0.5)
    );
    assert_eq!(wider[2].places[2], vec3(2.0, 1.0, 2.0));
    Ok(())
}
