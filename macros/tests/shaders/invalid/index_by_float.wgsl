fn f(a: f32) -> f32 { var v = vec4f(); return v[a]; }
