const FAR = 20.0;

struct Params { width: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<f32>;

fn scene(p: vec3f) -> f32 {
    return min(distance(p, vec3f(0.0, 0.5, 4.0)) - 1.0, p.y + 1.0);
}

fn light(direction: vec3f) -> f32 {
    var t = 0.0;
    for (var i = 0u; i < 80; i++) {
        let near = scene(direction * t);
        if near < 0.001 { break; }
        t += near;
        if t > FAR { return 0.0; }
    }
    let p = direction * t;
    let step = 0.01;
    let here = scene(p);
    let normal = vec3f(
        scene(p + vec3f(step, 0.0, 0.0)) - here,
        scene(p + vec3f(0.0, step, 0.0)) - here,
        scene(p - vec3f(0.0, 0.0, step)) - here,
    );
    return clamp(dot(normal, vec3f(0.5, 0.7, 0.5)) / length(normal), 0.1, 1.0);
}

@compute @workgroup_size(8, 8)
fn march(@builtin(global_invocation_id) at: vec3u) {
    let i = at.y * params.width + at.x;
    if at.x < params.width && i < arrayLength(&out) {
        let x = f32(at.x) / f32(params.width) - 0.5;
        let y = 0.5 - f32(at.y) / f32(params.width);
        out[i] = light(normalize(vec3f(x, y, 1.0)));
    }
}
