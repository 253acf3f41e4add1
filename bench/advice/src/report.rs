//! The table.

use crate::measure::Pair;

/// An advice, and what the same work takes without it and with it.
pub(crate) struct Row {
    pub(crate) advice: &'static str,
    pub(crate) slow: &'static str,
    pub(crate) fast: &'static str,
    pub(crate) times: Pair,
}

pub(crate) fn print(adapter: &str, rows: &[Row]) {
    println!("{adapter}\n");
    println!("| advice | without | | with | | times as fast |");
    println!("|---|---|---:|---|---:|---:|");
    for row in rows {
        println!(
            "| {} | {} | {} | {} | {} | {:.1} |",
            row.advice,
            row.slow,
            time(row.times.slow),
            row.fast,
            time(row.times.fast),
            row.times.ratio
        );
    }
}

fn time(seconds: f64) -> String {
    match seconds {
        it if it < 1e-3 => format!("{:.1} µs", it * 1e6),
        it if it < 1.0 => format!("{:.2} ms", it * 1e3),
        it => format!("{it:.2} s"),
    }
}
