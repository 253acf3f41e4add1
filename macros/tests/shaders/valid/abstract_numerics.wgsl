const BIG = 4294967295;
const TINY = 1.0 / 3;

fn abstract_numbers() -> vec2f {
    let u: u32 = BIG;
    let f: f32 = 1;
    let v: vec2f = vec2(1, 2.5);
    return v * f + f32(u) * TINY;
}
