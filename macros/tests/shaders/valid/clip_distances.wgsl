// features: clip_distances
enable clip_distances;

struct Clipped {
    @builtin(position) position: vec4f,
    @builtin(clip_distances) distances: array<f32, 2>,
}

@vertex
fn main(@location(0) p: vec4f) -> Clipped {
    return Clipped(p, array<f32, 2>(p.x, -p.x));
}
