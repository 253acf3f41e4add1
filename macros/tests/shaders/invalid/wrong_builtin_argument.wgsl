fn f(a: i32) -> f32 { return sin(a); }
