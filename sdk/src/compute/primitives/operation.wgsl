#import constants::{T}

// The values of `Operation`.
override operation: u32;

fn combine(a: T, b: T) -> T {
    switch operation {
        case 0u: { return a + b; }
        case 1u: { return a * b; }
        case 2u: { return min(a, b); }
        default: { return max(a, b); }
    }
}

fn combine4(a: vec4<T>, b: vec4<T>) -> vec4<T> {
    switch operation {
        case 0u: { return a + b; }
        case 1u: { return a * b; }
        case 2u: { return min(a, b); }
        default: { return max(a, b); }
    }
}
