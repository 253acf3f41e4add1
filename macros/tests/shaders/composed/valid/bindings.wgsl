#define_import_path main
#import "../parts/bindings.wgsl"::{params, WIDTH}

@group(0) @binding(1) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(WIDTH)
fn main(@builtin(global_invocation_id) id: vec3u) {
    if id.x < params.count {
        out[id.x] = WIDTH;
    }
}
