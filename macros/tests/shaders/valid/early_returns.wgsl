fn find(values: array<i32, 16>, wanted: i32) -> i32 {
    var copy = values;
    for (var i = 0; i < 16; i++) {
        if copy[i] == wanted { return i; }
    }
    return -1;
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if id.x >= 100u { return; }
    _ = find(array<i32, 16>(), i32(id.x));
}
