fn convert(v: vec3i) -> vec3u {
    let f = vec3f(v) * 0.5;
    let b = vec3<bool>(f);
    let bits = bitcast<vec3u>(f);
    return select(bits, vec3u(v), b);
}
