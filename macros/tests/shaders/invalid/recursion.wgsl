fn a() { b(); }
fn b() { a(); }
