enable f16;

fn half(x: f16) -> f16 {
    return x / 2.0h;
}
