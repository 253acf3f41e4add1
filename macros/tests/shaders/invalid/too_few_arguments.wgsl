fn g(a: f32, b: f32) {}
fn f() { g(1.0); }
