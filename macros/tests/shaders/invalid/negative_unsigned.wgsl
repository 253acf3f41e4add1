const a: u32 = -1;
