enable f16;
fn f(a: f16) -> f16 { return a; }
