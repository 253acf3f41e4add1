struct List {
    count: atomic<u32>,
    items: array<vec4f>,
}

@group(0) @binding(0) var<storage, read_write> list: List;

@compute @workgroup_size(32)
fn push(@builtin(global_invocation_id) id: vec3u) {
    let at = atomicAdd(&list.count, 1u);
    if at < arrayLength(&list.items) {
        list.items[at] = vec4f(vec3f(id), 1.0);
    }
}
