use wasi_webgpu::{
    GpuType, gpu, kernel,
    kernel::{GlobalIndex, Vec3, Vec4},
};

#[derive(Clone, Copy, GpuType)]
struct WithoutRepr {
    a: f32,
}

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct Positional(f32, f32);

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct Empty {}

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct Generic<T> {
    a: T,
}

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct WithALong {
    a: u64,
}

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct WithAVec {
    a: Vec<f32>,
}

#[derive(Clone, Copy, GpuType)]
enum Choice {
    First,
    Second,
}

#[derive(GpuType)]
#[repr(C)]
struct NotCopied {
    a: f32,
}

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct Gap {
    a: f32,
    b: Vec4,
}

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct Switch {
    is_on: bool,
    places: [Vec3; 70],
}

#[derive(Clone, Copy, GpuType)]
#[repr(C)]
struct Ball {
    center: Vec3,
    radius: f32,
}

#[kernel(workgroup_size = 64)]
fn with_a_gap(i: GlobalIndex, all: &mut [Gap]) {
    all[i].a = 1.0;
}

#[kernel(workgroup_size = 64)]
fn with_a_bool(i: GlobalIndex, all: &mut [Switch]) {
    all[i].is_on = true;
}

#[kernel(workgroup_size = 64)]
fn with_many_parts(i: GlobalIndex, switch: Switch, out: &mut [Vec3]) {
    out[i] = switch.places[0];
}

#[gpu]
fn without_a_field(ball: Ball) -> f32 {
    ball.mass
}

#[gpu]
fn that_forgets_a_field() -> Ball {
    Ball { radius: 1.0 }
}

#[gpu]
fn that_invents_a_field(ball: Ball) -> Ball {
    Ball { center: ball.center, mass: 1.0 }
}

#[gpu]
fn of_another_type(ball: Ball) -> Ball {
    Ball { center: ball.radius, radius: 1.0 }
}

#[gpu]
fn with_the_rest(ball: Ball) -> Ball {
    Ball { radius: 2.0, ..ball }
}

#[gpu]
fn that_compares(a: Ball, b: Ball) -> bool {
    a == b
}

#[gpu]
fn with_a_method(ball: Ball) -> f32 {
    ball.volume()
}

#[gpu]
fn with_a_function() -> Ball {
    Ball::new()
}

#[gpu]
fn that_does_not_change(ball: Ball) -> Ball {
    ball.radius = 2.0;
    ball
}

#[gpu]
fn declared_within(x: f32) -> f32 {
    struct Pair {
        a: f32,
        b: f32,
    }
    x
}

#[gpu]
fn that_takes_it_apart(ball: Ball) -> f32 {
    let Ball { center, radius } = ball;
    radius
}

struct Plain {
    a: f32,
}

#[gpu]
fn of_a_plain_struct(it: Plain) -> f32 {
    it.a
}

fn main() {}
