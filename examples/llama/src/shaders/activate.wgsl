//! Many tokens: SwiGLU of the rows of `gate` and those of `up`.
#import "silu.wgsl"::silu

/// Of either, divided by 4.
override QUADS: u32;

/// By token: `gate`, then `up`.
@group(0) @binding(0) var<storage> both: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> activated: array<vec4f>;

@compute @workgroup_size(64)
fn activate(@builtin(global_invocation_id) id: vec3u) {
    if id.x >= QUADS { return; }
    let gate = both[id.y * 2 * QUADS + id.x];
    let up = both[(id.y * 2 + 1) * QUADS + id.x];
    activated[id.y * QUADS + id.x] = silu(gate) * up;
}
