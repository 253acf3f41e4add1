@group(0) @binding(0) var<storage, read> a: atomic<u32>;
@compute @workgroup_size(1) fn main() { atomicAdd(&a, 1u); }
