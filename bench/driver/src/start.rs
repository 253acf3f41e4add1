//! From the start of a process to its first result, its memory then, and its size.

use std::fs;
use std::time::{Duration, Instant};

use crate::Result;
use crate::arguments::Arguments;
use crate::child::{Child, Children};
use crate::measure::{Column, FEWEST_ROUNDS, Measured};
use crate::program::{Program, Programs};
use crate::rows::{Group, Row};

/// Starts of one program.
#[derive(Default)]
struct Starts {
    to_main: Vec<f64>,
    to_result: Vec<f64>,
    resident: Vec<f64>,
}

/// Measures those rows of this kind that are asked for. `children` have done all other rows.
pub(crate) fn measure(
    programs: &Programs,
    arguments: &Arguments,
    mut children: Children<'_>,
) -> Result<Vec<Measured>> {
    let mut rows = Vec::new();
    if [Group::Start, Group::Memory]
        .iter()
        .any(|group| arguments.wants(group.name()))
    {
        let peaks = peaks(&mut children, programs.peer())?;
        // What they hold is not there for those to come.
        drop(children);
        eprintln!("start: from the process to its first result");
        rows.extend(starts(programs, arguments)?);
        rows.push(peaks);
    }
    if arguments.wants(Group::Size.name()) {
        rows.push(sizes(programs)?);
    }
    Ok(rows)
}

fn starts(programs: &Programs, arguments: &Arguments) -> Result<Vec<Measured>> {
    // The runner keeps the compiled guest.
    Child::start(programs, Program::Guest)?;
    let all = [
        Some(Program::Native),
        Some(Program::Guest),
        Some(Program::GuestUncached),
        programs.peer(),
    ];
    let mut starts = all.map(|_| Starts::default());
    // Four processes a round, the drivers of the GPU loaded by each.
    let begin = Instant::now();
    for round in 0..arguments.rounds {
        if round >= FEWEST_ROUNDS && begin.elapsed() > 4 * arguments.row {
            break;
        }
        for (program, starts) in all.iter().zip(&mut starts) {
            let Some(program) = program else { continue };
            let child = Child::start(programs, *program)?;
            starts.to_main.push(nanoseconds(child.to_main));
            starts.to_result.push(nanoseconds(child.to_result));
            starts
                .resident
                .extend(child.resident().map(|bytes| bytes as f64));
        }
    }

    let row = |group, what, title, select: fn(&Starts) -> &Vec<f64>, guest: usize| Measured {
        row: Row::new(group, what, title),
        columns: [0, guest, 3]
            .map(|program| column(select(&starts[program])))
            .into(),
    };
    let (cached, uncached) = (1, 2);
    let to_main: fn(&Starts) -> &Vec<f64> = |starts| &starts.to_main;
    let to_result: fn(&Starts) -> &Vec<f64> = |starts| &starts.to_result;
    let start = Group::Start;
    Ok(vec![
        row(
            start,
            "main",
            "process to `main`, guest compiled before",
            to_main,
            cached,
        ),
        row(
            start,
            "result",
            "process to first result, guest compiled before",
            to_result,
            cached,
        ),
        row(
            start,
            "main-uncached",
            "process to `main`, `--no-cache`",
            to_main,
            uncached,
        ),
        row(
            start,
            "result-uncached",
            "process to first result, `--no-cache`",
            to_result,
            uncached,
        ),
        row(
            Group::Memory,
            "resident",
            "after the first result",
            |starts| &starts.resident,
            cached,
        ),
    ])
}

fn column(numbers: &[f64]) -> Column {
    match numbers {
        [] => Err("not measured".to_owned()),
        numbers => Ok(numbers.to_vec()),
    }
}

fn nanoseconds(time: Duration) -> f64 {
    time.as_nanos() as f64
}

/// What the programs took at most, in all rows so far.
fn peaks(children: &mut Children<'_>, peer: Option<Program>) -> Result<Measured> {
    let mut peak = |program| -> Result<Column> {
        let peak = children.peak(program)?.map(|bytes| bytes as f64);
        Ok(column(peak.as_slice()))
    };
    let [native, guest] = [peak(Program::Native)?, peak(Program::Guest)?];
    let peer = peer.map_or(Ok(column(&[])), peak)?;
    Ok(Measured {
        row: Row::new(Group::Memory, "peak", "at most, in the rows above"),
        columns: vec![native, guest, peer],
    })
}

fn sizes(programs: &Programs) -> Result<Measured> {
    let [native, guest] = programs
        .files()
        .map(|file| fs::metadata(file).map(|it| it.len() as f64));
    let (native, guest) = (native?, guest?);
    Ok(Measured {
        row: Row::new(Group::Size, "file", "native executable, component"),
        columns: vec![Ok(vec![native]), Ok(vec![guest]), Ok(vec![guest])],
    })
}
