#import "../parts/half.wgsl"::narrow

fn f() -> f32 { return f32(narrow(1.0)); }
