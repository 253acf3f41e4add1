use wasi_webgpu::gpu;

#[gpu]
fn labels_of_no_loop(n: u32) -> u32 {
    'outer: loop {
        break 'other;
    }
    n
}

#[gpu]
fn labels_after_their_loop(n: u32) -> u32 {
    'outer: for i in 0..n {}
    loop {
        continue 'outer;
    }
}

#[gpu]
fn values_of_loops_further_out(n: u32) -> u32 {
    'outer: while n > 1 {
        loop {
            break 'outer n;
        }
    }
    n
}

#[gpu]
fn values_of_other_loops(n: u32) -> u32 {
    while n > 1 {
        break n;
    }
    n
}

#[gpu]
fn values_of_two_types(n: u32) -> u32 {
    loop {
        if n > 1 {
            break 1.5;
        }
        break n;
    }
}

#[gpu]
fn values_of_some_breaks(n: u32) -> u32 {
    loop {
        if n > 1 {
            break n;
        }
        break;
    }
}

#[gpu]
fn labels_of_blocks(n: u32) -> u32 {
    'block: {
        break 'block n;
    }
}

#[gpu]
fn steps_before_the_way(n: u32) -> u32 {
    for i in (0..n).step_by(2).rev() {}
    n
}

#[gpu]
fn iterators(all: [u32; 4]) -> u32 {
    let mut sum = 0;
    for x in all.iter() {
        sum += x;
    }
    sum
}

#[gpu]
fn endless_ranges(n: u32) -> u32 {
    for i in n.. {
        return i;
    }
    n
}

#[gpu]
fn ranges_of_floats(n: u32) -> u32 {
    for i in 0.0..1.0 {}
    n
}

#[gpu]
fn steps_of_zero(n: u32) -> u32 {
    for i in (0..n).step_by(0) {}
    n
}

#[gpu]
fn matches_of_floats(x: f32) -> u32 {
    match x {
        1.0 => 1,
        _ => 2,
    }
}

#[gpu]
fn guards(n: u32) -> u32 {
    match n {
        1 if n > 0 => 1,
        _ => 2,
    }
}

#[gpu]
fn names_in_matches(n: u32) -> u32 {
    match n {
        1 => 1,
        other => other,
    }
}

#[gpu]
fn matches_of_some(n: u32) -> u32 {
    match n {
        0 => 1,
        1 => 2,
    }
}

#[gpu]
fn conditions_of_numbers(n: u32) -> u32 {
    if n { 1 } else { 2 }
}

#[gpu]
fn values_of_one_branch(n: u32) -> u32 {
    let x = if n > 1 { 2 };
    x
}

#[gpu]
fn branches_of_two_types(n: u32) -> u32 {
    if n > 1 { 2 } else { 2.5 }
}

#[gpu]
fn breaks_of_no_loop(n: u32) -> u32 {
    break;
    n
}

#[gpu]
fn patterns(n: u32) -> u32 {
    let [a, b] = [n, n];
    a + b
}

#[gpu]
fn patterns_that_fail(n: u32) -> u32 {
    if let 1 = n { 1 } else { 2 }
}

fn main() {}
