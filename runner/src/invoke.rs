//! `--invoke`: calling one exported function.

use tracing::Instrument;
use wasmtime::Store;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{ComponentExportIndex, Val};

use crate::environment::Host;
use crate::error::Error;
use crate::guest::{Ending, Guest};
use crate::tools::instance_span;

/// Calls the exported function `name` (`interface#name` where an exported interface holds it) in a
/// new instance, and prints what it returns, if anything, in WAVE form on stdout.
///
/// # Errors
///
/// There is no such function, it takes arguments, or its result cannot be printed.
pub(crate) async fn invoke(guest: &Guest, host: Host, name: &str) -> Result<Ending, Error> {
    let (function, results) = find(guest, name)?;
    let mut results = vec![Val::Bool(false); results];
    let limits = host.limits();
    let mut store = Store::new(guest.component().engine(), host);
    let called = limits.call(&mut store, async |store| {
        let instance = guest.instance_pre().instantiate_async(&mut *store).await?;
        let function = instance
            .get_func(&mut *store, function)
            .ok_or_else(|| wasmtime::format_err!("`{name}` is not a function"))?;
        function.call_async(store, &[], &mut results).await
    });
    if let Err(error) = called.instrument(instance_span()).await {
        return Ok(Ending::from_error(error));
    }
    for result in results {
        let wave = result.to_wave().map_err(|source| Error::NotWave {
            name: name.to_owned(),
            source,
        })?;
        println!("{wave}");
    }
    Ok(Ending::Exited(0))
}

/// The function's place among the exports and its number of results, 0 or 1.
///
/// # Errors
///
/// There is no such function, or it takes arguments.
pub(crate) fn find(guest: &Guest, name: &str) -> Result<(ComponentExportIndex, usize), Error> {
    let component = guest.component();
    let found = match name.split_once('#') {
        Some((interface, function)) => component
            .get_export_index(None, interface)
            .and_then(|interface| component.get_export(Some(&interface), function)),
        None => component.get_export(None, name),
    };
    let Some((ComponentItem::ComponentFunc(ty), index)) = found else {
        return Err(Error::NoFunction {
            name: name.to_owned(),
            exports: guest.exported_functions(),
        });
    };
    if ty.params().len() != 0 {
        return Err(Error::Parameters {
            name: name.to_owned(),
            parameters: ty.params().map(|(name, _)| name.to_owned()).collect(),
        });
    }
    Ok((index, ty.results().len()))
}
