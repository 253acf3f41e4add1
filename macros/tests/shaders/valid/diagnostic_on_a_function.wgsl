@diagnostic(warning, derivative_uniformity)
fn slope(x: f32) -> f32 { return dpdx(x); }

@fragment
fn main(@location(0) x: f32) -> @location(0) vec4f {
    return vec4f(slope(x));
}
