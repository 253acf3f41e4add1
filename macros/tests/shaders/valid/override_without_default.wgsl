override count: u32;

@compute @workgroup_size(1)
fn main() {
    var sum = 0u;
    for (var i = 0u; i < count; i++) { sum += i; }
}
