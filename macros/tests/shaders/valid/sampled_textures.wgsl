@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var smooth_sampler: sampler;
@group(0) @binding(2) var layers: texture_2d_array<f32>;
@group(0) @binding(3) var sky: texture_cube<f32>;
@group(0) @binding(4) var volume: texture_3d<f32>;
@group(0) @binding(5) var line: texture_1d<f32>;

@fragment
fn main(@location(0) uv: vec2f) -> @location(0) vec4f {
    var color = textureSample(image, smooth_sampler, uv);
    color += textureSample(layers, smooth_sampler, uv, 2, vec2i(1, 0));
    color += textureSampleBias(sky, smooth_sampler, vec3f(uv, 1.0), 0.5);
    color += textureSampleLevel(volume, smooth_sampler, vec3f(uv, 0.0), 1.0);
    color += textureSampleGrad(image, smooth_sampler, uv, dpdx(uv), dpdy(uv));
    color += textureSample(line, smooth_sampler, uv.x);
    return color + textureGather(1, image, smooth_sampler, uv);
}
