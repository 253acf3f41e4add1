//! `--trace`: each call on a line.

use std::fmt::Write as _;
use std::io::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde_json::json;

use super::calls::{Call, GpuError, Objects, Observer};
use super::value::{Value, fields_to_json, write_fields};

/// How a trace is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TraceFormat {
    /// Lines for people
    Text,
    /// An object on each line
    Json,
}

/// Writes a trace.
pub(crate) struct Trace {
    format: TraceFormat,
    start: Instant,
    state: Mutex<State>,
}

struct State {
    out: Box<dyn Write + Send>,
    /// The call whose line has no end yet. A crash shows the call that it happened in.
    open: Option<u64>,
}

impl Trace {
    pub(crate) fn new(format: TraceFormat, out: Box<dyn Write + Send>) -> Self {
        Self {
            format,
            start: Instant::now(),
            state: Mutex::new(State { out, open: None }),
        }
    }

    /// Writes `text`, which ends the open line, goes on with it, or begins one.
    fn write(&self, f: impl FnOnce(&mut State) -> String) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // A guest's text may be in it, and is not to control the terminal.
        let is_control = |char: char| char.is_control() && char != '\n';
        let text = f(&mut state).replace(is_control, "\u{fffd}");
        // A trace that nobody can read any more is no reason to stop the guest.
        let _ = state.out.write_all(text.as_bytes());
        let _ = state.out.flush();
    }

    /// When and where a line is from.
    fn prefix(&self, at: Instant, instance: u32) -> String {
        let seconds = at.saturating_duration_since(self.start).as_secs_f64();
        match instance {
            0 | 1 => format!("{seconds:10.6} "),
            other => format!("{seconds:10.6} [{other}] "),
        }
    }

    fn json_line(&self, call: &Call, objects: &Objects) -> String {
        let name = |rep| objects.name(rep);
        let errors = call.errors.iter().map(error_to_json);
        let micros = |time: Duration| time.as_nanos() as f64 / 1e3;
        let line = json!({
            "start_us": micros(call.begin.saturating_duration_since(self.start)),
            "duration_us": call.end.as_ref().map(|end| micros(end.time)),
            "instance": call.instance,
            "function": call.function,
            "self": call.target.map(name),
            "arguments": fields_to_json(&call.arguments, &name),
            "result": call.end.as_ref().map(|end| end.result.to_json(&name)),
            "errors": errors.collect::<serde_json::Value>(),
        });
        format!("{line}\n")
    }
}

impl Observer for Trace {
    fn begins(&self, id: u64, call: &Call, objects: &Objects) {
        if self.format == TraceFormat::Json {
            return;
        }
        let line = self.prefix(call.begin, call.instance) + &describe(call, objects);
        self.write(|state| match state.open.replace(id) {
            None => line,
            Some(_) => format!(" …\n{line}"),
        });
    }

    fn waits(&self, id: u64) {
        self.write(|state| match state.open == Some(id) {
            true => {
                state.open = None;
                " …\n".to_owned()
            }
            false => String::new(),
        });
    }

    fn ends(&self, id: u64, call: &Call, objects: &Objects) {
        if self.format == TraceFormat::Json {
            let line = self.json_line(call, objects);
            return self.write(|_| line);
        }
        let prefix = self.prefix(Instant::now(), call.instance);
        let mut end = outcome(call, objects);
        for error in &call.errors {
            let _ = write!(end, "\n{prefix}  {}", describe_error(error));
        }
        self.write(|state| match state.open {
            Some(open) if open == id => {
                state.open = None;
                format!("{end}\n")
            }
            other => {
                state.open = None;
                let interrupted = other.map_or("", |_| " …\n");
                let call = receiver(call, objects);
                format!("{interrupted}{prefix}… {call}{end}\n")
            }
        });
    }

    fn error(&self, error: &GpuError) {
        let line = match self.format {
            TraceFormat::Json => json!({ "errors": [error_to_json(error)] }).to_string(),
            TraceFormat::Text => self.prefix(Instant::now(), 0) + &describe_error(error),
        };
        self.write(|state| match state.open.take() {
            None => format!("{line}\n"),
            Some(_) => format!(" …\n{line}\n"),
        });
    }
}

/// `gpu-device#2.create-buffer`
fn receiver(call: &Call, objects: &Objects) -> String {
    let method = call.function.split_once('.').map(|(_, method)| method);
    match (call.target, method) {
        (Some(rep), Some(method)) => {
            // A method that is the first to be called on its resource says what that is.
            let kind = call.function.split('.').next().unwrap_or_default();
            let name = objects.name(rep);
            let name = match name.strip_prefix('#') {
                Some(number) => format!("{kind}#{number}"),
                None => name,
            };
            format!("{name}.{method}")
        }
        _ => call.function.clone(),
    }
}

fn describe(call: &Call, objects: &Objects) -> String {
    let mut text = receiver(call, objects);
    text.push('(');
    // Writing to a string does not fail.
    let _ = write_fields(&mut text, &call.arguments, &|rep| objects.name(rep));
    text.push(')');
    text
}

/// ` = gpu-buffer#4 "numbers" <12.3µs>`
fn outcome(call: &Call, objects: &Objects) -> String {
    let Some(end) = &call.end else {
        return " = ? <cancelled>".to_owned();
    };
    let mut text = String::new();
    let result = match &end.result {
        Value::Case(case, result) if case == "ok" => result,
        result => result,
    };
    if *result != Value::Word("()".to_owned()) {
        text.push_str(" = ");
        let _ = result.write(&mut text, &|rep| objects.name(rep));
    }
    let _ = write!(text, " <{:.1?}>", end.time);
    text
}

fn describe_error(error: &GpuError) -> String {
    let GpuError {
        kind,
        captured,
        message,
    } = error;
    let whose = if *captured { "captured" } else { "uncaptured" };
    format!("{kind} error, {whose}: {message}")
}

fn error_to_json(error: &GpuError) -> serde_json::Value {
    json!({ "kind": error.kind, "captured": error.captured, "message": error.message })
}
