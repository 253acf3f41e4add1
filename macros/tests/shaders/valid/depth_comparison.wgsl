@group(0) @binding(0) var shadow: texture_depth_2d;
@group(0) @binding(1) var shadows: texture_depth_cube_array;
@group(0) @binding(2) var compare: sampler_comparison;

@fragment
fn main(@location(0) p: vec3f) -> @location(0) f32 {
    let near = textureSampleCompare(shadow, compare, p.xy, p.z);
    let exact = textureSampleCompareLevel(shadows, compare, p, 1, 0.5);
    return near * exact * textureGatherCompare(shadow, compare, p.xy, p.z).x;
}
