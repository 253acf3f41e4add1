struct S { @size(2) a: u32 }
