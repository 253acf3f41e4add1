fn f(a: float) {}
