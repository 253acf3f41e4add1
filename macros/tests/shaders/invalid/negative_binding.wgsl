@group(0) @binding(-1) var<uniform> data: vec4f;
