fn f() { override a = 1; }
