//! The tables, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::measure::{Column, FAILED, Measured};
use crate::program::Program;
use crate::rows::{Group, Row};
use crate::statistics::{Summary, ratios};

/// Which of a row's columns is the guest's.
const GUEST: usize = 1;

/// What was measured.
pub(crate) struct Report {
    adapter: String,
    rows: Vec<Measured>,
}

impl Report {
    pub(crate) fn new(adapter: &str) -> Self {
        Self {
            adapter: adapter.to_owned(),
            rows: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, row: Measured) {
        self.rows.push(row);
    }

    /// Whether a program failed at a row.
    pub(crate) fn has_failures(&self) -> bool {
        let mut columns = self.rows.iter().flat_map(|row| &row.columns);
        columns.any(|column| column.as_ref().is_err_and(|why| why == FAILED))
    }

    /// Medians, and ratios of the rounds with their quartiles.
    pub(crate) fn markdown(&self) -> String {
        let mut text = format!("Adapter: {}\n", self.adapter);
        for rows in self.rows.chunk_by(|a, b| a.row.group == b.row.group) {
            text += &table(rows);
        }
        text
    }

    /// All of it. Numbers are nanoseconds or bytes an operation; ratios are the guest's to another's.
    pub(crate) fn json(&self) -> Value {
        let rows: Vec<_> = self.rows.iter().map(Measured::json).collect();
        json!({ "adapter": self.adapter, "rows": rows })
    }
}

impl Measured {
    /// The columns but the guest's, and the ratios of the guest to them.
    fn others(&self) -> impl Iterator<Item = (&Column, Option<Vec<f64>>)> {
        let guest = self.columns.get(GUEST);
        let others = self.columns.iter().enumerate();
        others.filter(|(i, _)| *i != GUEST).map(move |(_, other)| {
            let rounds = guest.and_then(|guest| guest.as_ref().ok());
            let ratios = rounds.and_then(|guest| Some(ratios(guest, other.as_ref().ok()?)));
            (other, ratios)
        })
    }

    fn json(&self) -> Value {
        let column = |column: &Column| match column {
            Ok(rounds) => summary_json(rounds),
            Err(why) => json!({ "missing": why }),
        };
        let names = ["base", "wasi-webgpu-wasmtime", "pytorch"];
        let others: Vec<_> = names.into_iter().zip(self.others()).collect();
        let mut columns: Map<_, _> = others
            .iter()
            .map(|(name, (other, _))| ((*name).to_owned(), column(other)))
            .collect();
        if let Some(guest) = self.columns.get(GUEST) {
            columns.insert("wasi-webgpu-run".to_owned(), column(guest));
        }
        let ratios: Map<_, _> = others
            .iter()
            .map(|(name, (_, ratios))| {
                let summary = ratios.as_deref().map(summary_json);
                ((*name).to_owned(), summary.unwrap_or_default())
            })
            .collect();
        json!({
            "row": self.row.id(),
            "title": self.row.title,
            "unit": if self.row.group.is_bytes() { "bytes" } else { "nanoseconds" },
            "base": base_name(self.row.group),
            "columns": columns,
            "ratios": ratios,
        })
    }
}

fn summary_json(rounds: &[f64]) -> Value {
    let summary = Summary::of(rounds);
    json!({
        "median": summary.map(|it| it.median),
        "quartiles": summary.map(|it| it.quartiles),
        "rounds": rounds,
    })
}

fn base_name(group: Group) -> &'static str {
    match group.base() {
        Program::Yardstick => "nothing",
        _ => "native",
    }
}

fn table(rows: &[Measured]) -> String {
    let Some(Measured { row, .. }) = rows.first() else {
        return String::new();
    };
    let base = base_name(row.group);
    let mut head = vec![
        row.group.title().to_owned(),
        base.to_owned(),
        "guest".to_owned(),
        "guest : ".to_owned() + base,
        "guest on the published host".to_owned(),
        "guest : published".to_owned(),
    ];
    if row.group == Group::Work {
        head.extend(["PyTorch", "guest : PyTorch"].map(str::to_owned));
    }
    let count = head.len();
    let mut lines = vec![head];
    lines.extend(rows.iter().map(|row| row.cells(count)));
    let mut text = "\n".to_owned();
    let width = |i: usize| {
        let widths = lines.iter().map(|line| line[i].chars().count());
        widths.max().unwrap_or(0)
    };
    let widths: Vec<_> = (0..count).map(width).collect();
    for (number, line) in lines.iter().enumerate() {
        text += &markdown_line(line, &widths);
        if number == 0 {
            let rules = widths.iter();
            let rules = rules.map(|width| format!("{}:", "-".repeat(width - 1)));
            text += &markdown_line(&rules.collect::<Vec<_>>(), &widths).replacen("-:", "--", 1);
        }
    }
    text
}

fn markdown_line(cells: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (i, (cell, width)) in cells.iter().zip(widths).enumerate() {
        // Writing to a string does not fail.
        let _ = match i {
            0 => write!(line, "| {cell:<width$} "),
            _ => write!(line, "| {cell:>width$} "),
        };
    }
    line + "|\n"
}

impl Measured {
    /// As many as the table has columns.
    fn cells(&self, count: usize) -> Vec<String> {
        let mut cells = vec![self.row.title.clone()];
        for (other, ratios) in self.others() {
            cells.push(cell(&self.row, other));
            if cells.len() == 2 {
                let guest = self.columns.get(GUEST);
                cells.push(guest.map_or_else(String::new, |guest| cell(&self.row, guest)));
            }
            cells.push(ratio(ratios.as_deref()));
        }
        cells.resize(count, String::new());
        cells
    }
}

fn cell(row: &Row, column: &Column) -> String {
    let median = match column {
        Ok(rounds) => Summary::of(rounds).map(|summary| summary.median),
        Err(why) => return why.clone(),
    };
    let Some(median) = median else {
        return String::new();
    };
    match row.rate {
        _ if row.group.is_bytes() => bytes(median),
        None => time(median),
        Some((amount, unit)) => format!("{}, {} {unit}", time(median), digits(amount / median)),
    }
}

/// `1.04 (1.01–1.07)`: the median and the quartiles.
fn ratio(ratios: Option<&[f64]>) -> String {
    let Some(summary) = ratios.and_then(Summary::of) else {
        return "–".to_owned();
    };
    let [low, high] = summary.quartiles.map(digits);
    format!("{} ({low}–{high})", digits(summary.median))
}

fn time(nanoseconds: f64) -> String {
    scaled(
        nanoseconds,
        &[(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns")],
    )
}

fn bytes(bytes: f64) -> String {
    let units = [(1024.0 * 1024.0, "MiB"), (1024.0, "KiB"), (1.0, "B")];
    scaled(bytes, &units)
}

fn scaled(number: f64, units: &[(f64, &str)]) -> String {
    let unit = units.iter().find(|(factor, _)| number >= *factor);
    let (factor, name) = unit.or(units.last()).unwrap_or(&(1.0, ""));
    format!("{} {name}", digits(number / factor))
}

/// Three digits that count.
fn digits(number: f64) -> String {
    match number {
        n if n >= 99.95 => format!("{n:.0}"),
        n if n >= 9.995 => format!("{n:.1}"),
        n if n >= 0.9995 => format!("{n:.2}"),
        n => format!("{n:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_three_digits_and_a_unit() {
        for (number, text) in [
            (0.5, "0.500 ns"),
            (252.4, "252 ns"),
            (99.96, "100 ns"),
            (1234.0, "1.23 µs"),
            (52_100_000.0, "52.1 ms"),
            (3e9, "3.00 s"),
        ] {
            assert_eq!(time(number), text);
        }
        assert_eq!(bytes(103_822.0), "101 KiB");
    }

    #[test]
    fn a_table_has_a_line_for_each_row() {
        let mut report = Report::new("a GPU");
        report.add(Measured {
            row: Row {
                rate: Some((1000.0, "GB/s")),
                ..Row::new(Group::Upload, "1000", "some bytes")
            },
            columns: vec![
                Ok(vec![500.0, 500.0]),
                Ok(vec![1000.0, 500.0]),
                Err("never ends".to_owned()),
            ],
        });
        let text = report.markdown();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines.len(), 5, "{text}");
        assert!(lines[4].contains("| 500 ns, 2.00 GB/s |"), "{text}");
        assert!(lines[4].contains("| 1.50 (1.25–1.75) |"), "{text}");
        assert!(lines[4].contains("never ends"), "{text}");
        assert_eq!(report.json()["rows"][0]["columns"]["base"]["median"], 500.0);
    }
}
