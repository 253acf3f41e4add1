//! Programs at work.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{self, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use bench_protocol::{Adapter, Line, Request};

use crate::Result;
use crate::program::{Program, Programs};

/// A program that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(180);

/// The programs that have been started. Each is started once, unless it fails or [`Children::renew`] ends it.
pub(crate) struct Children<'a> {
    programs: &'a Programs,
    children: Vec<(Program, Child)>,
    /// What those that have ended took of the machine's memory.
    peaks: Vec<(Program, u64)>,
}

impl<'a> Children<'a> {
    pub(crate) fn new(programs: &'a Programs) -> Self {
        Self {
            programs,
            children: Vec::new(),
            peaks: Vec::new(),
        }
    }

    /// Ends all programs, to be started anew by the next questions.
    pub(crate) fn renew(&mut self) {
        let ended = self.children.drain(..);
        let peaks = ended.filter_map(|(program, child)| Some((program, child.peak()?)));
        self.peaks.extend(peaks);
    }

    /// Bytes of a program that were in the machine's memory at most.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub(crate) fn peak(&mut self, program: Program) -> Result<Option<u64>> {
        let now = self.get(program)?.peak();
        let before = self.peaks.iter().filter(|(it, _)| *it == program);
        Ok(before.map(|(_, peak)| *peak).chain(now).max())
    }

    /// # Errors
    ///
    /// The program has to be started, and cannot.
    pub(crate) fn get(&mut self, program: Program) -> Result<&mut Child> {
        let found = self.children.iter().position(|(it, _)| *it == program);
        let index = match found {
            Some(index) => index,
            None => {
                let child = Child::start(self.programs, program)?;
                self.children.push((program, child));
                self.children.len() - 1
            }
        };
        Ok(&mut self.children[index].1)
    }

    /// PyTorch, if it is there.
    pub(crate) fn torch(&self) -> Option<Program> {
        self.programs.torch()
    }

    /// [`Child::ask`]; a program that fails is started anew for the next question.
    ///
    /// # Errors
    ///
    /// As there.
    pub(crate) fn ask(&mut self, program: Program, row: &str, times: u32) -> Result<Answer> {
        let answer = self.get(program)?.ask(row, times);
        answer.map_err(|error| {
            self.children.retain(|(it, _)| *it != program);
            format!("{program:?}: {row}: {error}").into()
        })
    }
}

/// How long something took, or why it cannot be done.
pub(crate) type Answer = std::result::Result<Duration, String>;

/// A program that has its first result, and waits for requests.
pub(crate) struct Child {
    process: process::Child,
    stdin: Option<ChildStdin>,
    stdout: Receiver<String>,
    adapter: Adapter,
    /// From the start of the process to the start of `main`, and to the first result.
    pub(crate) to_main: Duration,
    pub(crate) to_result: Duration,
}

impl Child {
    /// # Errors
    ///
    /// The program cannot be started, or ends before it has a result; it says why on stderr.
    pub(crate) fn start(programs: &Programs, program: Program) -> Result<Self> {
        let mut command = programs.command(program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let name = command.get_program().display().to_string();
        let start = Instant::now();
        let mut process = command
            .spawn()
            .map_err(|error| format!("cannot start {name}: {error}"))?;
        let stdin = process.stdin.take();
        let stdout = process.stdout.take().ok_or("a child without a stdout")?;
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let lines = BufReader::new(stdout).lines().map_while(|line| line.ok());
            // Until the program ends, or nobody listens any more.
            lines
                .map(|line| sender.send(line))
                .find(|sent| sent.is_err())
        });
        let mut child = Self {
            process,
            stdin,
            stdout: lines,
            adapter: Adapter::default(),
            to_main: Duration::ZERO,
            to_result: Duration::ZERO,
        };
        let Line::Main = child.line()? else {
            return Err(format!("{name} is no program to measure").into());
        };
        child.to_main = start.elapsed();
        let Line::Ready(adapter) = child.line()? else {
            return Err(format!("{name} is no program to measure").into());
        };
        child.to_result = start.elapsed();
        child.adapter = adapter;
        Ok(child)
    }

    /// What the program computes on.
    pub(crate) fn adapter(&self) -> &Adapter {
        &self.adapter
    }

    /// Has it do `times` times what a row stands for: how long that took, or why it cannot.
    ///
    /// # Errors
    ///
    /// It ended, for which it says the reason on stderr, or it hangs.
    fn ask(&mut self, row: &str, times: u32) -> Result<Answer> {
        let request = Request {
            row: row.to_owned(),
            times,
        };
        let stdin = self.stdin.as_mut().ok_or("a child without a stdin")?;
        writeln!(stdin, "{request}")?;
        match self.line()? {
            Line::Time(time) => Ok(Ok(time)),
            Line::Lacks(why) => Ok(Err(why)),
            other => Err(format!("the answer was {other:?}").into()),
        }
    }

    /// Bytes of it that are in the machine's memory now.
    pub(crate) fn resident(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// Bytes of it that were in the machine's memory at most.
    fn peak(&self) -> Option<u64> {
        self.status("VmHWM:")
    }

    /// A number of bytes from what Linux tells of a process.
    fn status(&self, name: &str) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kib << 10)
    }

    fn line(&mut self) -> Result<Line> {
        match self.stdout.recv_timeout(PATIENCE) {
            Ok(line) => Ok(line.parse()?),
            Err(RecvTimeoutError::Timeout) => {
                self.process.kill()?;
                Err(format!("gave no answer within {PATIENCE:?}").into())
            }
            Err(RecvTimeoutError::Disconnected) => {
                let status = self.process.wait()?;
                Err(format!("ended ({status}); its message is above").into())
            }
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // The end of its stdin ends it. Nobody is left to hear of an error.
        self.stdin = None;
        let _ = self.process.wait();
    }
}
