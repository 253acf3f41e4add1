#import "absent.wgsl"::halve

fn f() -> u32 { return halve(3u); }
