#import "imports_itself.wgsl"::f as g

fn f() -> u32 { return 1u; }
