fn compound(a: u32, b: f32) -> f32 {
    var i = a;
    i += 1u; i -= 2u; i *= 3u; i /= 4u; i %= 5u;
    i &= 6u; i |= 7u; i ^= 8u; i <<= 1u; i >>= 2u;
    i++; i--;
    var f = b;
    f %= 2.0;
    return f * f32(i);
}
