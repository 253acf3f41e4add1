#import constants::{T, FACTOR}

fn scaled(x: T) -> T {
#ifdef T_is_i32
    return x * FACTOR;
#else
    return x * T(FACTOR);
#endif
}
