//! The rows of work: what a GPU computes, rather than what it costs to ask for it.

use bench_protocol::Adapter;

use crate::rows::{Group, Row};

/// Work that keeps a GPU busy for a while, or a software adapter not for too long.
pub(crate) fn rows(adapter: &Adapter) -> Vec<Row> {
    let mut rows = primitives(adapter);
    rows.extend(models(adapter));
    rows
}

fn primitives(adapter: &Adapter) -> Vec<Row> {
    let pick = |gpu: u32, software: u32| if adapter.software { software } else { gpu };
    let linear = pick(26, 20);
    let bytes = 4.0 * power_of_two(linear);
    let title = |what: &str| format!("{what}, 2^{linear} f32");
    let keys = pick(24, 16);
    let points = pick(22, 14);
    let fft = 5.0 * power_of_two(points) * f64::from(points);
    let side = pick(4096, 256);
    let product = 2.0 * f64::from(side).powi(3);
    let products = [("matmul", "f32"), ("matmul-f16", "f16")].map(|(what, kind)| {
        let title = format!("matrix product, {side}³ {kind}");
        row(what, side, title, operations(product))
    });
    let mut rows = vec![
        row(
            "element-wise",
            linear,
            title("`2 x + 1`"),
            (2.0 * bytes, "GB/s"),
        ),
        row("reduce", linear, title("sum"), (bytes, "GB/s")),
        row("scan", linear, title("scan"), (2.0 * bytes, "GB/s")),
        row(
            "sort",
            keys,
            format!("sort, 2^{keys} u32"),
            (1e3 * power_of_two(keys), "M keys/s"),
        ),
        row(
            "fft",
            points,
            format!("fft, 2^{points} complex"),
            operations(fft),
        ),
    ];
    rows.extend(products);
    rows
}

fn models(adapter: &Adapter) -> Vec<Row> {
    let pick = |gpu: u32, software: u32| if adapter.software { software } else { gpu };
    let width = pick(512, 64);
    let sentences = pick(32, 1);
    let (prefill, decode) = (pick(512, 64), pick(32, 4));
    let model = if adapter.software {
        "a small llama"
    } else {
        "llama 1B"
    };
    let title = |what: &str, tokens| format!("{model} f16, {what} of {tokens} tokens");
    vec![
        row(
            "train",
            width,
            format!("training step, 128 samples, width {width}"),
            per_second(1, "steps/s"),
        ),
        row(
            "minilm",
            sentences,
            format!("MiniLM, batch of {sentences}, 128 tokens each"),
            per_second(sentences, "sentences/s"),
        ),
        row(
            "llama-prefill",
            prefill,
            title("prefill", prefill),
            per_second(prefill, "tokens/s"),
        ),
        row(
            "llama-decode",
            decode,
            title("decode", decode),
            per_second(decode, "tokens/s"),
        ),
    ]
}

/// `rate` as [`Row::rate`] has it.
fn row(what: &str, size: u32, title: String, rate: (f64, &'static str)) -> Row {
    Row {
        rate: Some(rate),
        ..Row::new(Group::Work, &format!("{what}/{size}"), &title)
    }
}

fn operations(count: f64) -> (f64, &'static str) {
    (count, "GFLOP/s")
}

fn per_second(count: u32, unit: &'static str) -> (f64, &'static str) {
    (1e9 * f64::from(count), unit)
}

fn power_of_two(exponent: u32) -> f64 {
    f64::from(exponent).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pytorch_has_every_row() {
        let script = include_str!("work.py");
        for software in [false, true] {
            let adapter = Adapter {
                software,
                ..Adapter::default()
            };
            for row in rows(&adapter) {
                let (what, _) = row.what.split_once('/').unwrap();
                assert!(script.contains(&format!("    \"{what}\": ")), "{what}");
            }
        }
    }
}
