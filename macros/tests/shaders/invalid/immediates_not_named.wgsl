struct Constants { scale: f32 }
var<immediate> constants: Constants;
@compute @workgroup_size(1) fn main() { _ = constants.scale; }
