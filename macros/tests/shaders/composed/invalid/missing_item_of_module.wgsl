#import "../parts/hash.wgsl" as mix

fn f() -> u32 { return mix::hush(1u); }
