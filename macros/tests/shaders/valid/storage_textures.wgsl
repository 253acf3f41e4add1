@group(0) @binding(0) var source: texture_storage_2d<r32float, read>;
@group(0) @binding(1) var target_image: texture_storage_2d<rgba8unorm, write>;
@group(0) @binding(2) var both: texture_storage_2d<r32uint, read_write>;
@group(0) @binding(3) var layers: texture_storage_2d_array<rgba16float, write>;
@group(0) @binding(4) var block: texture_storage_3d<rgba32sint, write>;

@compute @workgroup_size(8, 8)
fn main(@builtin(global_invocation_id) id: vec3u) {
    let value = textureLoad(source, id.xy).x;
    textureStore(target_image, id.xy, vec4f(value));
    textureStore(both, id.xy, textureLoad(both, id.xy) + 1u);
    textureStore(layers, id.xy, id.z, vec4f(1));
    textureStore(block, id, vec4i(2));
    storageBarrier();
}
