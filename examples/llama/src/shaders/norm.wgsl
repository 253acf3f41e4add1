//! Many tokens: the RMS norm of each.
override COLUMNS: u32;
override EPSILON: f32;

@group(0) @binding(0) var<storage> x: array<vec4f>;
@group(0) @binding(1) var<storage> norm: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> normed: array<vec4f>;

var<workgroup> squares: array<f32, 256>;

@compute @workgroup_size(256)
fn normalize_tokens(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
    let quads = COLUMNS / 4;
    let first = workgroup.y * quads;
    var square = 0.0;
    for (var i = local; i < quads; i += 256) { square += dot(x[first + i], x[first + i]); }
    squares[local] = square;
    for (var half = 128u; half > 0; half /= 2) {
        workgroupBarrier();
        if local < half { squares[local] += squares[local + half]; }
    }
    workgroupBarrier();
    let factor = inverseSqrt(squares[0] / f32(COLUMNS) + EPSILON);
    for (var i = local; i < quads; i += 256) { normed[first + i] = x[first + i] * factor * norm[i]; }
}
