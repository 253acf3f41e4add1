fn f(m: mat2x2<i32>) {}
