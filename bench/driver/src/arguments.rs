//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use bench_protocol::Adapter;
use lexopt::{Arg, Parser, ValueExt as _};

pub(crate) const HELP: &str = "\
Measures the same GPU work natively, in a guest on wasi-webgpu-run, in a guest on the published host, and
some of it in PyTorch where that is there.

  bench [options]

  --json               print JSON, with every round, and the tables to stderr
  --programs FOLDER    where the programs are that are measured; the folder of `bench` itself if missing
  --guests FOLDER      where the guests are; the same if missing
  --without-peer       leave the published host out
  --python PROGRAM     a Python that may have PyTorch with a GPU, to compare the work with (python3)
  --only TEXT          measure the rows whose name contains TEXT; repeatable
  --max-size MIB       the most to upload and read back, in MiB (1024; 64 on a software adapter)
  --rounds N           measure each row at most N times (21)
  --round MS           repeat what a row does for so many milliseconds a round (20)
  --row SECONDS        measure no row for longer, once it has three rounds (6)

Progress goes to stderr, the tables to stdout.";

/// What a person asks for.
pub(crate) struct Arguments {
    pub(crate) json: bool,
    pub(crate) programs: Option<PathBuf>,
    pub(crate) guests: Option<PathBuf>,
    pub(crate) peer: bool,
    /// Where PyTorch may be.
    pub(crate) python: PathBuf,
    /// The most to upload and read back, where that is said.
    max_bytes: Option<u64>,
    /// Rounds of a row, at most.
    pub(crate) rounds: usize,
    /// How long a program works in a round, about.
    pub(crate) round: Duration,
    /// How long a row is measured, about, where one round does not take longer.
    pub(crate) row: Duration,
    only: Vec<String>,
}

impl Arguments {
    /// `None` where help was asked for.
    pub(crate) fn parse(
        args: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut arguments = Self {
            json: false,
            programs: None,
            guests: None,
            peer: true,
            python: "python3".into(),
            max_bytes: None,
            rounds: 21,
            round: Duration::from_millis(20),
            row: Duration::from_secs(6),
            only: Vec::new(),
        };
        let mut parser = Parser::from_iter(args);
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Long("json") => arguments.json = true,
                Arg::Long("programs") => arguments.programs = Some(parser.value()?.into()),
                Arg::Long("guests") => arguments.guests = Some(parser.value()?.into()),
                Arg::Long("without-peer") => arguments.peer = false,
                Arg::Long("python") => arguments.python = parser.value()?.into(),
                Arg::Long("only") => arguments.only.push(parser.value()?.string()?),
                Arg::Long("max-size") => {
                    arguments.max_bytes = Some(u64::from(parser.value()?.parse::<u32>()?) << 20);
                }
                Arg::Long("rounds") => {
                    arguments.rounds = parser.value()?.parse::<usize>()?.max(1);
                }
                Arg::Long("round") => {
                    arguments.round = Duration::from_millis(parser.value()?.parse()?);
                }
                Arg::Long("row") => {
                    arguments.row = Duration::from_secs(parser.value()?.parse()?);
                }
                Arg::Long("help") | Arg::Short('h') => return Ok(None),
                _ => return Err(arg.unexpected()),
            }
        }
        Ok(Some(arguments))
    }

    /// The most to upload and read back. A software adapter has it many times, all of it in the machine's
    /// memory.
    pub(crate) fn max_bytes(&self, adapter: &Adapter) -> u64 {
        let default = if adapter.software { 64 << 20 } else { 1 << 30 };
        self.max_bytes
            .unwrap_or(default)
            .min(adapter.max_buffer_size)
    }

    /// Whether a row of this name is to be measured.
    pub(crate) fn wants(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|text| id.contains(&**text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::parse(["bench"].iter().chain(args).map(OsString::from))
    }

    #[test]
    fn rows_are_chosen_by_a_part_of_their_name() {
        let all = parse(&[]).unwrap().unwrap();
        assert!(all.wants("upload/4096"));
        let some = parse(&["--only", "upload", "--only", "call"])
            .unwrap()
            .unwrap();
        assert!(some.wants("upload/4096") && some.wants("call/empty"));
        assert!(!some.wants("read-back/4096"));
    }

    #[test]
    fn what_it_does_not_know_is_an_error() {
        assert!(parse(&["--json", "now"]).is_err());
        assert!(parse(&["--rounds", "many"]).is_err());
        assert!(parse(&["--help"]).unwrap().is_none());
    }
}
