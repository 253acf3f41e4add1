// a · sigmoid(a)
fn silu(a: vec4f) -> vec4f {
    return a / (1.0 + exp(-a));
}
