//! Which imports of a component nobody offers.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, LinkerInstance, ResourceType};
use wasmtime::{Engine, Error};

use crate::environment::Host;

/// One line for every import that `linker` lacks, given the linker's error, which tells of the
/// first only: each import found missing is defined as a stub so that the next one shows.
pub(crate) fn missing(linker: &Linker<Host>, component: &Component, error: Error) -> Vec<String> {
    let mut linker = linker.clone();
    let mut stubs = Stubs {
        engine: component.engine(),
        known: Vec::new(),
    };
    let mut missing = Vec::new();
    let mut next = Some(error);
    // The linker checks imports in this order too.
    for (name, import) in component.component_type().imports(component.engine()) {
        let Some(error) = &next else { break };
        if error.to_string().contains(&format!("`{name}`")) {
            missing.push(describe(name, &import.ty, component.engine(), error));
            stubs.define(&mut linker.root(), name, &import.ty);
            next = linker.instantiate_pre(component).err();
        }
        stubs.learn(&import.ty);
    }
    if let (true, Some(error)) = (missing.is_empty(), next) {
        missing.push(format!("{error:#}"));
    }
    missing
}

/// `interface#item (why)`: the item is the one whose name the middle of the error's chain quotes.
fn describe(name: &str, import: &ComponentItem, engine: &Engine, error: &Error) -> String {
    let causes: Vec<String> = error
        .chain()
        .skip(1)
        .map(|cause| cause.to_string())
        .collect();
    let item = match import {
        ComponentItem::ComponentInstance(instance) => instance
            .exports(engine)
            .map(|(item, _)| item.to_owned())
            .find(|item| {
                causes
                    .iter()
                    .any(|cause| cause.contains(&format!("`{item}`")))
            }),
        _ => None,
    };
    let reason = error.root_cause();
    match item {
        Some(item) => format!("{name}#{item} ({reason})"),
        None => format!("{name} ({reason})"),
    }
}

/// Defines stand-ins of the type that a component wants.
struct Stubs<'a> {
    engine: &'a Engine,
    /// The resources of imports already looked at: where a later interface names one of these it
    /// means that very type, which must not be defined a second time.
    known: Vec<ResourceType>,
}

impl Stubs<'_> {
    fn define(&self, linker: &mut LinkerInstance<'_, Host>, name: &str, item: &ComponentItem) {
        // An error means that the item is defined already, which is as good.
        let _ = match item {
            ComponentItem::ComponentFunc(function) if function.async_() => {
                linker.func_new_concurrent(name, |_, _, _, _| Box::pin(async { Ok(()) }))
            }
            ComponentItem::ComponentFunc(_) => linker.func_new(name, |_, _, _, _| Ok(())),
            ComponentItem::Resource(resource) if !self.known.contains(resource) => {
                linker.resource(name, ResourceType::host::<()>(), |_, _| Ok(()))
            }
            ComponentItem::ComponentInstance(instance) => {
                linker.instance(name).map(|mut linker| {
                    for (name, export) in instance.exports(self.engine) {
                        self.define(&mut linker, name, &export.ty);
                    }
                })
            }
            _ => Ok(()),
        };
    }

    fn learn(&mut self, item: &ComponentItem) {
        match item {
            ComponentItem::Resource(resource) => self.known.push(*resource),
            ComponentItem::ComponentInstance(instance) => {
                for (_, export) in instance.exports(self.engine) {
                    self.learn(&export.ty);
                }
            }
            _ => {}
        }
    }
}
