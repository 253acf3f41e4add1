struct Item { size: vec3x }
@group(0) @binding(0) var<storage> items: array<Item>;
fn total(item: Item) -> f32 { return 1.0; }
fn other() -> bool { return 1; }
