const MOST = 200u;

struct Params { width: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> out: array<u32>;

fn steps(re: f32, im: f32) -> u32 {
    var x = 0.0;
    var y = 0.0;
    for (var step = 0u; step < MOST; step++) {
        let next = x * x - y * y + re;
        y = 2.0 * x * y + im;
        x = next;
        if x * x + y * y > 4.0 { return step; }
    }
    return MOST;
}

@compute @workgroup_size(8, 8)
fn mandelbrot(@builtin(global_invocation_id) at: vec3u) {
    let i = at.y * params.width + at.x;
    if at.x < params.width && i < arrayLength(&out) {
        let scale = 3.0 / f32(params.width);
        out[i] = steps(f32(at.x) * scale - 2.0, f32(at.y) * scale - 1.5);
    }
}
