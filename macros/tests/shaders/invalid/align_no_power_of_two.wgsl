struct S { @align(12) a: u32 }
