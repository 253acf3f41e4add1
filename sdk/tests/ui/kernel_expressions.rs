use wasi_webgpu::{gpu, kernel, kernel::GlobalIndex};

#[gpu]
fn types_that_differ(a: u32, b: i32) -> u32 {
    a + b
}

#[gpu]
fn floats_and_integers(a: f32) -> f32 {
    a * 2
}

#[gpu]
fn negatives(a: u32) -> u32 {
    -a
}

#[gpu]
fn divisions_by_zero(a: u32) -> u32 {
    a / 0
}

#[gpu]
fn long_shifts(a: u32) -> u32 {
    a << 32
}

#[gpu]
fn large_numbers() -> u32 {
    5_000_000_000
}

#[gpu]
fn bits_of_floats(a: f32) -> f32 {
    a & a
}

#[gpu]
fn logic_of_numbers(a: u32) -> bool {
    a && true
}

#[gpu]
fn casts_to_bool(a: u32) -> bool {
    a as bool
}

#[gpu]
fn infinity() -> f32 {
    f32::INFINITY
}

#[gpu]
fn tuples(a: u32) -> u32 {
    let pair = (a, a);
    pair.0
}

#[gpu]
fn closures(a: u32) -> u32 {
    let twice = |x: u32| 2 * x;
    twice(a)
}

#[gpu]
fn references(a: u32) -> u32 {
    let b = &a;
    *b
}

#[gpu]
fn strings() -> u32 {
    let text = "text";
    1
}

#[gpu]
fn panics(a: u32) -> u32 {
    assert!(a > 1);
    a
}

#[gpu]
fn prints(a: u32) -> u32 {
    println!("{a}");
    a
}

#[gpu]
fn allocations(a: u32) -> u32 {
    let all = vec![a];
    all[0]
}

#[gpu]
fn options(a: u32) -> u32 {
    let some = Some(a);
    some?
}

#[gpu]
fn functions_without_gpu(a: u32) -> u32 {
    std::convert::identity(a)
}

#[gpu]
fn variables_that_are_not(a: u32) -> u32 {
    a + bb
}

#[gpu]
fn unknown_methods(a: f32) -> f32 {
    a.powi(3)
}

#[gpu]
fn methods_of_any_number() -> f32 {
    let x = 2.0;
    x.sqrt()
}

#[gpu]
fn indices_that_are_no_usize(all: [u32; 4], i: u32) -> u32 {
    all[i]
}

#[gpu]
fn indices_out_of_range(all: [u32; 4]) -> u32 {
    all[4]
}

#[gpu]
fn unsafety(a: u32) -> u32 {
    unsafe { a }
}

#[gpu]
fn late_values(a: u32) -> u32 {
    let b;
    b = a;
    b
}

#[kernel(workgroup_size = 64)]
fn parts_of_slices(i: GlobalIndex, out: &mut [u32]) {
    out[0..2] = out[2..4];
}

fn main() {}
