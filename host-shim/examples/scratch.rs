//! scratch
use wasi_webgpu_host::*;
use wasmtime::component::*;
use wasmtime::*;
struct S {
    table: ResourceTable,
    webgpu: WebGpuCtx,
    wasi: wasmtime_wasi::WasiCtx,
}
impl WebGpuView for S {
    fn webgpu(&mut self) -> WebGpuCtxView<'_> {
        WebGpuCtxView {
            ctx: &mut self.webgpu,
            table: &mut self.table,
        }
    }
}
impl wasmtime_wasi::WasiView for S {
    fn ctx(&mut self) -> wasmtime_wasi::WasiCtxView<'_> {
        wasmtime_wasi::WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}
#[tokio::main]
async fn main() -> Result<()> {
    let mut config = Config::new();
    config.wasm_component_model_async(true);
    let engine = Engine::new(&config)?;
    let mut linker = Linker::<S>::new(&engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    add_to_linker(&mut linker)?;
    let mut args = std::env::args().skip(1);
    let component = wasmtime::component::Component::from_file(&engine, args.next().unwrap())?;
    let global = std::sync::Arc::new(Global::new(
        "x",
        wgpu_types::InstanceDescriptor {
            flags: wgpu_types::InstanceFlags::VALIDATION_INDIRECT_CALL
                | wgpu_types::InstanceFlags::AUTOMATIC_TIMESTAMP_NORMALIZATION,
            ..wgpu_types::InstanceDescriptor::new_without_display_handle()
        },
        None,
    ));
    let instance = wasi_webgpu_host::Instance::from_global(global.clone());
    for a in instance.adapters() {
        println!("{} {:?}", a.name, a.device_type);
    }
    for test in args {
        let webgpu = WebGpuCtx::builder().instance(instance.clone()).build();
        let mut store = Store::new(
            &engine,
            S {
                table: ResourceTable::new(),
                webgpu,
                wasi: wasmtime_wasi::WasiCtxBuilder::new().inherit_stdio().build(),
            },
        );
        let i = linker.instantiate_async(&mut store, &component).await?;
        let f = i.get_typed_func::<(String,), (String,)>(&mut store, "start")?;
        println!("== {test}");
        match f.call_async(&mut store, (test,)).await {
            Ok((s,)) => println!("{s}"),
            Err(e) => println!("TRAP {e:#}"),
        }
        let t = std::time::Instant::now();
        drop(store);
        println!("drop {:?}", t.elapsed());
        std::thread::sleep(std::time::Duration::from_millis(50));
        let r = global.generate_report();
        let h = r.hub_report();
        println!(
            "alive: dev {} q {} buf {} enc {} cb {} sm {} cp {} bgl {} bg {} pl {} qs {} adapters {}; threads {}",
            h.devices.num_allocated,
            h.queues.num_allocated,
            h.buffers.num_allocated,
            h.command_encoders.num_allocated,
            h.command_buffers.num_allocated,
            h.shader_modules.num_allocated,
            h.compute_pipelines.num_allocated,
            h.bind_group_layouts.num_allocated,
            h.bind_groups.num_allocated,
            h.pipeline_layouts.num_allocated,
            h.query_sets.num_allocated,
            h.adapters.num_allocated,
            std::fs::read_dir("/proc/self/task")
                .unwrap()
                .filter(
                    |t| std::fs::read_to_string(t.as_ref().unwrap().path().join("comm"))
                        .unwrap()
                        .contains("wasi-webgpu")
                )
                .count()
        );
    }
    Ok(())
}
