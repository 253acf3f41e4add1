@group(0) @binding(0) var<storage, read_write> out: array<u32>;

@compute @workgroup_size(1)
fn main() {
    var numbers: array<u32, 40000>;
    numbers[out[0]] = 1u;
    out[1] = numbers[out[2]];
}
