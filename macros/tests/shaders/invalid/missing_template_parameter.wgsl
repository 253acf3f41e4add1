fn f(a: vec4) {}
