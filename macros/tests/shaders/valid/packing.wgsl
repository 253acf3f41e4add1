fn pack(v: vec4f, i: vec4i) -> u32 {
    let a = pack4x8unorm(v) ^ pack4x8snorm(v) ^ pack2x16float(v.xy) ^ pack2x16unorm(v.zw);
    let back = unpack4x8unorm(a) + vec4f(unpack2x16float(a), unpack2x16snorm(a));
    let narrow = quantizeToF16(back.x);
    return a + pack4xI8(i) + u32(narrow);
}
