#import "../parts/hash.wgsl"::hash
#import "../parts/noise.wgsl"::value as hash

fn f() -> u32 { return hash(3u); }
