@group(0) @binding(0) var<private> data: vec4f;
