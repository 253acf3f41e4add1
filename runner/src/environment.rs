//! What a guest sees of the machine: environment variables, directories, the GPU, stdio.

use std::sync::Arc;

use wasi_webgpu_host::{PassObserver, WebGpuCtx, WebGpuCtxView, WebGpuView};
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

use crate::args::Args;
use crate::error::Error;
use crate::gpu::Gpu;
use crate::limits::{Limits, LinearMemory};

/// What every instance of the guest sees.
pub(crate) struct Environment {
    variables: Vec<(String, String)>,
    directories: Vec<String>,
    limits: Limits,
    gpu: Gpu,
}

impl Environment {
    /// What the options say, and this GPU.
    pub(crate) fn new(args: &Args, gpu: Gpu) -> Self {
        Self {
            variables: args.env.iter().filter_map(|env| variable(env)).collect(),
            directories: args.dir.clone(),
            limits: args.limits.clone(),
            gpu,
        }
    }

    /// Has the passes of every instance timed.
    pub(crate) fn observe_passes(&mut self, observer: Option<Arc<dyn PassObserver>>) {
        self.gpu.pass_observer = observer;
    }

    /// Adds an environment variable.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The state of one instance of the guest, whose stdin is empty and whose output is discarded
    /// unless `stdio` sets them.
    ///
    /// # Errors
    ///
    /// A directory cannot be opened.
    pub(crate) fn host(
        &self,
        args: &[String],
        stdio: impl FnOnce(&mut WasiCtxBuilder) -> &mut WasiCtxBuilder,
    ) -> Result<Host, Error> {
        let mut wasi = WasiCtxBuilder::new();
        stdio(wasi.args(args).envs(&self.variables));
        for dir in &self.directories {
            let (host, guest) = dir.split_once("::").unwrap_or((dir, dir));
            wasi.preopened_dir(host, guest, FsPerms::ReadWrite)
                .map_err(|source| Error::Dir {
                    dir: dir.clone(),
                    source,
                })?;
        }
        Ok(Host {
            wasi: wasi.build(),
            webgpu: self.gpu.context(&self.limits),
            linear_memory: self.limits.linear_memory(),
            limits: self.limits.clone(),
            table: ResourceTable::new(),
        })
    }
}

/// The name and value of `NAME=VALUE`, or of this process's variable `NAME` where it has one.
fn variable(option: &str) -> Option<(String, String)> {
    match option.split_once('=') {
        Some((name, value)) => Some((name.to_owned(), value.to_owned())),
        None => Some((option.to_owned(), std::env::var(option).ok()?)),
    }
}

/// The state of one instance of the guest.
pub(crate) struct Host {
    wasi: WasiCtx,
    webgpu: WebGpuCtx,
    limits: Limits,
    linear_memory: LinearMemory,
    table: ResourceTable,
}

impl Host {
    pub(crate) fn limits(&self) -> Limits {
        self.limits.clone()
    }

    pub(crate) fn linear_memory(&mut self) -> &mut LinearMemory {
        &mut self.linear_memory
    }
}

impl WasiView for Host {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WebGpuView for Host {
    fn webgpu(&mut self) -> WebGpuCtxView<'_> {
        WebGpuCtxView {
            ctx: &mut self.webgpu,
            table: &mut self.table,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn a_value_may_contain_an_equals_sign() {
        let pair = |name: &str, value: &str| Some((name.to_owned(), value.to_owned()));
        assert_eq!(variable("A=b=c"), pair("A", "b=c"));
        assert_eq!(variable("A="), pair("A", ""));
    }

    #[test]
    fn without_a_value_the_variable_is_inherited() {
        let manifest_dir = variable("CARGO_MANIFEST_DIR").map(|(_, value)| value);
        assert_eq!(manifest_dir.as_deref(), Some(env!("CARGO_MANIFEST_DIR")));
        assert_eq!(variable("A_VARIABLE_NOBODY_SETS"), None);
    }
}
