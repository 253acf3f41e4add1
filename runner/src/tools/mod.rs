//! What a guest's author can watch: messages of the host, a trace of calls, a profile.

mod calls;
mod gpu_time;
mod profile;
mod trace;
mod value;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt, registry};
use wasi_webgpu_host::PassObserver;
use wasmtime::component::types::{ComponentItem, Type};
use wasmtime::component::{Component, ResourceType};

pub(crate) use self::calls::instance_span;
pub(crate) use self::trace::TraceFormat;

use self::calls::{Calls, Function, Functions, Observer};
use self::gpu_time::PassTimer;
use self::profile::Profile;
use self::trace::Trace;
use crate::args::Args;
use crate::error::Error;

/// The tools that are on.
#[derive(Default)]
pub(crate) struct Tools {
    functions: Functions,
    profile: Option<(PathBuf, Arc<Profile>)>,
}

impl Tools {
    /// Turns on what the options ask for, and the messages that `RUST_LOG` selects.
    ///
    /// # Errors
    ///
    /// A file cannot be made.
    pub(crate) fn install(args: &Args) -> Result<Self, Error> {
        let mut tools = Self::default();
        let mut observers: Vec<Arc<dyn Observer>> = Vec::new();
        if let Some(format) = args.trace_format() {
            let out: Box<dyn Write + Send> = match &args.trace_file {
                Some(path) => Box::new(create(path)?),
                None => Box::new(io::stderr()),
            };
            observers.push(Arc::new(Trace::new(format, out)));
        }
        if let Some(path) = &args.profile {
            let profile = Arc::new(Profile::new(create(path)?));
            tools.profile = Some((path.clone(), Arc::clone(&profile)));
            observers.push(profile);
        }
        let calls = (!observers.is_empty()).then(|| {
            let wanted = [
                ("wasi_webgpu_traced_linker", Level::TRACE),
                ("wasi_webgpu_host", Level::TRACE),
                (module_path!(), Level::TRACE),
            ];
            let functions = Arc::clone(&tools.functions);
            Calls {
                observers,
                functions,
            }
            .with_filter(Targets::new().with_targets(wanted))
        });
        let messages = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
        registry()
            .with(calls)
            .with(fmt::layer().with_writer(io::stderr).with_filter(messages))
            .init();
        Ok(tools)
    }

    /// Learns from a component's imports what its functions take and make.
    pub(crate) fn learn(&self, component: &Component) {
        self.functions.get_or_init(|| functions(component));
    }

    /// Who times the guest's passes, if they are to be timed.
    pub(crate) fn pass_observer(&self) -> Option<Arc<dyn PassObserver>> {
        let (_, profile) = self.profile.as_ref()?;
        Some(Arc::new(PassTimer::new(Arc::clone(profile))))
    }

    /// Completes what is written at the end.
    ///
    /// # Errors
    ///
    /// The profile cannot be written.
    pub(crate) fn finish(&self) -> Result<(), Error> {
        match &self.profile {
            Some((path, profile)) => profile.finish().map_err(write_error(path)),
            None => Ok(()),
        }
    }
}

fn create(path: &Path) -> Result<File, Error> {
    File::create(path).map_err(write_error(path))
}

fn write_error(path: &Path) -> impl FnOnce(io::Error) -> Error {
    |source| Error::Write {
        path: path.to_owned(),
        source,
    }
}

/// The functions of `wasi:webgpu` that the component imports.
fn functions(component: &Component) -> HashMap<String, Function> {
    let engine = component.engine();
    let mut functions = HashMap::new();
    for (name, import) in component.component_type().imports(engine) {
        let ComponentItem::ComponentInstance(interface) = import.ty else {
            continue;
        };
        if !name.starts_with("wasi:webgpu/") {
            continue;
        }
        let resource = |item: (&str, _)| match item {
            (name, ComponentItem::Resource(resource)) => Some((name.to_owned(), resource)),
            _ => None,
        };
        let resources: Vec<_> = (interface.exports(engine))
            .filter_map(|(name, item)| resource((name, item.ty)))
            .collect();
        functions.extend(resources.iter().map(|(kind, _)| {
            let parameters = vec!["self".to_owned()];
            let makes = None;
            (format!("{kind}.drop"), Function { parameters, makes })
        }));
        for (function, item) in interface.exports(engine) {
            let ComponentItem::ComponentFunc(ty) = item.ty else {
                continue;
            };
            let made = ty.results().next().and_then(|result| owned(&result));
            let kind = (resources.iter()).find(|(_, resource)| Some(*resource) == made);
            let signature = Function {
                parameters: ty.params().map(|(name, _)| name.to_owned()).collect(),
                makes: kind.map(|(kind, _)| kind.clone()),
            };
            functions.insert(calls::plain_name(function), signature);
        }
    }
    functions
}

/// The resource in a function's result.
fn owned(result: &Type) -> Option<ResourceType> {
    match result {
        Type::Own(resource) => Some(*resource),
        Type::Option(option) => owned(&option.ty()),
        Type::Result(result) => owned(&result.ok()?),
        _ => None,
    }
}
