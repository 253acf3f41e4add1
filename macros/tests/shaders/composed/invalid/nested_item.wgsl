#import "../parts/noise.wgsl"::{inner::value}

fn f() -> f32 { return value(3u); }
