#import "../parts/hash.wgsl"::hash

fn f() -> u32 {
    if true {
        return hash(3u);
}
