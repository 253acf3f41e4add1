fn walk(steps: u32) -> u32 {
    var at = 0u;
    for (var i = 0u; i < steps; i++) {
        switch i & 3u {
            case 1u { continue; }
            case 2u { break; }
            default { at += i; }
        }
    }
    return at;
}
