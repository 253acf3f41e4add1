@group(0) @binding(0) var<storage> unused: array<u32>;
@group(0) @binding(1) var linear: sampler;

fn compute() -> u32 { return 1u; }

@compute @workgroup_size(1)
fn main() {
    _ = compute();
    _ = &unused;
    _ = linear;
}
