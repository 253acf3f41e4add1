fn transform(m: mat4x4f, p: vec3f) -> vec3f {
    let moved = m * vec4f(p, 1.0);
    let three = mat3x3f(m[0].xyz, m[1].xyz, m[2].xyz);
    let sign = determinant(three);
    return transpose(three) * (moved.xyz / moved.w) * sign;
}
