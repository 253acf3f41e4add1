// White where the luma reaches the level, black elsewhere; alpha stays. Needs luma.wgsl.

struct Params {
    width: u32,
    height: u32,
    level: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> source: array<u32>;
@group(0) @binding(2) var<storage, read_write> filtered: array<u32>;

@compute @workgroup_size(16, 16)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
    if id.x >= params.width || id.y >= params.height {
        return;
    }
    let i = id.y * params.width + id.x;
    let y = select(0u, 255u, luma(source[i]) >= params.level);
    filtered[i] = pack4xU8(vec4(y, y, y, unpack4xU8(source[i]).a));
}
