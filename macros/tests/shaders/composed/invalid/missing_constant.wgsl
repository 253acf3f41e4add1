// constants: TILE = 16
#import constants::{TILE, T}

const A: T = TILE;
