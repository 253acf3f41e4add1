fn f() { let a = f32; }
