@fragment fn main(@location(0) a: bool) -> @location(0) vec4f { return vec4f(); }
