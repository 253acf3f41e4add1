@compute @workgroup_size(1)
fn main(@builtin(thread_id) id: vec3u) {}
