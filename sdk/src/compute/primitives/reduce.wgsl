// Each workgroup combines 16,384 elements.
#import constants::{X, A, Y}
#import "operation.wgsl"::{combine, combine4}

struct Params {
    len: u32,
    identity: A,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage> x: array<vec4<X>>;
@group(0) @binding(2) var<storage, read_write> results: array<Y>;

var<workgroup> tree: array<A, 256>;

fn load(quad: u32) -> vec4<A> {
    let i = quad * 4;
    if i + 4 <= params.len { return vec4<A>(x[quad]); }
    let none = vec4<A>(params.identity);
    if i >= params.len { return none; }
    return select(none, vec4<A>(x[quad]), i + vec4u(0, 1, 2, 3) < vec4u(params.len));
}

fn four_rows(quad: u32) -> vec4<A> {
    return combine4(
        combine4(load(quad), load(quad + 256)),
        combine4(load(quad + 512), load(quad + 768)),
    );
}

@compute @workgroup_size(256)
fn reduce(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let group = workgroup.y * workgroups.x + workgroup.x;
    let quad = group * 4096 + local;
    let sums = combine4(
        combine4(four_rows(quad), four_rows(quad + 1024)),
        combine4(four_rows(quad + 2048), four_rows(quad + 3072)),
    );
    tree[local] = combine(combine(sums.x, sums.y), combine(sums.z, sums.w));
    for (var half = 128u; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half { tree[local] = combine(tree[local], tree[local + half]); }
    }
    if local == 0 && group < arrayLength(&results) { results[group] = Y(tree[0]); }
}
