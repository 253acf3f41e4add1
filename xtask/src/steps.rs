//! The steps of a command: a line when one begins, a line when it ends, and a summary.

use std::time::{Duration, Instant};

use crate::Result;

/// Counts steps and times them.
pub(crate) struct Steps {
    total: usize,
    done: Vec<Step>,
}

struct Step {
    what: String,
    time: Duration,
    error: Option<String>,
}

impl Steps {
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: Vec::new(),
        }
    }

    /// Runs one step between its two lines.
    pub(crate) fn step<T>(&mut self, what: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
        let counter = format!("[{}/{}]", self.done.len() + 1, self.total);
        eprintln!("{counter} {what}");
        let start = Instant::now();
        let result = body();
        let time = start.elapsed();
        let error = result.as_ref().err().map(ToString::to_string);
        let outcome = if error.is_some() {
            "FAILED after"
        } else {
            "done in"
        };
        eprintln!("{counter} {outcome} {}", seconds(time));
        self.done.push(Step {
            what: what.to_owned(),
            time,
            error,
        });
        result
    }

    /// Prints one line a step, and why it failed; an error if a step failed or never ran.
    pub(crate) fn summary(&self) -> Result<()> {
        eprintln!();
        for Step { what, time, error } in &self.done {
            let status = if error.is_some() { "FAILED" } else { "ok" };
            eprintln!("{status:<6} {:>8}  {what}", seconds(*time));
            if let Some(error) = error {
                eprintln!("                 {error}");
            }
        }
        let passed = self.done.iter().filter(|step| step.error.is_none()).count();
        if passed == self.total {
            return Ok(());
        }
        Err(format!("{passed} of {} steps passed", self.total).into())
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f32())
}
