@vertex
fn main(@location(0) p: vec2f) -> @builtin(position) @invariant vec4f {
    return vec4f(p, 0.0, 1.0);
}
