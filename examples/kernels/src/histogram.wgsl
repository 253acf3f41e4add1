@group(0) @binding(0) var<storage, read> words: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;
const SIZE = 256u;
var<workgroup> own: array<atomic<u32>, SIZE>;

@compute @workgroup_size(SIZE)
fn histogram(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(local_invocation_index) local: u32,
    @builtin(num_workgroups) workgroups: vec3u,
) {
    for (var at = id.x; at < arrayLength(&words); at += workgroups.x * SIZE) {
        let word = words[at];
        for (var shift = 0u; shift < 32; shift += 8) { atomicAdd(&own[(word >> shift) & 0xff], 1u); }
    }
    workgroupBarrier();
    let count = atomicLoad(&own[local]);
    if count > 0 { atomicAdd(&counts[local], count); }
}
