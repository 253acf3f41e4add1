#import "../parts/bindings.wgsl"::params

@group(0) @binding(0) var<uniform> other: vec4f;

@compute @workgroup_size(1)
fn main() {
    _ = params.count;
    _ = other;
}
