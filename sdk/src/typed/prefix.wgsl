@group(0) @binding(0) var<storage, read_write> sums: array<u32>;

/// Makes each number the sum of those up to it.
@compute @workgroup_size(1)
fn sum() {
    for (var i = 1u; i < arrayLength(&sums); i++) { sums[i] += sums[i - 1]; }
}
