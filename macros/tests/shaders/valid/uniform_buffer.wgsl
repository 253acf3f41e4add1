struct Camera {
    view: mat4x4f,
    position: vec3f,
    exposure: f32,
    lights: array<vec4f, 4>,
}

@group(0) @binding(0) var<uniform> camera: Camera;

fn lit(i: u32) -> vec4f {
    return camera.view * camera.lights[i] * camera.exposure;
}
