#import "../parts/noise.wgsl"

fn f() -> f32 { return value(3u); }
