fn f() -> f32 { return speed; }
