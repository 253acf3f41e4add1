#import "../parts/hash.wgsl"::hash as mixed
#import "../parts/noise.wgsl"::{value, Noise}

// Another `hash`, and a local `SEED`: those of the imported file have other names then.
fn hash(noise: Noise) -> u32 {
    let SEED = mixed(noise.hash);
    return SEED;
}

@group(0) @binding(0) var<storage, read_write> out: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) i: u32) {
    out[i] = value(hash(Noise(1.0, i)));
}
