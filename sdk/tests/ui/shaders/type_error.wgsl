fn half(x: f32) -> f32 {
    return x / 2u;
}
