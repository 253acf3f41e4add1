const a: i32 = 2147483648;
