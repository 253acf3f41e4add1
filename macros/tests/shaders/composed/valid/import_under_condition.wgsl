// constants: NOISY = false
#if NOISY == true
#import "../parts/absent.wgsl"::value
#else
#import "../parts/noise.wgsl"::value
#endif

@group(0) @binding(0) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
    out[i] = value(i);
}
