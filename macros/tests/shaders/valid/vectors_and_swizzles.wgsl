fn shuffle(v: vec4f) -> vec2f {
    let reversed = v.wzyx;
    let rgb = v.rgb;
    var w = vec3f(reversed.xy, rgb.b);
    w.y = 2.0;
    w[2] += 1.0;
    return w.zx + vec2(1) + vec2<f32>(v.a);
}
