@group(0) @binding(0) var<storage, read> bytes: array<u32>;
@group(0) @binding(1) var<storage, read_write> counts: array<atomic<u32>>;
var<workgroup> own: array<atomic<u32>, 256>;

@compute @workgroup_size(256)
fn histogram(@builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32) {
    if id.x < arrayLength(&bytes) {
        let four = bytes[id.x];
        for (var shift = 0u; shift < 32; shift += 8) { atomicAdd(&own[(four >> shift) & 0xff], 1u); }
    }
    workgroupBarrier();
    let count = atomicLoad(&own[local]);
    if count > 0 { atomicAdd(&counts[local], count); }
}
