const SIZE = 16;
const x = 2.0;

fn flat(i: u32) -> f32 { return f32(i) * x; }
fn position(i: u32) -> vec4f { return vec4f(flat(i)).xyzw; }
