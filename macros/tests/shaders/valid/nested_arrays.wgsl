const GRID = array<array<i32, 3>, 2>(array(1, 2, 3), array(4, 5, 6));

fn cell(row: u32, column: u32) -> i32 {
    var grid = GRID;
    return grid[row][column];
}
