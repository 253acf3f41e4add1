@fragment fn main(a: vec4f) -> @location(0) vec4f { return a; }
