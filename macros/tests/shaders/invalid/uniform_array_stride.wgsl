@group(0) @binding(0) var<uniform> values: array<f32, 8>;
