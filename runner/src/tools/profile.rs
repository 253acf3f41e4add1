//! `--profile`: a file for Perfetto or `chrome://tracing`, in the
//! [Trace Event Format](https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU).

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use wgpu_core::id::DeviceId;

use super::calls::{Call, GpuError, Objects, Observer};
use super::value::fields_to_json;

/// The process of the guest's calls, with a track for each instance.
const GUEST: u32 = 1;
/// The process of the GPU's passes, with a track for each device.
const GPU: u32 = 2;

/// A profile that is being written.
pub(crate) struct Profile {
    start: Instant,
    state: Mutex<State>,
}

struct State {
    out: BufWriter<File>,
    /// The first failure to write.
    failed: Option<io::Error>,
    is_first: bool,
    instances: BTreeSet<u32>,
    passes: Vec<Pass>,
}

/// When a pass ran on the GPU, in nanoseconds of the GPU's clock.
pub(crate) struct Pass {
    pub(crate) name: String,
    pub(crate) device: DeviceId,
    pub(crate) begin: u64,
    pub(crate) end: u64,
    /// When its command buffer was submitted.
    pub(crate) submitted: Instant,
}

impl Profile {
    pub(crate) fn new(file: File) -> Self {
        let state = State {
            out: BufWriter::new(file),
            failed: None,
            is_first: true,
            instances: BTreeSet::new(),
            passes: Vec::new(),
        };
        Self {
            start: Instant::now(),
            state: Mutex::new(state),
        }
    }

    fn with_state<R>(&self, f: impl FnOnce(&mut State) -> R) -> R {
        f(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Microseconds since the start.
    fn time(&self, at: Instant) -> f64 {
        micros(at.saturating_duration_since(self.start))
    }

    /// Takes a pass; [`finish`](Self::finish) writes it.
    pub(crate) fn add_pass(&self, pass: Pass) {
        self.with_state(|state| state.passes.push(pass));
    }

    /// Completes the file.
    ///
    /// # Errors
    ///
    /// It cannot be written, now or at any time before.
    pub(crate) fn finish(&self) -> io::Result<()> {
        self.with_state(|state| {
            let passes = std::mem::take(&mut state.passes);
            for event in self.gpu_events(&passes) {
                state.write(&event);
            }
            for instance in std::mem::take(&mut state.instances) {
                state.write(&named(
                    GUEST,
                    instance,
                    &format!("calls of instance {instance}"),
                ));
            }
            state.write(&process(GUEST, "guest"));
            state.write(&process(GPU, "GPU"));
            match state.failed.take() {
                Some(error) => Err(error),
                None => {
                    state.out.write_all(b"\n]\n")?;
                    state.out.flush()
                }
            }
        })
    }

    /// The GPU has a clock of its own, whose zero is unknown. No pass begins before it is submitted: the
    /// least shift of a device's clock by which that holds is taken for the right one, which it is where
    /// a pass was once submitted to an idle GPU.
    fn gpu_events(&self, passes: &[Pass]) -> Vec<Value> {
        let mut shifts = BTreeMap::<DeviceId, f64>::new();
        for pass in passes {
            let shift = self.time(pass.submitted) - pass.begin as f64 / 1e3;
            let least = shifts.entry(pass.device).or_insert(shift);
            *least = least.max(shift);
        }
        let tracks: Vec<_> = shifts.keys().copied().collect();
        let mut events: Vec<_> = (0..)
            .zip(&tracks)
            .map(|(track, _)| named(GPU, track, &format!("passes of device {}", track + 1)))
            .collect();
        events.extend(passes.iter().map(|pass| {
            json!({
                "ph": "X",
                "pid": GPU,
                "tid": tracks.iter().position(|track| *track == pass.device),
                "name": pass.name,
                "cat": "gpu",
                "ts": pass.begin as f64 / 1e3 + shifts[&pass.device],
                "dur": (pass.end - pass.begin) as f64 / 1e3,
            })
        }));
        events
    }
}

impl State {
    fn write(&mut self, event: &Value) {
        let separator = if self.is_first { "[\n" } else { ",\n" };
        self.is_first = false;
        let written = write!(self.out, "{separator}{event}");
        self.failed = self.failed.take().or(written.err());
    }
}

impl Observer for Profile {
    fn ends(&self, id: u64, call: &Call, objects: &Objects) {
        let name = |rep| objects.name(rep);
        let begin = self.time(call.begin);
        let time = (call.end.as_ref()).map_or_else(|| call.begin.elapsed(), |end| end.time);
        let mut event = json!({
            "pid": GUEST,
            "tid": call.instance,
            "name": call.function,
            "cat": if call.function == "gpu-queue.submit" { "submit" } else { "call" },
            "ts": begin,
            "args": {
                "self": call.target.map(name),
                "arguments": fields_to_json(&call.arguments, &name),
                "result": call.end.as_ref().map(|end| end.result.to_json(&name)),
            },
        });
        let events = if call.waited {
            // Calls that wait overlap, which slices of one track must not.
            event["cat"] = json!("wait");
            event["id"] = json!(format!("{:#x}-{begin}", id));
            let mut end = event.clone();
            (event["ph"], end["ph"]) = (json!("b"), json!("e"));
            end["ts"] = json!(begin + micros(time));
            vec![event, end]
        } else {
            (event["ph"], event["dur"]) = (json!("X"), json!(micros(time)));
            vec![event]
        };
        self.with_state(|state| {
            state.instances.insert(call.instance);
            events.iter().for_each(|event| state.write(event));
        });
        for error in &call.errors {
            self.instant(error, call.instance, begin);
        }
    }

    fn error(&self, error: &GpuError) {
        self.instant(error, 0, self.time(Instant::now()));
    }
}

impl Profile {
    fn instant(&self, error: &GpuError, instance: u32, at: f64) {
        let event = json!({
            "ph": "i",
            "s": "t",
            "pid": GUEST,
            "tid": instance,
            "name": format!("{} error", error.kind),
            "cat": "error",
            "ts": at,
            "args": { "message": error.message, "captured": error.captured },
        });
        self.with_state(|state| state.write(&event));
    }
}

fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1e3
}

fn process(pid: u32, name: &str) -> Value {
    json!({ "ph": "M", "pid": pid, "name": "process_name", "args": { "name": name } })
}

fn named(pid: u32, tid: u32, name: &str) -> Value {
    json!({ "ph": "M", "pid": pid, "tid": tid, "name": "thread_name", "args": { "name": name } })
}
