fn shapes(a: mat2x3f, b: mat3x2f) -> mat2x2<f32> {
    var product = b * a;
    product[1][0] = -product[0].y;
    product = product + mat2x2f(1, 0, 0, 1);
    return 2.0 * product;
}
