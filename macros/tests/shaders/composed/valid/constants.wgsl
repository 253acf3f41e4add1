// constants: T = f32, TILE = 16, WIDE = true, SCALE = -0.5
#import constants::{T, TILE, SCALE}

#ifdef T_is_f32
const ZERO: T = 0.0;
#else
const ZERO: T = 0;
#endif

#if TILE > 8
var<workgroup> tile: array<T, TILE>;
#else if TILE == 4
var<workgroup> tile: array<T, 4>;
#endif

@group(0) @binding(0) var<storage, read_write> data: array<T>;

@compute @workgroup_size(TILE)
fn main(@builtin(local_invocation_index) i: u32) {
    tile[i] = ZERO;
#if WIDE == true
    tile[i] += data[i] * SCALE;
#endif
    data[i] = tile[i];
}
