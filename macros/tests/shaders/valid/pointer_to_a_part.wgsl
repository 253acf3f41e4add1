struct Node { value: f32, next: u32 }
@group(0) @binding(0) var<storage, read_write> nodes: array<Node>;

@compute @workgroup_size(1)
fn main() {
    let node = &nodes[3];
    (*node).value = 2.0;
    node.next += 1u;
}
