// An error in an imported file.

fn halved(x: u32) -> u32 {
    return x * 0.5;
}
