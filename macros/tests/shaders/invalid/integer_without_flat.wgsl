@fragment fn main(@location(0) a: u32) -> @location(0) vec4f { return vec4f(f32(a)); }
