@vertex @fragment fn main() -> @builtin(position) vec4f { return vec4f(); }
