const a: f32 = 1e50;
