enable f16;

fn narrow(x: f32) -> f16 {
    return f16(x);
}
