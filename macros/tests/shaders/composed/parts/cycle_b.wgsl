#import "cycle_a.wgsl"::a

fn b() -> u32 { return a(); }
