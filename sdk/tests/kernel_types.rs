//! Vectors, matrices and structs in kernels: their WGSL, and their twins on the CPU. No GPU is needed.

use wasi_webgpu::{
    GpuType, gpu, kernel,
    kernel::{
        GlobalIndex, GlobalIndex2, IVec2, LocalIndex, Mat3, UVec3, Vec2, Vec3, Vec4, barrier, vec3,
    },
};

mod shapes {
    use wasi_webgpu::{GpuType, gpu, kernel::Vec3};

    #[gpu]
    pub(super) const MOST: usize = 2;

    #[derive(Clone, Copy, Debug, PartialEq, GpuType)]
    #[repr(C)]
    pub(super) struct Ball {
        pub(super) center: Vec3,
        pub(super) radius: f32,
    }

    #[derive(Clone, Copy, Debug, PartialEq, GpuType)]
    #[repr(C)]
    pub(super) struct Pair {
        pub(super) weight: f32,
        pub(super) balls: [Ball; MOST],
    }

    #[gpu]
    pub(super) fn distance(ball: Ball, at: Vec3) -> f32 {
        ball.center.distance(at) - ball.radius
    }
}

#[gpu]
const UP: Vec3 = Vec3::Y;

#[gpu]
fn nearest(pair: shapes::Pair, at: Vec3) -> shapes::Ball {
    let mut near = pair.balls[0];
    for i in 1..shapes::MOST {
        let distance = shapes::distance(pair.balls[i], at);
        if distance < shapes::distance(near, at) {
            near = pair.balls[i];
        }
    }
    shapes::Ball {
        radius: near.radius * pair.weight,
        center: near.center + UP,
    }
}

#[kernel(workgroup_size = 64)]
fn balls(i: GlobalIndex, pair: shapes::Pair, places: &[Vec3], out: &mut [shapes::Ball]) {
    if i < places.len() {
        out[i] = nearest(pair, places[i]);
        out[i].center.x -= 1.0;
    }
}

#[derive(Clone, Copy, Debug, PartialEq, GpuType)]
#[repr(C)]
struct Particle {
    place: Vec3,
    velocity: Vec3,
    id: u32,
    spin: Mat3,
}

#[kernel(workgroup_size = 2)]
fn moved(i: GlobalIndex, local: LocalIndex, time: f32, push: Vec2, particles: &mut [Particle]) {
    #[workgroup]
    let shared: [Particle; 2];
    shared[local] = particles[i];
    shared[local].velocity.y += push.x;
    shared[local].spin.y_axis *= 2.0;
    barrier();
    let other = shared[1 - local];
    particles[i].place += time * other.velocity.zyx();
    particles[i].velocity[0] = other.spin.y_axis.y;
    particles[i].id += other.id;
    particles[i].spin = other.spin.transpose();
}

#[kernel(workgroup_size = (2, 2))]
fn vectors(at: GlobalIndex2, shift: UVec3, out: &mut [Vec4]) {
    let index = at.as_ivec2();
    let mut v = IVec2::new(i32::MAX, 1) + index * 2;
    v <<= 1;
    v /= IVec2::new(0, 2);
    let bits = (UVec3::ONE << shift ^ 5).element_sum();
    let far = Vec3::splat(0.5).cmplt(vec3(0.0, 1.0, 2.0));
    let chosen = Vec3::select(far, UP, -Vec3::ONE);
    out[at.y * 2 + at.x] = (chosen * v.x as f32)
        .extend(bits as f32)
        .max(Vec4::splat(v.y as f32));
}

#[test]
fn structs_have_their_places() {
    let ball = |x, radius| shapes::Ball {
        center: vec3(x, 0.0, 0.0),
        radius,
    };
    let pair = shapes::Pair {
        weight: 2.0,
        balls: [ball(0.0, 1.0), ball(10.0, 2.0)],
    };
    let mut out = [ball(0.0, 0.0); 2];
    balls::cpu(pair, &[vec3(1.0, 0.0, 0.0), vec3(9.0, 0.0, 0.0)], &mut out).dispatch_for(2);
    assert_eq!(
        out[0],
        shapes::Ball {
            center: vec3(-1.0, 1.0, 0.0),
            radius: 2.0
        }
    );
    assert_eq!(
        out[1],
        shapes::Ball {
            center: vec3(9.0, 1.0, 0.0),
            radius: 4.0
        }
    );
    assert!(balls::WGSL.contains("@binding(1) var<storage, read> places: array<array<f32, 3>>;"));
    assert!(balls::WGSL.contains("out[i].center.x -= 1.0f;"));
}

#[test]
fn workgroups_share_structs() {
    let particle = |id| Particle {
        place: Vec3::ZERO,
        velocity: vec3(1.0, 2.0, 3.0) * id as f32,
        id,
        spin: Mat3::from_cols(Vec3::X, Vec3::splat(id as f32), Vec3::Z),
    };
    let mut particles = [particle(1), particle(2)];
    moved::cpu(0.5, Vec2::new(7.0, 0.0), &mut particles).dispatch_for(2);
    let [first, second] = particles;
    assert_eq!(first.place, vec3(3.0, 5.5, 1.0));
    assert_eq!(second.place, vec3(1.5, 4.5, 0.5));
    assert_eq!(
        (first.velocity.x, second.velocity.x, first.id),
        (4.0, 2.0, 3)
    );
    assert_eq!(second.spin.row(1), Vec3::splat(2.0));
}

#[test]
fn integers_wrap_in_vectors() {
    let mut out = [Vec4::ZERO; 4];
    vectors::cpu(UVec3::new(0, 33, 31), &mut out).dispatch_for_2d([2, 2]);
    // i32::MAX << 1 is -2; (1 << 0 ^ 5) + (1 << 1 ^ 5) + (1 << 31 ^ 5) is 2³¹ + 16.
    let bits = 2_147_483_664_u32 as f32;
    assert_eq!(
        out[0],
        Vec4::new(1.0, 1.0, 1.0, bits).max(Vec4::new(2.0, 1.0, 1.0, bits))
    );
    // (i32::MAX + 2) << 1 is 2, and (1 + 2) << 1 / 2 is 3.
    assert_eq!(out[3], Vec4::new(3.0, 3.0, 3.0, bits));
}
