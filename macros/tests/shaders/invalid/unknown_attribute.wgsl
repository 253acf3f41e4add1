@fast fn f() {}
