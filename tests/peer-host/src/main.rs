//! Runs a command component on the published host crate `wasi-webgpu-wasmtime`, to see that guests
//! do not depend on a host of our own: `peer-host <guest.wasm> [guest arguments]`.

use std::process::ExitCode;
use std::sync::Arc;

use wasi_webgpu_wasmtime::reexports::{wgpu_core::global::Global, wgpu_types::InstanceDescriptor};
use wasi_webgpu_wasmtime::{WasiWebGpuCtx, WasiWebGpuCtxView, WasiWebGpuOptions};
use wasmtime::component::{Component, ComponentExportIndex, Linker, ResourceTable};
use wasmtime::{Config, Engine, Result, Store, format_err};
use wasmtime_wasi::{I32Exit, WasiCtx, WasiCtxView, WasiView};

/// The interfaces of a command, the preferred one first: a 0.2 `run` cannot wait for the GPU.
const RUN: [&str; 2] = ["wasi:cli/run@0.3.0", "wasi:cli/run@0.2.0"];

struct Host {
    wasi: WasiCtx,
    webgpu: Arc<Global>,
    options: WasiWebGpuOptions,
    table: ResourceTable,
}

impl Host {
    fn new(args: &[String]) -> Self {
        let descriptor = InstanceDescriptor::new_without_display_handle();
        Self {
            wasi: WasiCtx::builder().inherit_stdio().args(args).build(),
            webgpu: Arc::new(Global::new("peer-host", descriptor, None)),
            options: WasiWebGpuOptions::default(),
            table: ResourceTable::new(),
        }
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

impl WasiWebGpuCtxView for Host {
    fn webgpu_ctx(&mut self) -> WasiWebGpuCtx<'_> {
        WasiWebGpuCtx {
            instance: &self.webgpu,
            table: &mut self.table,
            options: &self.options,
        }
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    run(&args).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(args: &[String]) -> Result<ExitCode> {
    let guest = args
        .first()
        .ok_or_else(|| format_err!("usage: peer-host <guest.wasm> [guest arguments]"))?;
    let mut config = Config::new();
    config.wasm_component_model_async(true);
    let engine = Engine::new(&config)?;
    let component = Component::from_file(&engine, guest)?;
    let call = call_run(&component, Host::new(args));
    match tokio::runtime::Runtime::new()?.block_on(call) {
        Ok(Ok(())) => Ok(ExitCode::SUCCESS),
        Ok(Err(())) => Ok(ExitCode::FAILURE),
        Err(error) => match error.downcast_ref() {
            Some(I32Exit(code)) => Ok(u8::try_from(*code).unwrap_or(1).into()),
            None => Err(error),
        },
    }
}

async fn call_run(component: &Component, host: Host) -> Result<Result<(), ()>> {
    let mut linker = Linker::new(component.engine());
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasi_webgpu_wasmtime::add_to_linker(&mut linker)?;

    let run = run_export(component).ok_or_else(|| format_err!("the guest exports no `run`"))?;
    let mut store = Store::new(component.engine(), host);
    let instance = linker.instantiate_async(&mut store, component).await?;
    let run = instance.get_typed_func::<(), (Result<(), ()>,)>(&mut store, run)?;
    Ok(run.call_async(&mut store, ()).await?.0)
}

fn run_export(component: &Component) -> Option<ComponentExportIndex> {
    RUN.iter().find_map(|interface| {
        let interface = component.get_export_index(None, *interface)?;
        component.get_export_index(Some(&interface), "run")
    })
}
