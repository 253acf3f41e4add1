// A lit, textured surface. Colours are linear here: the texture and the target are sRGB formats, so
// sampling and storing convert.

struct Frame {
    clip_from_world: mat4x4f,
    eye: vec3f,
    /// The way to the key light, of length 1.
    to_key: vec3f,
    key: vec3f,
    sky: vec3f,
    ground: vec3f,
}

struct Material {
    diffuse: vec3f,
    shininess: f32,
    specular: vec3f,
}

@group(0) @binding(0) var<uniform> frame: Frame;
@group(1) @binding(0) var<uniform> material: Material;
@group(1) @binding(1) var diffuse_map: texture_2d<f32>;
@group(1) @binding(2) var diffuse_sampler: sampler;

struct Vertex {
    @location(0) position: vec3f,
    @location(1) normal: vec3f,
    @location(2) uv: vec2f,
}

struct Fragment {
    @builtin(position) clip: vec4f,
    @location(0) position: vec3f,
    @location(1) normal: vec3f,
    @location(2) uv: vec2f,
}

@vertex
fn transform(vertex: Vertex) -> Fragment {
    let clip = frame.clip_from_world * vec4f(vertex.position, 1.0);
    return Fragment(clip, vertex.position, vertex.normal, vertex.uv);
}

@fragment
fn shade(in: Fragment, @builtin(front_facing) front: bool) -> @location(0) vec4f {
    // Surfaces have two sides: OBJ files have walls without thickness.
    let normal = normalize(select(-in.normal, in.normal, front));
    let to_eye = normalize(frame.eye - in.position);
    let color = material.diffuse * textureSample(diffuse_map, diffuse_sampler, in.uv).rgb;

    let ambient = mix(frame.ground, frame.sky, 0.5 + 0.5 * normal.y);
    let facing = max(dot(normal, frame.to_key), 0.0);
    var light = color * (ambient + frame.key * facing);
    if facing > 0.0 {
        // Blinn: the highlight is where the normal is halfway between the light and the eye.
        let halfway = normalize(frame.to_key + to_eye);
        let highlight = pow(max(dot(normal, halfway), 0.0), material.shininess);
        light += material.specular * frame.key * highlight;
    }
    return vec4f(light, 1.0);
}
