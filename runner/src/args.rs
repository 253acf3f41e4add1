//! The command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Parser, ValueEnum};
use wasi_webgpu_host::Backends;

use crate::error::Error;
use crate::limits::Limits;
use crate::tools::TraceFormat;
use crate::version;

const AFTER_HELP: &str = "\
Exit codes:
  the guest's own   whatever it passed to wasi:cli/exit; 1 where its `run` returned an error
  2                 the runner's options are wrong
  101               a test failed
  124               the guest took longer than `--timeout`
  125               the runner could not run the guest; the message says why
  134               the guest trapped (a Rust panic is one); the message names the trap

As a cargo runner:
  [target.wasm32-wasip2]
  runner = \"wasi-webgpu-run\"";

/// Runs a WebAssembly component that uses wasi:webgpu on this machine's GPU.
///
/// Options come before the guest; everything after it goes to the guest untouched.
#[derive(Debug, Parser)]
#[command(
    name = "wasi-webgpu-run",
    version = version::TEXT.as_str(),
    after_help = AFTER_HELP,
    override_usage = "wasi-webgpu-run [OPTIONS] <GUEST> [ARGS]...\n       wasi-webgpu-run [OPTIONS] --list-adapters"
)]
pub(crate) struct Args {
    /// Sets an environment variable for the guest; without a value, passes on this process's own.
    /// Nothing else of this process's environment is visible to the guest. Repeatable
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub(crate) env: Vec<String>,

    /// Lets the guest read and write a directory, under the same name or the one after `::`.
    /// Repeatable
    #[arg(long, value_name = "HOST[::GUEST]")]
    pub(crate) dir: Vec<String>,

    /// Calls an exported function that takes no arguments, `name` or `interface#name`, in place of
    /// running the guest as a command, and prints its result in WAVE form
    #[arg(long, value_name = "FUNCTION")]
    pub(crate) invoke: Option<String>,

    /// Whether the guest is a Rust test binary, whose tests each get an instance of their own
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub(crate) test: TestMode,

    /// Uses the GPUs of one driver interface only
    #[arg(long, value_enum)]
    pub(crate) backend: Option<Backend>,

    /// Gives the guest the adapter whose name contains NAME (in any case), or with `software` one
    /// that runs on the CPU
    #[arg(long, value_name = "NAME|software")]
    pub(crate) adapter: Option<String>,

    /// Lists the adapters of this machine and exits
    #[arg(long)]
    pub(crate) list_adapters: bool,

    /// Checks that the guest is a valid component, that this host offers all that it imports, and that
    /// it exports something to run, and says what; runs nothing and opens no GPU
    #[arg(long, conflicts_with_all = ["trace", "trace_file", "profile"])]
    pub(crate) validate_only: bool,

    /// Compiles the guest anew, and keeps nothing of it. Compiled guests are otherwise kept in
    /// `wasi-webgpu-run` in the user's folder for caches
    #[arg(long)]
    pub(crate) no_cache: bool,

    /// Writes each wasi:webgpu call with its arguments, result and time to stderr, and each GPU error
    /// below the call that caused it
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "text"
    )]
    trace: Option<TraceFormat>,

    /// Writes the trace to a file
    #[arg(long, value_name = "PATH")]
    pub(crate) trace_file: Option<PathBuf>,

    /// Writes a profile for ui.perfetto.dev: the wasi:webgpu calls, and each pass on the GPU where the
    /// adapter has timestamp queries
    #[arg(long, value_name = "PATH")]
    pub(crate) profile: Option<PathBuf>,

    // One positional for both, so that parsing stops at the guest: an option after it is the
    // guest's, also where the runner has one of the same name.
    /// The component to run, and its arguments
    #[arg(
        value_names = ["GUEST", "ARGS"],
        trailing_var_arg = true,
        num_args = 1..,
        required_unless_present = "list_adapters"
    )]
    guest_and_args: Vec<OsString>,

    #[command(flatten)]
    pub(crate) limits: Limits,
}

/// When a guest counts as a libtest binary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestMode {
    /// When the component contains Rust's test harness
    #[default]
    Auto,
    /// Always
    Always,
    /// Never: it is run as a command
    Never,
}

/// The driver interfaces that the host can be restricted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Backend {
    /// Linux, Windows, Android
    Vulkan,
    /// macOS, iOS
    Metal,
    /// Windows
    Dx12,
}

impl Args {
    /// The path of the component.
    pub(crate) fn guest(&self) -> &Path {
        self.guest_and_args
            .first()
            .map_or(Path::new(""), |guest| Path::new(guest))
    }

    /// The arguments for the guest, its own name (the component's file name) first.
    ///
    /// # Errors
    ///
    /// An argument that is not Unicode: WASI arguments are strings.
    pub(crate) fn guest_args(&self) -> Result<Vec<String>, Error> {
        let name = PathBuf::from(self.guest().file_name().unwrap_or_default());
        std::iter::once(name.into_os_string())
            .chain(self.guest_and_args.iter().skip(1).cloned())
            .map(|arg| arg.into_string().map_err(Error::Argument))
            .collect()
    }

    /// How calls are to be traced, if they are.
    pub(crate) fn trace_format(&self) -> Option<TraceFormat> {
        let by_file = self.trace_file.as_ref().map(|_| TraceFormat::Text);
        self.trace.or(by_file)
    }

    /// The wgpu backends that adapters may come from.
    pub(crate) fn backends(&self) -> Backends {
        match self.backend {
            None => Backends::PRIMARY,
            Some(Backend::Vulkan) => Backends::VULKAN,
            Some(Backend::Metal) => Backends::METAL,
            Some(Backend::Dx12) => Backends::DX12,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Args {
        Args::try_parse_from(std::iter::once(&"wasi-webgpu-run").chain(args)).unwrap()
    }

    #[test]
    fn definition_is_consistent() {
        use clap::CommandFactory;
        Args::command().debug_assert();
    }

    #[test]
    fn options_after_the_guest_are_the_guests() {
        let args = parse(&[
            "--env",
            "A=1",
            "dir/g.wasm",
            "--env",
            "B",
            "--help",
            "--",
            "-x",
        ]);
        assert_eq!(args.env, ["A=1"]);
        assert_eq!(args.guest(), Path::new("dir/g.wasm"));
        assert_eq!(
            args.guest_args().unwrap(),
            ["g.wasm", "--env", "B", "--help", "--", "-x"]
        );
    }

    #[test]
    fn a_guest_is_required_unless_adapters_are_listed() {
        assert!(Args::try_parse_from(["wasi-webgpu-run"]).is_err());
        assert!(parse(&["--list-adapters"]).list_adapters);
    }
}
