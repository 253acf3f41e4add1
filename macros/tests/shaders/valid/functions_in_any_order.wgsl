fn first() -> u32 { return second() + THIRD; }
fn second() -> u32 { return 2u; }
const THIRD = FOURTH - 1u;
const FOURTH = 4u;
