#import "../parts/noise.wgsl"::{value, fbm}

fn fbm() -> f32 { return value(3u); }
