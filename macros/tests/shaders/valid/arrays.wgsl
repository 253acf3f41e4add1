fn sum(values: array<u32, 8>) -> u32 {
    var copy = values;
    copy[0] = copy[7];
    var total = 0u;
    for (var i = 0; i < 8; i++) {
        total += copy[i];
    }
    return total;
}
