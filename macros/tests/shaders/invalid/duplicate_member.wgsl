struct S { a: f32, a: u32 }
