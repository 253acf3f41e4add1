struct Item { a: u32, b: vec2f }

fn zeros() -> Item {
    var item: Item;
    let array_of = array<Item, 3>();
    let v = vec3(1, 2, 3);
    let m = mat2x2(1.0, 2.0, 3.0, 4.0);
    item.b = m * vec2f(v.xy);
    return select_item(item, array_of[1]);
}

fn select_item(a: Item, b: Item) -> Item {
    if a.a > b.a { return a; }
    return b;
}
