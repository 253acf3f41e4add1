#import "../parts/hash.wgsl"::{
    SEED,
    hush,
}

fn f() -> u32 { return hush(SEED); }
