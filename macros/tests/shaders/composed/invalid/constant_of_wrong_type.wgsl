// constants: TILE = 1.5
#import constants::TILE

var<private> a: array<f32, TILE>;
