// Words that only attributes have are no names of declarations.
#import "../parts/flat.wgsl"::{position as placed, SIZE}

struct Out {
    @builtin(position) position: vec4f,
    @location(0) @interpolate(flat) flat: u32,
    @size(SIZE) x: f32,
}

@group(0) @binding(0) var<uniform> scale: f32;

@vertex
fn vertex(@builtin(vertex_index) i: u32, @builtin(instance_index) x: u32) -> @builtin(position) vec4f {
    return placed(i) * scale;
}
