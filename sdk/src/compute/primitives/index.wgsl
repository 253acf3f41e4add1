// The number of an invocation in a grid of rows of workgroups, each of 256.
fn index(workgroup: vec3u, workgroups: vec3u, local: u32) -> u32 {
    return (workgroup.y * workgroups.x + workgroup.x) * 256 + local;
}
