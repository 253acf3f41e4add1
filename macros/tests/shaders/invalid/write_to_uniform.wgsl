@group(0) @binding(0) var<uniform> data: vec4f;
@compute @workgroup_size(1) fn main() { data.x = 1.0; }
