fn f() { missing(1); }
