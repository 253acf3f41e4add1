#import "../parts/no_semicolon.wgsl"::A
#import "../parts/hash.wgsl"::hash

fn f() -> u32 { return hash(A); }
