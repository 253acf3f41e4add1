struct Vertex {
    @location(0) position: vec3f,
    @location(1) color: vec4f,
    @builtin(vertex_index) index: u32,
    @builtin(instance_index) instance: u32,
}

struct Varying {
    @builtin(position) position: vec4f,
    @location(0) color: vec4f,
    @location(1) @interpolate(flat) instance: u32,
    @location(2) @interpolate(linear, centroid) shade: f32,
}

@vertex
fn vertex(in: Vertex) -> Varying {
    return Varying(vec4f(in.position, 1.0), in.color, in.instance, f32(in.index));
}

@fragment
fn fragment(in: Varying) -> @location(0) vec4f {
    if in.color.a < 0.5 { discard; }
    return in.color * in.shade;
}
