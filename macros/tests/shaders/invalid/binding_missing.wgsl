var<storage> data: array<f32>;
