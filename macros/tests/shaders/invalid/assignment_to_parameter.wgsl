fn f(a: f32) { a = 2.0; }
