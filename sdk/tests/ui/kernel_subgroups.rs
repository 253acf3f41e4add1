use wasi_webgpu::{
    gpu, kernel,
    kernel::{GlobalIndex, LaneIndex, subgroup_add, subgroup_all, subgroup_and, subgroup_broadcast},
};

#[kernel(workgroup_size = 64)]
fn without_the_feature(i: GlobalIndex, out: &mut [u32]) {
    out[i] = subgroup_add(out[i]);
}

#[kernel(workgroup_size = 64)]
fn of_lanes_without_the_feature(lane: LaneIndex, out: &mut [u32]) {
    out[0] = lane as u32;
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn of_bools(i: GlobalIndex, out: &mut [u32]) {
    out[i] = subgroup_add(out[i] > 1) as u32;
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn of_numbers(i: GlobalIndex, out: &mut [u32]) {
    out[i] = subgroup_all(out[i]) as u32;
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn bits_of_floats(i: GlobalIndex, out: &mut [f32]) {
    out[i] = subgroup_and(out[i]);
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn of_literals(i: GlobalIndex, out: &mut [u32]) {
    out[i] = subgroup_add(1);
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn of_lanes_that_are_computed(i: GlobalIndex, out: &mut [u32]) {
    out[i] = subgroup_broadcast(out[i], i % 4);
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn of_lanes_of_another_type(i: GlobalIndex, out: &mut [u32]) {
    out[i] = subgroup_broadcast(out[i], 1_u32);
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn of_more_arguments(i: GlobalIndex, out: &mut [u32]) {
    out[i] = subgroup_add(out[i], 1);
}

#[gpu]
fn helper(x: u32) -> u32 {
    subgroup_add(x)
}

fn main() {}
