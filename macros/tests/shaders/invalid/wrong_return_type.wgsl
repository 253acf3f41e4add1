fn f(a: f32) -> u32 { return a; }
