#import "../parts/wrong_syntax.wgsl"::open

fn f() -> u32 { return open(3u); }
