//! What the bench and the programs that it measures say to each other, a line each, on the programs' stdin
//! and stdout.
//!
//! A program says [`Line::Main`] when its `main` begins and [`Line::Ready`] when it has its first result.
//! Then the bench asks: the name of a row and how often the program shall do what the row stands for. The
//! program answers [`Line::Time`] or [`Line::Lacks`], until its stdin ends.

use std::fmt;
use std::io::{self, BufRead};
use std::str::FromStr;
use std::time::Duration;

/// What a program says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// Its `main` has begun.
    Main,
    /// It has its first result.
    Ready(Adapter),
    /// How long it took to do what was asked for as often as was asked for.
    Time(Duration),
    /// It cannot do that, and why.
    Lacks(String),
}

/// What a program computes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adapter {
    /// Whether it is a program rather than a GPU.
    pub software: bool,
    /// Bytes that a buffer can have.
    pub max_buffer_size: u64,
    /// Its name.
    pub name: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Main => f.write_str("main"),
            Self::Ready(adapter) => {
                let Adapter {
                    software,
                    max_buffer_size,
                    name,
                } = adapter;
                let kind = if *software { "software" } else { "gpu" };
                write!(f, "ready {kind} {max_buffer_size} {name}")
            }
            Self::Time(time) => write!(f, "time {}", time.as_nanos()),
            Self::Lacks(why) => write!(f, "lacks {why}"),
        }
    }
}

impl FromStr for Line {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let error = || format!("not a line of a measured program: {line:?}");
        match word {
            "main" => Ok(Self::Main),
            "ready" => {
                let (kind, rest) = rest.split_once(' ').ok_or_else(error)?;
                let (size, name) = rest.split_once(' ').ok_or_else(error)?;
                Ok(Self::Ready(Adapter {
                    software: kind == "software",
                    max_buffer_size: size.parse().map_err(|_| error())?,
                    name: name.to_owned(),
                }))
            }
            "time" => {
                let nanoseconds = rest.parse().map_err(|_| error())?;
                Ok(Self::Time(Duration::from_nanos(nanoseconds)))
            }
            "lacks" => Ok(Self::Lacks(rest.to_owned())),
            _ => Err(error()),
        }
    }
}

/// What the bench asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What to do.
    pub row: String,
    /// How often.
    pub times: u32,
}

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.row, self.times)
    }
}

/// What the bench asks this program for, as it comes.
///
/// # Errors
///
/// Stdin cannot be read, or a line of it is no request.
pub fn requests() -> impl Iterator<Item = io::Result<Request>> {
    io::stdin().lock().lines().map(|line| {
        let line = line?;
        let request = line.split_once(' ').and_then(|(row, times)| {
            Some(Request {
                row: row.to_owned(),
                times: times.parse().ok()?,
            })
        });
        request.ok_or_else(|| io::Error::other(format!("not a request: {line:?}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_survive_the_way() {
        let adapter = Adapter {
            software: true,
            max_buffer_size: 1 << 40,
            name: "A GPU (with, a name)".to_owned(),
        };
        for line in [
            Line::Main,
            Line::Ready(adapter),
            Line::Time(Duration::from_nanos(1_234_567_890_123)),
            Line::Lacks("there is no such call".to_owned()),
        ] {
            assert_eq!(line.to_string().parse(), Ok(line));
        }
        assert!("warning: something".parse::<Line>().is_err());
        assert!("time soon".parse::<Line>().is_err());
    }
}
