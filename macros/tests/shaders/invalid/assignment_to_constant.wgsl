const A = 1;
fn f() { A = 2; }
