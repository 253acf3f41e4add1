// Stockham's passes: each reads with a stride, transforms 2 to 256 values, and writes them so that the
// result of the last pass is in order.

// −1 forward, 1 inverse.
override sign: f32;

struct Params {
    len: u32,
    /// The product of the earlier passes' radices.
    done: u32,
    /// Bits of the lower table's index.
    split: u32,
    scale: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
// e^(2πi k/len), by the lower bits of k, then by its upper bits.
@group(0) @binding(1) var<storage> roots: array<vec2f>;
@group(0) @binding(2) var<storage> x: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> y: array<vec2f>;

fn times(a: vec2f, b: vec2f) -> vec2f {
    return vec2f(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

// e^(sign·2πi k/len). The device's sine is right to 2⁻¹¹ only.
fn root(k: u32) -> vec2f {
    let lower = roots[k & ((1u << params.split) - 1)];
    let upper = roots[(1u << params.split) + (k >> params.split)];
    let value = times(lower, upper);
    return vec2f(value.x, sign * value.y);
}

// Times sign·i.
fn turn(a: vec2f) -> vec2f { return sign * vec2f(-a.y, a.x); }

fn fft4(a: vec2f, b: vec2f, c: vec2f, d: vec2f) -> array<vec2f, 4> {
    let sum = a + c;
    let difference = a - c;
    let sum2 = b + d;
    let turned = turn(b - d);
    return array(sum + sum2, difference + turned, sum - sum2, difference - turned);
}

// Cosines of π/8 and π/4, and the sine of π/8.
const C8 = 0.92387953251128674;
const C4 = 0.70710678118654752;
const S8 = 0.38268343236508977;

fn fft8(v: array<vec2f, 8>) -> array<vec2f, 8> {
    let e = fft4(v[0], v[2], v[4], v[6]);
    let o = fft4(v[1], v[3], v[5], v[7]);
    let o1 = times(o[1], vec2f(C4, sign * C4));
    let o2 = turn(o[2]);
    let o3 = times(o[3], vec2f(-C4, sign * C4));
    return array(
        e[0] + o[0], e[1] + o1, e[2] + o2, e[3] + o3,
        e[0] - o[0], e[1] - o1, e[2] - o2, e[3] - o3,
    );
}

fn fft16(v: array<vec2f, 16>) -> array<vec2f, 16> {
    let a = fft4(v[0], v[4], v[8], v[12]);
    let b = fft4(v[1], v[5], v[9], v[13]);
    let c = fft4(v[2], v[6], v[10], v[14]);
    let d = fft4(v[3], v[7], v[11], v[15]);
    let w1 = vec2f(C8, sign * S8);
    let w2 = vec2f(C4, sign * C4);
    let w3 = vec2f(S8, sign * C8);
    let w6 = vec2f(-C4, sign * C4);
    let w9 = vec2f(-C8, -sign * S8);
    let p = fft4(a[0], b[0], c[0], d[0]);
    let q = fft4(a[1], times(b[1], w1), times(c[1], w2), times(d[1], w3));
    let r = fft4(a[2], times(b[2], w2), turn(c[2]), times(d[2], w6));
    let s = fft4(a[3], times(b[3], w3), times(c[3], w6), times(d[3], w9));
    return array(
        p[0], q[0], r[0], s[0], p[1], q[1], r[1], s[1],
        p[2], q[2], r[2], s[2], p[3], q[3], r[3], s[3],
    );
}

// The powers of w from 0 to 15, each by few products.
fn powers(w: vec2f) -> array<vec2f, 16> {
    let w2 = times(w, w);
    let w3 = times(w2, w);
    let w4 = times(w2, w2);
    let w8 = times(w4, w4);
    let w12 = times(w8, w4);
    return array(
        vec2f(1, 0), w, w2, w3, w4, times(w4, w), times(w4, w2), times(w4, w3),
        w8, times(w8, w), times(w8, w2), times(w8, w3),
        w12, times(w12, w), times(w12, w2), times(w12, w3),
    );
}

// Sixteen values, `stride` from each other, times `first` and the powers of `w`.
fn load16(i: u32, stride: u32, first: vec2f, w: vec2f) -> array<vec2f, 16> {
    let f = first * params.scale;
    let p = powers(w);
    return array(
        times(x[i], f),
        times(x[i + stride], times(p[1], f)),
        times(x[i + 2 * stride], times(p[2], f)),
        times(x[i + 3 * stride], times(p[3], f)),
        times(x[i + 4 * stride], times(p[4], f)),
        times(x[i + 5 * stride], times(p[5], f)),
        times(x[i + 6 * stride], times(p[6], f)),
        times(x[i + 7 * stride], times(p[7], f)),
        times(x[i + 8 * stride], times(p[8], f)),
        times(x[i + 9 * stride], times(p[9], f)),
        times(x[i + 10 * stride], times(p[10], f)),
        times(x[i + 11 * stride], times(p[11], f)),
        times(x[i + 12 * stride], times(p[12], f)),
        times(x[i + 13 * stride], times(p[13], f)),
        times(x[i + 14 * stride], times(p[14], f)),
        times(x[i + 15 * stride], times(p[15], f)),
    );
}

fn store4(i: u32, stride: u32, a: vec2f, b: vec2f, c: vec2f, d: vec2f) {
    y[i] = a;
    y[i + stride] = b;
    y[i + 2 * stride] = c;
    y[i + 3 * stride] = d;
}

fn store16(i: u32, stride: u32, v: array<vec2f, 16>) {
    store4(i, stride, v[0], v[1], v[2], v[3]);
    store4(i + 4 * stride, stride, v[4], v[5], v[6], v[7]);
    store4(i + 8 * stride, stride, v[8], v[9], v[10], v[11]);
    store4(i + 12 * stride, stride, v[12], v[13], v[14], v[15]);
}

// The first value of transform `j` of a pass of so many values, and where its results go.
struct Transform {
    stride: u32,
    w: vec2f,
    place: u32,
}

fn transform(j: u32, radix: u32) -> Transform {
    let stride = params.len / radix;
    let k = j & (params.done - 1);
    return Transform(stride, root(k * (stride / params.done)), (j - k) * radix + k);
}

fn index(workgroup: vec3u, workgroups: vec3u) -> u32 {
    return workgroup.y * workgroups.x + workgroup.x;
}

@compute @workgroup_size(256)
fn radix1() { y[0] = x[0]; }

@compute @workgroup_size(256)
fn radix2(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let j = index(workgroup, workgroups) * 256 + local;
    if j >= params.len / 2 { return; }
    let t = transform(j, 2);
    let a = x[j] * params.scale;
    let b = times(x[j + t.stride], t.w) * params.scale;
    y[t.place] = a + b;
    y[t.place + params.done] = a - b;
}

@compute @workgroup_size(256)
fn radix4(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let j = index(workgroup, workgroups) * 256 + local;
    if j >= params.len / 4 { return; }
    let t = transform(j, 4);
    let p = powers(t.w);
    let v = fft4(
        x[j] * params.scale,
        times(x[j + t.stride], p[1]) * params.scale,
        times(x[j + 2 * t.stride], p[2]) * params.scale,
        times(x[j + 3 * t.stride], p[3]) * params.scale,
    );
    store4(t.place, params.done, v[0], v[1], v[2], v[3]);
}

@compute @workgroup_size(256)
fn radix8(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let j = index(workgroup, workgroups) * 256 + local;
    if j >= params.len / 8 { return; }
    let t = transform(j, 8);
    let p = powers(t.w);
    let v = fft8(array(
        x[j] * params.scale,
        times(x[j + t.stride], p[1]) * params.scale,
        times(x[j + 2 * t.stride], p[2]) * params.scale,
        times(x[j + 3 * t.stride], p[3]) * params.scale,
        times(x[j + 4 * t.stride], p[4]) * params.scale,
        times(x[j + 5 * t.stride], p[5]) * params.scale,
        times(x[j + 6 * t.stride], p[6]) * params.scale,
        times(x[j + 7 * t.stride], p[7]) * params.scale,
    ));
    store4(t.place, params.done, v[0], v[1], v[2], v[3]);
    store4(t.place + 4 * params.done, params.done, v[4], v[5], v[6], v[7]);
}

@compute @workgroup_size(256)
fn radix16(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let j = index(workgroup, workgroups) * 256 + local;
    if j >= params.len / 16 { return; }
    let t = transform(j, 16);
    store16(t.place, params.done, fft16(load16(j, t.stride, vec2f(1, 0), t.w)));
}

// 16 KiB, which is what every device has: the real parts and then the imaginary ones.
var<workgroup> parts: array<f32, 4096>;

// Of value `s` of the transform `q` of column `c`; the values of a column are in different banks.
fn place(s: u32, q: u32, c: u32) -> u32 { return s * 256 + ((q * 16 + c) ^ (s * 2)); }

fn put4(s: u32, q: u32, c: u32, v: vec4f) {
    parts[place(s, q, c)] = v.x;
    parts[place(s + 1, q, c)] = v.y;
    parts[place(s + 2, q, c)] = v.z;
    parts[place(s + 3, q, c)] = v.w;
}

fn take4(s: u32, q: u32, c: u32) -> vec4f {
    return vec4f(
        parts[place(s, q, c)],
        parts[place(s, q + 1, c)],
        parts[place(s, q + 2, c)],
        parts[place(s, q + 3, c)],
    );
}

// Transforms of 256 values, as 16 by 16, of 16 columns next to each other: each invocation has 16
// values of one, in registers.
@compute @workgroup_size(256)
fn radix256(
    @builtin(workgroup_id) workgroup: vec3u,
    @builtin(num_workgroups) workgroups: vec3u,
    @builtin(local_invocation_index) local: u32,
) {
    let first = index(workgroup, workgroups) * 16;
    let stride = params.len / 256;
    if first >= stride { return; }
    let c = local % 16;
    let q = local / 16;
    let unit = ((first + c) & (params.done - 1)) * (stride / params.done);
    let i = first + c + q * stride;
    let a = fft16(load16(i, 16 * stride, root(unit * q), root(unit * 16)));

    let w = powers(root(q * stride));
    let a1 = times(a[1], w[1]); let a2 = times(a[2], w[2]); let a3 = times(a[3], w[3]);
    let a4 = times(a[4], w[4]); let a5 = times(a[5], w[5]); let a6 = times(a[6], w[6]);
    let a7 = times(a[7], w[7]); let a8 = times(a[8], w[8]); let a9 = times(a[9], w[9]);
    let a10 = times(a[10], w[10]); let a11 = times(a[11], w[11]); let a12 = times(a[12], w[12]);
    let a13 = times(a[13], w[13]); let a14 = times(a[14], w[14]); let a15 = times(a[15], w[15]);

    // Neighbours write neighbours: columns, or in the first pass the values of a column.
    let is_first = params.done == 1;
    let s = select(q, c, is_first);
    let column = select(c, q, is_first);
    put4(0, q, c, vec4f(a[0].x, a1.x, a2.x, a3.x));
    put4(4, q, c, vec4f(a4.x, a5.x, a6.x, a7.x));
    put4(8, q, c, vec4f(a8.x, a9.x, a10.x, a11.x));
    put4(12, q, c, vec4f(a12.x, a13.x, a14.x, a15.x));
    workgroupBarrier();
    let re0 = take4(s, 0, column); let re1 = take4(s, 4, column);
    let re2 = take4(s, 8, column); let re3 = take4(s, 12, column);
    workgroupBarrier();
    put4(0, q, c, vec4f(a[0].y, a1.y, a2.y, a3.y));
    put4(4, q, c, vec4f(a4.y, a5.y, a6.y, a7.y));
    put4(8, q, c, vec4f(a8.y, a9.y, a10.y, a11.y));
    put4(12, q, c, vec4f(a12.y, a13.y, a14.y, a15.y));
    workgroupBarrier();
    let im0 = take4(s, 0, column); let im1 = take4(s, 4, column);
    let im2 = take4(s, 8, column); let im3 = take4(s, 12, column);

    let j = first + column;
    let k = j & (params.done - 1);
    let results = fft16(array(
        vec2f(re0.x, im0.x), vec2f(re0.y, im0.y), vec2f(re0.z, im0.z), vec2f(re0.w, im0.w),
        vec2f(re1.x, im1.x), vec2f(re1.y, im1.y), vec2f(re1.z, im1.z), vec2f(re1.w, im1.w),
        vec2f(re2.x, im2.x), vec2f(re2.y, im2.y), vec2f(re2.z, im2.z), vec2f(re2.w, im2.w),
        vec2f(re3.x, im3.x), vec2f(re3.y, im3.y), vec2f(re3.z, im3.z), vec2f(re3.w, im3.w),
    ));
    store16((j - k) * 256 + k + s * params.done, 16 * params.done, results);
}
