// Names as Rust would not have them.
struct snake_case_type { camelCase: u32 }

@group(0) @binding(0) var<storage, read_write> UPPER: snake_case_type;

@compute @workgroup_size(8, 8)
fn mainEntry() { UPPER.camelCase = 1u; }

@compute @workgroup_size(1)
fn élan() {}
