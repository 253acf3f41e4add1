//! One token: norm, queries, keys and values, and RoPE.
#import "state.wgsl"::state
#import "dots.wgsl"::{SIZE, dots}
#import "heads.wgsl"::{first_rows, second_rows, store_pairs, turn_of}

/// Where the matrix begins among the rows of queries, keys and values.
override FIRST: u32;

@compute @workgroup_size(SIZE)
fn qkv(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let i = FIRST / 8 + workgroup.x;
    // Read before it is needed, as its way is long.
    let turn = turn_of(i, state.position);
    let both = dots(first_rows(i) - FIRST, second_rows(i) - FIRST, 0, local);
    if local == 0 {
        store_pairs(i, 0, state.position, turn, both.upper, both.lower);
    }
}
