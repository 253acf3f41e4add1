//! The last token: norm, and the logits of a part of the vocabulary.
#import "state.wgsl"::state
#import "dots.wgsl"::{COLUMNS, SIZE, dots}

/// The tokens that are rows of the matrix.
struct Part {
    first: u32,
    count: u32,
}

@group(0) @binding(5) var<uniform> part: Part;
@group(0) @binding(6) var<storage, read_write> logits: array<f32>;

@compute @workgroup_size(SIZE)
fn project_logits(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let row = (workgroup.y * workgroups.x + workgroup.x) * 8;
    let rows = row + vec4u(0, 1, 2, 3);
    let last = vec4u(part.count - 1);
    let first = (state.count - 1) * (COLUMNS / 4);
    let sums = dots(min(rows, last), min(rows + 4, last), first, local);
    if local == 0 {
        store(row, sums.upper);
        store(row + 4, sums.lower);
    }
}

fn store(row: u32, four: vec4f) {
    let at = part.first + row;
    if row < part.count { logits[at] = four.x; }
    if row + 1 < part.count { logits[at + 1] = four.y; }
    if row + 2 < part.count { logits[at + 2] = four.z; }
    if row + 3 < part.count { logits[at + 3] = four.w; }
}
