@compute @workgroup_size(64) fn main() { _ = subgroupAdd(1u); }
