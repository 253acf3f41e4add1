fn f() { var a: array<f32, 0>; }
