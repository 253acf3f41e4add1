fn f() -> u32 { return 1u << 32u; }
