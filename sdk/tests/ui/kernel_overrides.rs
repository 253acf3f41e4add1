use wasi_webgpu::{gpu, kernel, kernel::GlobalIndex};

#[kernel(workgroup_size = 64)]
fn of_local_arrays<const N: usize>(i: GlobalIndex, out: &mut [u32]) {
    let all = [1; N];
    out[i] = all[0];
}

#[kernel(workgroup_size = 64)]
fn of_inner_lengths<const N: usize>(i: GlobalIndex, out: &mut [u32]) {
    #[workgroup]
    let tile: [[u32; N]; N];
    out[i] = tile[0][0];
}

#[kernel(workgroup_size = 64)]
fn that_changes<const N: u32>(i: GlobalIndex, out: &mut [u32]) {
    N += 1;
    out[i] = N;
}

#[kernel(workgroup_size = N * 2)]
fn of_a_computed_size<const N: u32>(i: GlobalIndex, out: &mut [u32]) {
    out[i] = N;
}

#[kernel(workgroup_size = N)]
fn of_a_size_that_is_no_number<const N: bool>(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn of_an_array<const N: [u32; 2]>(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn where_something_holds<const N: u32>(i: GlobalIndex, out: &mut [u32])
where
    u32: Copy,
{
    out[i] = N;
}

#[kernel(workgroup_size = 64)]
fn of_cases<const N: u32>(i: GlobalIndex, out: &mut [u32]) {
    out[i] = match out[i] {
        N => 1,
        _ => 2,
    };
}

#[gpu]
fn helper<const N: u32>(x: u32) -> u32 {
    x * N
}

#[kernel(workgroup_size = 64, features(subgruops))]
fn of_unknown_features(i: GlobalIndex, out: &mut [u32]) {
    out[i] = 1;
}

fn main() {}
