@group(0) var<uniform> data: vec4f;
