// Mixes the bits of a number.
const SEED = 0x9e3779b9u;

fn hash(x: u32) -> u32 {
    let mixed = (x ^ (x >> 16u)) * SEED;
    return mixed ^ (mixed >> 13u);
}
