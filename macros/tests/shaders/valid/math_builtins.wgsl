fn math(x: f32, v: vec3f) -> f32 {
    let a = sin(x) + cos(x) + tan(x) + asin(x) + acos(x) + atan(x) + atan2(x, 2.0);
    let b = sinh(x) + cosh(x) + tanh(x) + exp(x) + exp2(x) + log(x) + log2(x) + pow(x, 2.0);
    let c = sqrt(x) + inverseSqrt(x) + abs(x) + sign(x) + floor(x) + ceil(x) + round(x) + trunc(x);
    let d = fract(x) + min(x, a) + max(x, b) + clamp(x, 0.0, 1.0) + saturate(x) + mix(a, b, 0.5);
    let e = step(a, b) + smoothstep(0.0, 1.0, x) + fma(a, b, c) + degrees(radians(x));
    let f = dot(v, v) + length(cross(v, v.yzx)) + distance(v, v.zxy) + normalize(v).x;
    let g = reflect(v, v).x + refract(v, v, 1.5).y + faceForward(v, v, v).z;
    return a + b + c + d + e + f + g + ldexp(x, 2) + frexp(x).fract + modf(x).whole;
}
