//! A host of guests that use nothing but the GPU, in this process.

use std::env;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::Command;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use wasi_webgpu_host::{
    Backends, Global, Instance, WebGpuCtx, WebGpuCtxView, WebGpuView, add_to_linker,
};
use wasmtime::component::{Component, InstancePre, Linker, ResourceTable, Val};
use wasmtime::{Config, Engine, Store};

struct State {
    table: ResourceTable,
    webgpu: WebGpuCtx,
}

impl WebGpuView for State {
    fn webgpu(&mut self) -> WebGpuCtxView<'_> {
        WebGpuCtxView {
            ctx: &mut self.webgpu,
            table: &mut self.table,
        }
    }
}

/// A component on a GPU of its own.
pub(crate) struct Host {
    global: Arc<Global>,
    instance: Instance,
    guest: InstancePre<State>,
}

impl Host {
    /// Opens the GPU and compiles the component at `guest`.
    pub(crate) fn new(guest: &Path) -> Self {
        let descriptor = wgpu_types::InstanceDescriptor {
            backends: Backends::all(),
            ..wgpu_types::InstanceDescriptor::new_without_display_handle()
        };
        let global = Arc::new(Global::new("test", descriptor, None));
        let mut config = Config::new();
        config.wasm_component_model_async(true);
        let engine = Engine::new(&config).expect("a right configuration");
        let component = Component::from_file(&engine, guest).expect("a component");
        let mut linker = Linker::new(&engine);
        add_to_linker(&mut linker).expect("an empty linker");
        // The standard library of the guest imports WASI, and does not use it here.
        (linker.define_unknown_imports_as_traps(&component)).expect("functions");
        Self {
            instance: Instance::from_global(Arc::clone(&global)),
            global,
            guest: linker.instantiate_pre(&component).expect("all imports"),
        }
    }

    /// Calls the function `name` of a new instance, and drops the instance. `None` if the call waits
    /// for `patience` without progress.
    pub(crate) fn call(
        &self,
        name: &str,
        argument: Val,
        patience: Duration,
    ) -> Option<wasmtime::Result<()>> {
        let webgpu = WebGpuCtx::builder().instance(self.instance.clone()).build();
        let table = ResourceTable::new();
        let mut store = Store::new(self.guest.engine(), State { table, webgpu });
        wait(patience, async {
            let instance = self.guest.instantiate_async(&mut store).await?;
            let function = instance.get_func(&mut store, name).expect("an export");
            function.call_async(&mut store, &[argument], &mut []).await
        })
    }

    /// Waits until the GPU has done the work of the instances that are gone.
    pub(crate) fn wait_for_dropped(&self) {
        self.instance.wait_for_dropped();
    }

    /// How many objects wgpu-core has, by kind.
    pub(crate) fn live_objects(&self) -> Vec<(&'static str, usize)> {
        let report = self.global.generate_report();
        let hub = report.hub_report();
        let kinds = [
            ("adapters", &hub.adapters),
            ("devices", &hub.devices),
            ("queues", &hub.queues),
            ("buffers", &hub.buffers),
            ("textures", &hub.textures),
            ("texture views", &hub.texture_views),
            ("samplers", &hub.samplers),
            ("bind group layouts", &hub.bind_group_layouts),
            ("bind groups", &hub.bind_groups),
            ("pipeline layouts", &hub.pipeline_layouts),
            ("shader modules", &hub.shader_modules),
            ("compute pipelines", &hub.compute_pipelines),
            ("render pipelines", &hub.render_pipelines),
            ("query sets", &hub.query_sets),
            ("command encoders", &hub.command_encoders),
            ("command buffers", &hub.command_buffers),
            ("render bundles", &hub.render_bundles),
        ];
        let count = |(kind, report): (_, &wgpu_core::registry::RegistryReport)| {
            (kind, report.num_allocated + report.num_kept_from_user)
        };
        kinds.into_iter().map(count).collect()
    }
}

/// Builds the library of `package`, and gives the component's path.
pub(crate) fn guest(package: &str) -> PathBuf {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build
        .args(["build", "--release", "--lib", "--package", package])
        .args([
            "--target=wasm32-wasip2",
            "--message-format=json-render-diagnostics",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let built = build.output().expect("cargo runs");
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    let messages = String::from_utf8_lossy(&built.stdout).into_owned();
    let mut paths = messages.split('"').filter(|text| text.ends_with(".wasm"));
    Path::new(paths.next_back().expect("a component")).to_owned()
}

/// Polls a future until it is ready, or until `patience` is over without progress.
fn wait<T>(patience: Duration, future: impl Future<Output = T>) -> Option<T> {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return Some(output);
        }
        let start = Instant::now();
        thread::park_timeout(patience);
        if start.elapsed() >= patience {
            return None;
        }
    }
}
