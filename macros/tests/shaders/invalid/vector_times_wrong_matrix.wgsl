fn f(m: mat3x3f, v: vec4f) -> vec3f { return m * v; }
