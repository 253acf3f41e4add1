// The file that is missing is not this one.
#import "absent.wgsl"::thing

fn f() -> u32 { return thing(); }
