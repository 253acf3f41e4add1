#import "../parts/imports_nothing.wgsl"::f

fn g() -> u32 { return f(); }
