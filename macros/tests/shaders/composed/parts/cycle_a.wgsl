#import "cycle_b.wgsl"::b

fn a() -> u32 { return b(); }
