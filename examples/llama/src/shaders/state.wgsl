#import "sequence.wgsl"::State

@group(0) @binding(0) var<uniform> state: State;
