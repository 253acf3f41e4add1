// constants: TILE = 16
const A = TILE;
