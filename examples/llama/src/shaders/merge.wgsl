//! Puts together what the splits of a sequence gave for one token.
#import constants::SPLITS

override HEADS: u32;
override HEAD_SIZE: u32;

@group(0) @binding(0) var<storage> sums: array<vec4f>;
@group(0) @binding(1) var<storage> softmax: array<vec2f>;
@group(0) @binding(2) var<storage, read_write> attended: array<vec4f>;

@compute @workgroup_size(64)
fn merge(@builtin(global_invocation_id) id: vec3u) {
    let quads = HEAD_SIZE / 4;
    let head = id.x / quads;
    if head >= HEADS { return; }
    var most = softmax[head].x;
    for (var i = 1u; i < SPLITS; i++) { most = max(most, softmax[i * HEADS + head].x); }
    var sum = vec4f();
    var total = 0.0;
    for (var i = 0u; i < SPLITS; i++) {
        let part = softmax[i * HEADS + head];
        let weight = exp(part.x - most);
        sum += weight * sums[i * HEADS * quads + id.x];
        total += weight * part.y;
    }
    attended[id.x] = sum / total;
}
