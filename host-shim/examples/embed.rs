//! Runs a component twice at once on one GPU, each time in a store of its own: neither instance sees the
//! other's objects, and each has its own quota of GPU memory.
//!
//! ```sh
//! cargo build --release --target wasm32-wasip2 -p hello-compute
//! cargo run -p wasi-webgpu-host --example embed -- target/wasm32-wasip2/release/hello-compute.wasm
//! ```

use wasi_webgpu_host::{Backends, Instance, Quotas, WebGpuCtx, WebGpuCtxView, WebGpuView};
use wasmtime::component::{Component, Linker, ResourceTable};
use wasmtime::{Config, Engine, Result, Store};
use wasmtime_wasi::p3::bindings::Command;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

/// What a store holds: the state of WASI, that of `wasi:webgpu`, and one table for the handles of both.
struct State {
    wasi: WasiCtx,
    webgpu: WebGpuCtx,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WebGpuView for State {
    fn webgpu(&mut self) -> WebGpuCtxView<'_> {
        WebGpuCtxView {
            ctx: &mut self.webgpu,
            table: &mut self.table,
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let Some(path) = std::env::args_os().nth(1) else {
        wasmtime::bail!("which component? give the path of its .wasm");
    };
    let engine = Engine::new(Config::new().wasm_component_model_async(true))?;
    let component = Component::from_file(&engine, path)?;
    let mut linker = Linker::<State>::new(&engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasi_webgpu_host::add_to_linker(&mut linker)?;

    let gpu = Instance::new(Backends::all());
    let run = async || {
        let webgpu = WebGpuCtx::builder().instance(gpu.clone()).quotas(Quotas {
            gpu_memory: 256 << 20,
            ..Quotas::default()
        });
        let state = State {
            wasi: WasiCtx::builder().inherit_stdout().inherit_stderr().build(),
            webgpu: webgpu.build(),
            table: ResourceTable::new(),
        };
        let mut store = Store::new(&engine, state);
        let command = Command::instantiate_async(&mut store, &component, &linker).await?;
        let run = async |store: &_| command.wasi_cli_run().call_run(store).await;
        store.run_concurrent(run).await?
    };
    for ended in <[_; 2]>::from(tokio::join!(run(), run())) {
        println!("the guest returned {:?}", ended?);
    }
    gpu.wait_for_dropped();
    Ok(())
}
