fn f() { loop { continuing { return; } } }
