fn first(a: f32) -> u32 { return a; }
fn second() { undefined(); }
fn third() -> f32 { return 1.0; }
@compute @workgroup_size(1) fn main() { _ = first(third()); let x = ; }
