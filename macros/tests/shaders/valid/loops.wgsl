fn collatz(start: u32) -> u32 {
    var n = start;
    var steps = 0u;
    while n != 1u {
        n = select(3u * n + 1u, n / 2u, n % 2u == 0u);
        steps++;
    }
    loop {
        if steps > 100u { break; }
        if steps == 7u { continue; }
        continuing {
            steps += 10u;
            break if steps > 90u;
        }
    }
    return steps;
}
