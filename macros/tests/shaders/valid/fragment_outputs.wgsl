struct Targets {
    @location(0) color: vec4f,
    @location(1) id: u32,
    @builtin(frag_depth) depth: f32,
    @builtin(sample_mask) mask: u32,
}

@fragment
fn main(
    @builtin(position) position: vec4f,
    @builtin(front_facing) front: bool,
    @builtin(sample_index) sample: u32,
    @builtin(sample_mask) mask: u32,
) -> Targets {
    return Targets(position, select(0u, 1u, front), position.z, mask & (1u << sample));
}
