#import "../parts/noise.wgsl"::value

fn f() -> f32 { return value(3u) * f32(OCTAVES); }
