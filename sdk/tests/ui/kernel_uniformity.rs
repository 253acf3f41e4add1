use wasi_webgpu::{
    kernel,
    kernel::{
        GlobalIndex, LaneIndex, LocalIndex, WorkgroupIndex, barrier, subgroup_add, subgroup_any,
        workgroup_uniform_load,
    },
};

#[kernel(workgroup_size = 64)]
fn in_an_if(local: LocalIndex, out: &mut [u32]) {
    if local < 32 {
        barrier();
    }
    out[local] = 1;
}

#[kernel(workgroup_size = 64)]
fn after_a_return(i: GlobalIndex, out: &mut [u32]) {
    if i >= out.len() {
        return;
    }
    barrier();
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn in_a_loop_that_some_leave(i: GlobalIndex, numbers: &[u32], out: &mut [u32]) {
    for k in 0..8 {
        barrier();
        if numbers[i] == k {
            break;
        }
    }
    out[i] = 1;
}

#[kernel(workgroup_size = 64)]
fn in_a_loop_of_another_length(local: LocalIndex, out: &mut [u32]) {
    for _ in 0..local {
        barrier();
    }
    out[local] = 1;
}

#[kernel(workgroup_size = 64)]
fn by_a_variable(local: LocalIndex, out: &mut [u32]) {
    let mut count = 3;
    for _ in 0..4 {
        if count > 2 {
            barrier();
        }
        if local == 0 {
            count = 1;
        }
    }
    out[local] = count;
}

#[kernel(workgroup_size = 64)]
fn by_memory(local: LocalIndex, out: &mut [u32]) {
    #[workgroup]
    let found: u32;
    barrier();
    match found {
        0 => barrier(),
        _ => {}
    }
    out[local] = found;
}

#[kernel(workgroup_size = 64)]
fn by_what_is_written(local: LocalIndex, group: WorkgroupIndex, out: &mut [u32]) {
    while out[group] > 1 {
        barrier();
    }
    out[local] = 1;
}

#[kernel(workgroup_size = 64)]
fn on_one_side(local: LocalIndex, out: &mut [u32]) {
    let both = local > 1 && {
        barrier();
        true
    };
    out[local] = both as u32;
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn of_subgroups(lane: LaneIndex, out: &mut [u32]) {
    out[lane] = if lane > 3 { subgroup_add(out[lane]) } else { 0 };
}

#[kernel(workgroup_size = 64, features(subgroups))]
fn by_subgroups(local: LocalIndex, out: &mut [u32]) {
    if subgroup_any(local > 3) {
        barrier();
    }
    out[local] = 1;
}

#[kernel(workgroup_size = 64)]
fn loads_of_several_elements(local: LocalIndex, out: &mut [u32]) {
    #[workgroup]
    let tile: [u32; 64];
    tile[local] = 1;
    out[local] = workgroup_uniform_load(tile[local]);
}

#[kernel(workgroup_size = 64)]
fn loads_of_buffers(local: LocalIndex, out: &mut [u32]) {
    out[local] = workgroup_uniform_load(out[0]);
}

#[kernel(workgroup_size = 64)]
fn in_rounds_that_some_end(local: LocalIndex, out: &mut [u32]) {
    'rounds: for round in 0..4 {
        for step in 0..8 {
            if step > local {
                continue 'rounds;
            }
        }
        barrier();
    }
    out[local] = 1;
}

fn main() {}
