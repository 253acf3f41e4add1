struct Input {
    @builtin(global_invocation_id) id: vec3u,
    @builtin(local_invocation_index) lane: u32,
}

@compute @workgroup_size(64)
fn main(input: Input) {
    _ = input.id.x + input.lane;
}
