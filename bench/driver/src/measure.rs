//! Rounds: each program does a little of the same, one after the other, and again.

use std::error::Error;
use std::time::{Duration, Instant};

use crate::Result;
use crate::arguments::Arguments;
use crate::child::{Answer, Children};
use crate::program::Program;
use crate::rows::{Group, Row};

/// The most that a program is asked for at a time.
const MOST: u32 = 1 << 24;
/// Rounds that a row has, however long they take.
pub(crate) const FEWEST_ROUNDS: usize = 3;

/// Why a program that failed has no numbers.
pub(crate) const FAILED: &str = "failed";

/// What a row's programs took.
pub(crate) struct Measured {
    pub(crate) row: Row,
    /// Of what the guest is compared with, of the guest, of the guest on the published host, and of PyTorch
    /// where it is measured.
    pub(crate) columns: Vec<Column>,
}

/// Nanoseconds (or bytes) an operation in each round, or why there are none.
pub(crate) type Column = std::result::Result<Vec<f64>, String>;

/// A program, and what it took so far.
struct Runner {
    program: Program,
    /// How often it does the thing in a round.
    times: u32,
    nanoseconds: Vec<f64>,
}

/// Measures a row, round by round.
pub(crate) fn measure(children: &mut Children<'_>, arguments: &Arguments, row: Row) -> Measured {
    if row.group == Group::Work
        && let Err(why) = record(children, &row)
    {
        let columns = vec![Err(why)];
        return Measured { row, columns };
    }
    let torch = children.torch();
    let mut start =
        |program| Runner::new(children, arguments, &row, program).unwrap_or_else(failed);
    let [guest, peer] = row.group.guests();
    let mut runners = vec![
        start(row.group.base()),
        start(guest),
        match row.peer_lacks {
            _ if !arguments.peer => Err("not measured".to_owned()),
            Some(why) => Err(why.to_owned()),
            None => start(peer),
        },
    ];
    if row.group == Group::Work {
        runners.push(match torch {
            Some(torch) => start(torch),
            None => Err("not there".to_owned()),
        });
    }
    // Where a process has its code and its stack makes a call in it up to a third faster or slower, for as long as
    // it lives: each round of such rows has processes of its own.
    let calls = row.group.is_calls();
    let limit = if calls { 4 } else { 1 } * arguments.row;
    let begin = Instant::now();
    for round in 0..arguments.rounds {
        if round >= FEWEST_ROUNDS && begin.elapsed() > limit {
            break;
        }
        let renewed = calls && round > 0;
        if renewed {
            children.renew();
        }
        for column in &mut runners {
            let Ok(runner) = column else { continue };
            if let Err(error) = runner.round(children, &row, renewed) {
                *column = failed(error);
            }
        }
    }
    let runners = runners.into_iter();
    let nanoseconds = runners.map(|runner| runner.map(|runner| runner.nanoseconds));
    Measured {
        columns: nanoseconds.collect(),
        row,
    }
}

/// Has the guest write the recording that the native program plays.
fn record(children: &mut Children<'_>, row: &Row) -> Answer {
    let id = format!("record/{}", row.what);
    children
        .ask(Program::WorkGuest, &id, 1)
        .unwrap_or_else(failed)
}

/// What a column has of a program that failed. The others go on.
fn failed<T>(error: Box<dyn Error>) -> std::result::Result<T, String> {
    eprintln!("bench: {error}");
    Err(FAILED.to_owned())
}

impl Runner {
    /// Finds out how often a program does what the row stands for within a round.
    fn new(
        children: &mut Children<'_>,
        arguments: &Arguments,
        row: &Row,
        program: Program,
    ) -> Result<std::result::Result<Self, String>> {
        let (id, mut times) = (row.id(), 1);
        // Once for what is made when it is first used.
        if let Err(why) = children.ask(program, &id, times)? {
            return Ok(Err(why));
        }
        while times < MOST {
            let time = children.ask(program, &id, times)??;
            if time >= arguments.round {
                break;
            }
            times = more(times, time, arguments.round);
        }
        Ok(Ok(Self {
            program,
            times,
            nanoseconds: Vec::new(),
        }))
    }

    fn round(&mut self, children: &mut Children<'_>, row: &Row, renewed: bool) -> Result<()> {
        if renewed {
            // For what is made when it is first used.
            children.ask(self.program, &row.id(), self.times)??;
        }
        let time = children.ask(self.program, &row.id(), self.times)??;
        let operations = f64::from(self.times) * f64::from(row.operations);
        self.nanoseconds.push(time.as_nanos() as f64 / operations);
        Ok(())
    }
}

/// How often to try it next, when `times` times took `time`, less than `round`.
fn more(times: u32, time: Duration, round: Duration) -> u32 {
    let factor = round.as_secs_f64() / time.as_secs_f64().max(1e-9);
    // A little over it, so that the next try is the last; and not far from what is known.
    let next = f64::from(times) * (factor * 1.1).clamp(1.1, 16.0);
    (next.ceil() as u32).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_comes_near_a_round() {
        let ms = Duration::from_millis;
        assert_eq!(more(10, ms(5), ms(20)), 44);
        assert_eq!(more(1, Duration::ZERO, ms(20)), 16);
        assert_eq!(more(MOST, ms(1), ms(20)), MOST);
    }
}
