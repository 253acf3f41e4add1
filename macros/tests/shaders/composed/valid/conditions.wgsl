// constants: LEVEL = 2, DEBUG = true
#import "../parts/hash.wgsl"::{hash}, "../parts/flat.wgsl" as flat;

#ifndef FAST
/* A comment with
#ifdef in it. */
const STEPS = 4u;
#endif

fn f(x: u32) -> u32 {
    var sum = hash(x); // #ifdef
#ifdef DEBUG
#if LEVEL == 1
    sum += 1u;
#else if LEVEL == 2
    sum += u32(flat::flat(STEPS));
#else
    sum += 3u;
#endif
#endif
    return sum;
}
