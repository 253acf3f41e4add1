fn f(a: u32) -> bool { return !a; }
