#import constants::{TILE}

var<workgroup> tile: array<f32, TILE>;
