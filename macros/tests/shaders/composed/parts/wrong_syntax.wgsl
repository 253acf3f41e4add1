fn open(x: u32) -> u32 {
    return x +;
}
