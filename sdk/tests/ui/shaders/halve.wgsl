fn halve(x: u32) -> u32 {
    return x * 0.5;
}
