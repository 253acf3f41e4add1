@group(0) @binding(1) var<uniform> first: vec4f;
@group(0) @binding(1) var<uniform> second: vec4f;
@compute @workgroup_size(1) fn main() { _ = first.x + second.x; }
