#import "../parts/absent.wgsl"::thing

fn f() -> u32 { return thing(); }
