fn scopes(x: f32) -> f32 {
    let y = x;
    {
        let y = 2.0 * x;
        var z = y;
        z += 1.0;
    }
    for (var x = 0; x < 2; x++) { let y = x; }
    return y;
}
