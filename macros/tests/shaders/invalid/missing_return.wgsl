fn f(a: bool) -> u32 { if a { return 1u; } }
