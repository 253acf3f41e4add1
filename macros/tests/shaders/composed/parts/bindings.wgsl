struct Params {
    count: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
override WIDTH: u32 = 64u;
