fn f() { let class = 1; }
