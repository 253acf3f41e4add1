@group(0) @binding(0) var<storage, read_write> data: array<u32>;
var<workgroup> limit: u32;

@compute @workgroup_size(16)
fn main(@builtin(local_invocation_index) i: u32) {
    if i == 0u { limit = data[0]; }
    let agreed = workgroupUniformLoad(&limit);
    if agreed > 4u { workgroupBarrier(); }
    data[i] = agreed;
}
