#import "../parts/unclosed.wgsl"::WIDTH
const A = WIDTH;
