override a: vec4f = vec4f();
