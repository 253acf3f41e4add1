use wasi_webgpu::{
    gpu, kernel,
    kernel::{BVec3, F16Vec2, GlobalIndex, IVec3, Mat2, Mat3, UVec2, UVec3, Vec2, Vec3, Vec4, f16, vec3},
};

#[gpu]
fn of_two_lengths(a: Vec3, b: Vec2) -> Vec3 {
    a + b
}

#[gpu]
fn of_two_kinds(a: Vec3, b: IVec3) -> Vec3 {
    a * b
}

#[gpu]
fn of_an_integer(a: Vec3, n: u32) -> Vec3 {
    a * n
}

#[gpu]
fn of_a_whole_literal(a: Vec3) -> Vec3 {
    a * 2
}

#[gpu]
fn that_is_less(a: Vec3, b: Vec3) -> bool {
    a < b
}

#[gpu]
fn of_both(a: BVec3, b: BVec3) -> BVec3 {
    a && b
}

#[gpu]
fn that_shifts_floats(a: Vec3) -> Vec3 {
    a << 1
}

#[gpu]
fn that_casts(a: Vec3) -> IVec3 {
    a as IVec3
}

#[gpu]
fn without_a_component(a: Vec2) -> f32 {
    a.z
}

#[gpu]
fn without_a_swizzle(a: Vec2) -> Vec3 {
    a.xyz()
}

#[gpu]
fn beyond_the_last(a: Vec3) -> f32 {
    a[3]
}

#[gpu]
fn of_too_few() -> Vec3 {
    vec3(1.0, 2.0)
}

#[gpu]
fn of_an_array_in_place_of_numbers() -> Vec3 {
    Vec3::new([1.0, 2.0, 3.0], 0.0, 0.0)
}

#[gpu]
fn that_is_a_scalar(a: f32) -> Vec3 {
    a
}

#[gpu]
fn of_nan() -> Vec3 {
    Vec3::NAN
}

#[gpu]
fn of_a_method_that_is_none(a: Vec3) -> Vec3 {
    a.any_orthogonal_vector()
}

#[gpu]
fn with_a_closure(a: Vec3) -> Vec3 {
    a.map(|x| x * 2.0)
}

#[gpu]
fn with_a_tuple(a: Vec3) -> f32 {
    let (direction, length) = a.normalize_and_length();
    length
}

#[gpu]
fn that_divides_by_zero(a: UVec3) -> UVec3 {
    a / 0
}

#[gpu]
fn that_inverts(m: Mat3) -> Mat3 {
    m.inverse()
}

#[gpu]
fn the_wrong_way_round(m: Mat3, v: Vec3) -> Vec3 {
    v * m
}

#[gpu]
fn of_two_sizes(m: Mat3, n: Mat2) -> Mat3 {
    m * n
}

#[gpu]
fn that_divides_a_matrix(m: Mat3) -> Mat3 {
    m / 2.0
}

#[gpu]
fn of_a_matrixs_index(m: Mat3) -> Vec3 {
    m[0]
}

#[gpu]
fn of_masks(a: BVec3) -> f32 {
    a.length()
}

#[gpu]
fn that_multiplies_in_place(v: Vec3) -> f32 {
    let mut x = 2.0;
    x *= v;
    x
}

#[kernel(workgroup_size = 64)]
fn with_a_mask(i: GlobalIndex, mask: BVec3, out: &mut [u32]) {
    out[i] = mask.any() as u32;
}

#[kernel(workgroup_size = 64)]
fn of_bools(i: GlobalIndex, out: &mut [BVec3]) {
    out[i].x = true;
}

#[kernel(workgroup_size = 64)]
fn of_halves(i: GlobalIndex, out: &mut [f16]) {
    out[i] = f16::ONE;
}

#[kernel(workgroup_size = 64, features(f16))]
fn of_a_cast_to_halves(i: GlobalIndex, out: &mut [f16]) {
    out[i] = 1.5 as f16;
}

#[kernel(workgroup_size = 64, features(f16))]
fn of_a_literal(i: GlobalIndex, out: &mut [f16]) {
    out[i] = out[i] * 2.0;
}

#[kernel(workgroup_size = 64, features(f16))]
fn of_a_sine(i: GlobalIndex, out: &mut [f16]) {
    out[i] = out[i].sin();
}

#[kernel(workgroup_size = 64)]
fn of_short_vectors(i: GlobalIndex, out: &mut [F16Vec2]) {
    out[i].x = out[i].y;
}

#[gpu]
fn halved(x: f16) -> f32 {
    x.to_f32() / 2.0
}

#[kernel(workgroup_size = 64)]
fn that_calls_one_of_halves(i: GlobalIndex, out: &mut [f32]) {
    out[i] = halved(f16::ONE);
}

#[gpu]
fn of_a_swizzle_of_halves(v: F16Vec2) -> F16Vec2 {
    v.yx()
}

#[gpu]
fn of_a_length_of_halves(v: F16Vec2) -> f32 {
    v.length()
}

#[gpu]
fn of_halves_and_wide_ones(v: F16Vec2, w: Vec2) -> F16Vec2 {
    v + w
}

#[gpu]
fn of_halves_as_integers(v: F16Vec2) -> UVec2 {
    v
}

#[gpu]
fn of_halves_and_a_literal(v: F16Vec2) -> F16Vec2 {
    v * 2.0
}

#[gpu]
fn of_the_wrong_argument(a: Vec4, b: Vec4) -> Vec4 {
    a.lerp(b, b)
}

fn main() {}
