fn f() -> array<u32, 3> { return array<u32, 3>(1u, 2u); }
