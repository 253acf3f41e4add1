fn spin() -> u32 {
    var i = 0u;
    for (;;) {
        i++;
        if i == 10u { break; }
    }
    for (var k = 5; k > 0; k--) { i -= 1u; }
    return i;
}
