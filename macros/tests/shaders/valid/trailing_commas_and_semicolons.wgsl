struct A { x: f32, y: f32, };
fn f(a: A, b: f32,) -> f32 { return max(a.x, b,); };
;
