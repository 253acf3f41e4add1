//! Runs `bench-yardstick.wasm` with methods that do nothing, on the engine that the runner has:
//! `bench-yardstick-host <guest.wasm>`.

use std::process::ExitCode;

use wasmtime::component::{Component, HasSelf, Linker, Resource, ResourceTable};
use wasmtime::{Config, Engine, Result, Store, format_err};
use wasmtime_wasi::p2::bindings::Command;
use wasmtime_wasi::{WasiCtx, WasiCtxView, WasiView};

use bindings::bench::yardstick::methods::{self, HostThing};

mod bindings {
    #![allow(missing_docs, unreachable_pub)]

    wasmtime::component::bindgen!({
        path: "../yardstick/wit",
        imports: { default: trappable },
        with: { "bench:yardstick/methods.thing": super::Thing },
    });
}

/// What the guest's handle stands for.
#[derive(Debug)]
pub struct Thing;

struct Host {
    wasi: WasiCtx,
    table: ResourceTable,
}

impl methods::Host for Host {
    fn get_thing(&mut self) -> Result<Resource<Thing>> {
        Ok(self.table.push(Thing)?)
    }
}

impl HostThing for Host {
    fn empty(&mut self, _: Resource<Thing>) -> Result<()> {
        Ok(())
    }

    fn look_up(&mut self, this: Resource<Thing>) -> Result<()> {
        let Thing = self.table.get(&this)?;
        Ok(())
    }

    fn drop(&mut self, this: Resource<Thing>) -> Result<()> {
        self.table.delete(this)?;
        Ok(())
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

fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run() -> Result<ExitCode> {
    let guest = std::env::args_os()
        .nth(1)
        .ok_or_else(|| format_err!("usage: bench-yardstick-host <guest.wasm>"))?;
    let mut config = Config::new();
    config.wasm_component_model_async(true);
    let engine = Engine::new(&config)?;
    let component = Component::from_file(&engine, guest)?;
    let mut linker = Linker::<Host>::new(&engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    methods::add_to_linker::<_, HasSelf<_>>(&mut linker, |host| host)?;

    let host = Host {
        wasi: WasiCtx::builder().inherit_stdio().build(),
        table: ResourceTable::new(),
    };
    let mut store = Store::new(&engine, host);
    let ended = tokio::runtime::Runtime::new()?.block_on(async {
        let command = Command::instantiate_async(&mut store, &component, &linker).await?;
        command.wasi_cli_run().call_run(&mut store).await
    })?;
    Ok(match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(()) => ExitCode::FAILURE,
    })
}
