fn numbers() -> f32 {
    let a = 0xFFu + 0X1Fu + 1u;
    let b = 1i - 0x7f;
    let c = 1f + 1.f + .5f + 1e3 + 1.5E-2 + 0x1p4 + 0x1.8p3f + 0x.8p1;
    return f32(a) + f32(b) + c;
}
