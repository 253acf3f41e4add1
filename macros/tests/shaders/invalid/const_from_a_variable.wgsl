fn f(a: u32) { const b = a; }
