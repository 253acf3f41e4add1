alias Index = u32;
alias Row = array<vec4<f32>, 4>;

fn corner(rows: Row, i: Index) -> f32 {
    return rows[i].x;
}
