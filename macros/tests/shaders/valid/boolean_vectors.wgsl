fn inside(p: vec3f) -> bool {
    let low = p >= vec3f(0.0);
    let high = p < vec3f(1.0);
    return all(low & high) && !any(!low | vec3<bool>(false));
}
