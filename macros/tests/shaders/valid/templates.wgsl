alias Pair = vec2<f32>;
alias Rows = array<array<vec4<i32>, 2>, 1 << 1>;

fn compare(a: i32, b: i32, c: i32) -> bool {
    let rows = Rows();
    return a < b && b > c && rows[0][1].x < (a >> 1u);
}
