fn operators(a: i32, b: i32) -> bool {
    let c = (a + b) * -b / 3 % 7;
    let d = ~a & b | c ^ (a << 2u) >> 1u;
    return !(c < d) && a <= b || a != c && b >= d || a == d;
}
