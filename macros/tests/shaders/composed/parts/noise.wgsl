#import "hash.wgsl"::hash

struct Noise {
    scale: f32,
    hash: u32,
}

const OCTAVES = 4;

fn value(at: u32) -> f32 {
    return f32(hash(at) & 0xffffu) / 65535.0;
}

fn fbm(noise: Noise, at: u32) -> f32 {
    var sum = 0.0;
    for (var i = 0; i < OCTAVES; i++) {
        sum += value(at + noise.hash * u32(i)) * noise.scale;
    }
    return sum;
}
