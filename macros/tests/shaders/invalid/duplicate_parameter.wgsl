fn f(a: f32, a: u32) {}
