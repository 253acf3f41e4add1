@fragment fn main() -> @location(0) vec4f { workgroupBarrier(); return vec4f(); }
