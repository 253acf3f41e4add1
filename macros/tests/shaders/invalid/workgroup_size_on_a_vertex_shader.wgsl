@vertex @workgroup_size(1) fn main() -> @builtin(position) vec4f { return vec4f(); }
