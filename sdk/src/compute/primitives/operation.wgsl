#import constants::{A}

// The values of `Operation`.
override operation: u32;

fn combine(a: A, b: A) -> A {
    switch operation {
        case 0u: { return a + b; }
        case 1u: { return a * b; }
        case 2u: { return min(a, b); }
        default: { return max(a, b); }
    }
}

fn combine4(a: vec4<A>, b: vec4<A>) -> vec4<A> {
    switch operation {
        case 0u: { return a + b; }
        case 1u: { return a * b; }
        case 2u: { return min(a, b); }
        default: { return max(a, b); }
    }
}
