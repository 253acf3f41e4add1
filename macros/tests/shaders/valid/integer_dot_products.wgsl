fn dots(a: u32, b: u32, u: vec3i) -> i32 {
    return dot4I8Packed(a, b) + i32(dot4U8Packed(a, b)) + dot(u, u);
}
