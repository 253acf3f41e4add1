const a = 1;
fn a() {}
