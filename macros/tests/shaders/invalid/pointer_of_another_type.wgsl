fn g(p: ptr<function, i32>) {}
fn f() { var a = 1.0; g(&a); }
