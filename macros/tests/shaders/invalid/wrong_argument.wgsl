fn g(a: f32) {}
fn f(b: u32) { g(b); }
