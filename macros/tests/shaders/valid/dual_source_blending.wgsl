// features: dual_source_blending
enable dual_source_blending;

struct Sources {
    @location(0) @blend_src(0) color: vec4f,
    @location(0) @blend_src(1) factor: vec4f,
}

@fragment
fn main() -> Sources { return Sources(vec4f(1), vec4f(0.5)); }
