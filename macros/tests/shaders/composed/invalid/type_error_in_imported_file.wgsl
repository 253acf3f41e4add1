#import "../parts/wrong_type.wgsl"::halved

fn f() -> u32 { return halved(3u); }
