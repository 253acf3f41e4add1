@fragment
fn main(@location(0) uv: vec2f) -> @location(0) vec4f {
    let width = fwidth(uv.x) + fwidthFine(uv.y) + fwidthCoarse(uv.x);
    return vec4f(dpdx(uv), dpdyFine(uv)) * width + vec4f(dpdxCoarse(uv), 0, 1);
}
