struct Params { width: u32, height: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> now: array<u32>;
@group(0) @binding(2) var<storage, read_write> next: array<u32>;

fn is_alive(neighbours: u32, cell: u32) -> u32 {
    switch neighbours {
        case 2 { return cell; }
        case 3 { return 1; }
        default { return 0; }
    }
}

@compute @workgroup_size(8, 8)
fn life(@builtin(global_invocation_id) at: vec3u) {
    if at.x >= params.width || at.y >= params.height { return; }
    var neighbours = 0u;
    for (var y = 0u; y < 3; y++) {
        for (var x = 0u; x < 3; x++) {
            if x == 1 && y == 1 { continue; }
            let row = (at.y + params.height + y - 1) % params.height;
            let column = (at.x + params.width + x - 1) % params.width;
            neighbours += now[row * params.width + column];
        }
    }
    let i = at.y * params.width + at.x;
    next[i] = is_alive(neighbours, now[i]);
}
