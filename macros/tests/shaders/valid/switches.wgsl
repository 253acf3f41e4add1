fn name(i: i32) -> u32 {
    var code = 0u;
    switch i {
        case 0: { code = 1u; }
        case 1, 2, 3 { code = 2u; }
        case default { code = 9u; }
    }
    switch (code) {
        case 2u: { return 20u; }
        default: { break; }
    }
    return code;
}
