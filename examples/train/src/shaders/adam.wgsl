// A step of Adam (D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1),
// four parameters an invocation.

struct Params {
    rate: f32,
    epsilon: f32,
    /// What the running means of the gradient and of its square keep at a step…
    decays: vec2f,
    /// … and their natural logarithms.
    log_decays: vec2f,
}

@group(0) @binding(0) var<uniform> params: Params;
/// Steps so far, with this one.
@group(0) @binding(1) var<storage, read> steps: u32;
@group(0) @binding(2) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> means: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> squares: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> parameters: array<vec4f>;

// 1 - exp(y) for y < 0. Near 0, where exp has lost it, from the series.
fn one_less_exp(y: f32) -> f32 {
    if y < -0.1 { return 1 - exp(y); }
    return -y * (1 + y / 2 * (1 + y / 3 * (1 + y / 4 * (1 + y / 5))));
}

@compute @workgroup_size(256)
fn adam(@builtin(global_invocation_id) id: vec3u) {
    if id.x >= arrayLength(&parameters) { return; }
    let slope = gradient[id.x];
    let mean = mix(slope, means[id.x], params.decays.x);
    let square = mix(slope * slope, squares[id.x], params.decays.y);
    means[id.x] = mean;
    squares[id.x] = square;
    // The means began at 0: what of them is not that beginning.
    let count = f32(steps);
    let mean_weight = one_less_exp(count * params.log_decays.x);
    let square_weight = one_less_exp(count * params.log_decays.y);
    let move_by = mean / mean_weight / (sqrt(square / square_weight) + params.epsilon);
    parameters[id.x] -= params.rate * move_by;
}
