//! The component: loading, linking, and running it as a command.

use std::fmt;
use std::path::{Path, PathBuf};

use tracing::Instrument;
use wasmparser::{Parser, Payload};
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker};
use wasmtime::{Cache, Config, Engine, Store, Trap, WasmBacktrace, WasmBacktraceDetails};
use wasmtime_wasi::I32Exit;

use crate::environment::Host;
use crate::error::Error;
use crate::imports;
use crate::limits::TimedOut;
use crate::tools::instance_span;

/// The interfaces that make a component a command, the preferred one first. A 0.3 `run` is typed
/// async, so it may wait for the GPU; a 0.2 one traps when it does. Export look-up goes by the
/// semantic version, so these stand for every 0.3.x and 0.2.x.
const RUN_INTERFACES: [&str; 2] = ["wasi:cli/run@0.3.0", "wasi:cli/run@0.2.0"];

/// Environment variables that libtest reads, and one that rustdoc's bundles of doc tests read: their
/// names among a guest's constants tell what it is.
const LIBTEST_VARIABLES: [&str; 2] = ["RUST_TEST_THREADS", "RUST_TEST_NOCAPTURE"];
const DOC_TEST_VARIABLE: &str = "RUSTDOC_DOCTEST_RUN_NB_TEST";

/// A component as it is in its file.
pub(crate) struct Binary {
    path: PathBuf,
    bytes: Vec<u8>,
    sections: Sections,
}

/// A component, compiled once and linked with this host, to be instantiated any number of times.
pub(crate) struct Guest {
    component: Component,
    instance_pre: InstancePre<Host>,
    sections: Sections,
}

/// What a component and the core modules in it carry that is of interest here.
#[derive(Debug, Default)]
pub(crate) struct Sections {
    /// The concatenated custom sections `wasi-webgpu-test`.
    pub(crate) test_records: Vec<u8>,
    /// Whether Rust's test harness is in it.
    pub(crate) has_libtest: bool,
    /// Whether it is a bundle of doc tests, made by rustdoc.
    pub(crate) has_doc_tests: bool,
    /// Whether the component can use the GPU at all.
    pub(crate) imports_webgpu: bool,
}

/// How a guest's run ended.
pub(crate) enum Ending {
    /// It returned or exited, with this code.
    Exited(u8),
    /// It trapped, or a host call failed in a way that ends the guest.
    Trapped(GuestTrap),
}

/// A trap of the guest.
pub(crate) struct GuestTrap(wasmtime::Error);

impl Binary {
    /// Reads the component at `path`.
    ///
    /// # Errors
    ///
    /// The file is missing or no component.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        if Parser::is_core_wasm(&bytes) {
            return Err(Error::CoreModule(path.to_owned()));
        }
        if !Parser::is_component(&bytes) {
            return Err(Error::NotWasm(path.to_owned()));
        }
        let path = path.to_owned();
        match Sections::read(&bytes) {
            Ok(sections) => Ok(Self {
                path,
                bytes,
                sections,
            }),
            Err(error) => Err(Error::Compile {
                path,
                source: error.into(),
            }),
        }
    }

    pub(crate) fn sections(&self) -> &Sections {
        &self.sections
    }

    /// Compiles and links the component; where `cache` has it compiled already, that is used. With `interrupt`,
    /// its wasm can be ended while it runs.
    ///
    /// # Errors
    ///
    /// It is invalid, or imports what this host does not offer.
    pub(crate) fn compile(self, cache: Option<Cache>, interrupt: bool) -> Result<Guest, Error> {
        let mut config = Config::new();
        config
            .wasm_component_model_async(true)
            .wasm_backtrace_details(WasmBacktraceDetails::Enable)
            .epoch_interruption(interrupt)
            .cache(cache);
        let engine = Engine::new(&config)?;
        let component = Component::new(&engine, &self.bytes).map_err(|source| Error::Compile {
            path: self.path,
            source,
        })?;

        let mut linker = Linker::new(&engine);
        wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
        wasmtime_wasi::p3::add_to_linker(&mut linker)?;
        wasi_webgpu_host::add_to_linker(&mut linker)?;
        let instance_pre = linker
            .instantiate_pre(&component)
            .map_err(|error| Error::Imports(imports::missing(&linker, &component, error)))?;
        Ok(Guest {
            component,
            instance_pre,
            sections: self.sections,
        })
    }
}

impl Guest {
    pub(crate) fn component(&self) -> &Component {
        &self.component
    }

    pub(crate) fn instance_pre(&self) -> &InstancePre<Host> {
        &self.instance_pre
    }

    pub(crate) fn sections(&self) -> &Sections {
        &self.sections
    }

    /// Instantiates the component and calls its `wasi:cli/run`.
    ///
    /// # Errors
    ///
    /// The component is not a command.
    pub(crate) async fn run(&self, host: Host) -> Result<Ending, Error> {
        let (_, run) = self
            .run_export()
            .ok_or_else(|| Error::NoRun(self.exported_functions()))?;
        let limits = host.limits();
        let mut store = Store::new(self.component.engine(), host);
        let called = limits.call(&mut store, async |store| {
            let instance = self.instance_pre.instantiate_async(&mut *store).await?;
            let run = instance.get_typed_func::<(), (Result<(), ()>,)>(&mut *store, &run)?;
            let (result,) = run.call_async(store, ()).await?;
            Ok(result)
        });
        let result = called.instrument(instance_span()).await;
        Ok(match result {
            Ok(Ok(())) => Ending::Exited(0),
            Ok(Err(())) => Ending::Exited(1),
            Err(error) => Ending::from_error(error),
        })
    }

    /// The interface that makes the guest a command, and its function.
    pub(crate) fn run_export(&self) -> Option<(&'static str, ComponentExportIndex)> {
        RUN_INTERFACES.into_iter().find_map(|name| {
            let interface = self.component.get_export_index(None, name)?;
            let run = self.component.get_export_index(Some(&interface), "run")?;
            Some((name, run))
        })
    }

    /// The names of all exported functions, in the form that `--invoke` takes.
    pub(crate) fn exported_functions(&self) -> Vec<String> {
        let engine = self.component.engine();
        let mut functions = Vec::new();
        for (name, export) in self.component.component_type().exports(engine) {
            match export.ty {
                ComponentItem::ComponentFunc(_) => functions.push(name.to_owned()),
                ComponentItem::ComponentInstance(instance) => functions.extend(
                    instance
                        .exports(engine)
                        .filter(|(_, item)| matches!(item.ty, ComponentItem::ComponentFunc(_)))
                        .map(|(function, _)| format!("{name}#{function}")),
                ),
                _ => {}
            }
        }
        functions
    }
}

impl Sections {
    fn read(component: &[u8]) -> wasmparser::Result<Self> {
        let (mut sections, mut depth) = (Self::default(), 0);
        for payload in Parser::new(0).parse_all(component) {
            match payload? {
                Payload::CustomSection(section) if section.name() == "wasi-webgpu-test" => {
                    sections.test_records.extend_from_slice(section.data());
                }
                Payload::DataSection(segments) => {
                    for segment in segments {
                        let data = segment?.data;
                        sections.has_libtest |= LIBTEST_VARIABLES
                            .iter()
                            .all(|variable| contains(data, variable));
                        sections.has_doc_tests |= contains(data, DOC_TEST_VARIABLE);
                    }
                }
                Payload::Version { .. } => depth += 1,
                Payload::End(_) => depth -= 1,
                Payload::ComponentImportSection(imports) if depth == 1 => {
                    for import in imports {
                        sections.imports_webgpu |= import?.name.name.starts_with("wasi:webgpu/");
                    }
                }
                _ => {}
            }
        }
        Ok(sections)
    }
}

fn contains(data: &[u8], text: &str) -> bool {
    data.windows(text.len()).any(|at| at == text.as_bytes())
}

impl Ending {
    /// An error that a call into the guest returned: its exit, or else a trap.
    pub(crate) fn from_error(error: wasmtime::Error) -> Self {
        match error.downcast_ref::<I32Exit>() {
            Some(I32Exit(code)) => Self::Exited(u8::try_from(*code).unwrap_or(1)),
            None => Self::Trapped(GuestTrap(error)),
        }
    }
}

impl GuestTrap {
    /// Whether this is how a Rust panic ends a guest, which has then said why on stderr.
    pub(crate) fn is_abort(&self) -> bool {
        self.0.downcast_ref() == Some(&Trap::UnreachableCodeReached)
    }

    /// Whether the guest has used up its time.
    pub(crate) fn is_timeout(&self) -> bool {
        self.0.downcast_ref::<TimedOut>().is_some()
    }

    /// Why the guest trapped, and what to do where that is known, on one line.
    pub(crate) fn reason(&self) -> String {
        if let Some(timed_out) = self.0.downcast_ref::<TimedOut>() {
            return timed_out.to_string();
        }
        let reason = self.0.root_cause().to_string();
        let reason = reason.strip_prefix("wasm trap: ").unwrap_or(&reason);
        let advice = match self.0.downcast_ref() {
            Some(Trap::CannotBlockSyncTask) => {
                "; a guest that waits for the GPU must export the async wasi:cli/run@0.3, which \
                 #[wasi_webgpu::main] and #[wasi_webgpu::test] see to"
            }
            _ => "",
        };
        format!("the guest trapped: {reason}{advice}")
    }
}

impl fmt::Display for GuestTrap {
    /// The reason, then the guest's backtrace.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason())?;
        match self.0.downcast_ref::<WasmBacktrace>() {
            Some(backtrace) => write!(f, "\n{backtrace}"),
            None => Ok(()),
        }
    }
}
