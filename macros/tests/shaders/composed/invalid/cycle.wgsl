#import "../parts/cycle_a.wgsl"::a

fn f() -> u32 { return a(); }
