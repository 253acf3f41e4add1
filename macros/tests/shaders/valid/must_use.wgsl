@must_use fn area(r: f32) -> f32 { return 3.14159 * r * r; }

fn ring(a: f32, b: f32) -> f32 { return area(a) - area(b); }
