#import constants::{TILE, T}

var<workgroup> tile: array<T, TILE>;
