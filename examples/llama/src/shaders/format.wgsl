/// As the numbers of Rust's `Format`.
override FORMAT: u32;

const F32 = 0u;
const F16 = 1u;
const BF16 = 2u;
const Q8_0 = 3u;
const Q4_0 = 4u;
const Q4_K = 5u;
const Q5_K = 6u;
const Q6_K = 7u;
