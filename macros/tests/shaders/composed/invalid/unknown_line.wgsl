#include "../parts/noise.wgsl"

const A = 1;
