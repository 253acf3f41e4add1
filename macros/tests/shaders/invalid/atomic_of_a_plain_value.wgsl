var<workgroup> a: u32;
@compute @workgroup_size(1) fn main() { atomicAdd(&a, 1u); }
