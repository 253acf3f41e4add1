const SIZE = 128u;

@group(0) @binding(0) var<storage, read> numbers: array<u32>;
@group(0) @binding(1) var<storage, read_write> total: array<atomic<u32>>;
var<workgroup> parts: array<u32, SIZE>;

@compute @workgroup_size(SIZE)
fn sum(
    @builtin(global_invocation_id) id: vec3u,
    @builtin(local_invocation_index) local: u32,
    @builtin(num_workgroups) workgroups: vec3u,
) {
    var part = 0u;
    for (var at = id.x; at < arrayLength(&numbers); at += workgroups.x * SIZE) { part += numbers[at]; }
    parts[local] = part;
    workgroupBarrier();
    for (var half = SIZE / 2; half > 0; half /= 2) {
        if local < half { parts[local] += parts[local + half]; }
        workgroupBarrier();
    }
    if local == 0 { atomicAdd(&total[0], parts[0]); }
}
