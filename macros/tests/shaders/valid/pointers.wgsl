fn increment(value: ptr<function, i32>) {
    *value += 1;
}

fn clear(values: ptr<private, array<f32, 4>>) {
    for (var i = 0; i < 4; i++) { (*values)[i] = 0.0; }
}

var<private> state: array<f32, 4>;

fn work() -> i32 {
    var count = 3;
    let p = &count;
    increment(p);
    increment(&count);
    clear(&state);
    return *p;
}
