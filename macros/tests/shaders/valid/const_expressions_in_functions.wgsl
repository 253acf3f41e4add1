fn kelvin(celsius: f32) -> f32 {
    const zero = 273.15;
    const table = array<f32, 3>(zero, zero + 1.0, zero * 2);
    return celsius + table[0] + f32(countOneBits(0xF0u));
}
