#import "../parts/noise.wgsl"::{value as noise_value}
#import "../parts/hash.wgsl"::hash

fn f() -> u32 {
    let x = hash(noise_value(3u));
    return x;
}
