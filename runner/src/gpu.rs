//! Which adapter the guest gets.

use std::sync::Arc;

use wasi_webgpu_host::{AdapterInfo, AdapterSelector, Backends, Instance, PassObserver, WebGpuCtx};

use crate::error::Error;
use crate::limits::Limits;

/// The GPU side of a guest's environment, shared by all instances of the guest.
pub(crate) struct Gpu {
    instance: Instance,
    adapter: AdapterSelector,
    /// Who times the guest's passes.
    pub(crate) pass_observer: Option<Arc<dyn PassObserver>>,
}

impl Gpu {
    /// The adapters of `instance`, restricted to the one asked for by name.
    ///
    /// # Errors
    ///
    /// An adapter is asked for that it has not.
    pub(crate) fn new(instance: Instance, adapter: Option<&str>) -> Result<Self, Error> {
        let adapter = match adapter {
            None => AdapterSelector::Any,
            Some(name) => select(name, &instance.adapters())?,
        };
        Ok(Self {
            instance,
            adapter,
            pass_observer: None,
        })
    }

    /// The `wasi:webgpu` state of one instance of the guest.
    pub(crate) fn context(&self, limits: &Limits) -> WebGpuCtx {
        let context = WebGpuCtx::builder()
            .instance(self.instance.clone())
            .adapter(self.adapter.clone())
            .quotas(limits.quotas())
            .caps(limits.caps());
        match &self.pass_observer {
            Some(observer) => context.pass_observer(Arc::clone(observer)).build(),
            None => context.build(),
        }
    }
}

/// Prints a line for each adapter.
///
/// # Errors
///
/// This machine has none.
pub(crate) fn print_adapters(backends: Backends) -> Result<(), Error> {
    let adapters = Instance::new(backends).adapters();
    if adapters.is_empty() {
        return Err(Error::NoAdapter);
    }
    for AdapterInfo {
        name,
        backend,
        device_type,
        driver,
        driver_info,
        ..
    } in adapters
    {
        println!("{name} ({backend}, {device_type:?}, {driver} {driver_info})");
    }
    Ok(())
}

fn select(name: &str, adapters: &[AdapterInfo]) -> Result<AdapterSelector, Error> {
    if adapters.is_empty() {
        return Err(Error::NoAdapter);
    }
    let found = if name == "software" {
        adapters
            .iter()
            .any(|adapter| adapter.device_type == wgpu_types::DeviceType::Cpu)
            .then_some(AdapterSelector::Software)
    } else {
        let wanted = name.to_lowercase();
        adapters
            .iter()
            .find(|adapter| adapter.name.to_lowercase().contains(&wanted))
            .map(|adapter| AdapterSelector::Name(adapter.name.clone()))
    };
    found.ok_or_else(|| Error::UnknownAdapter {
        name: name.to_owned(),
        adapters: adapters
            .iter()
            .map(|adapter| format!("`{}`", adapter.name))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wgpu_types::{Backend, DeviceType};

    fn adapters() -> Vec<AdapterInfo> {
        [
            ("Big GPU", DeviceType::DiscreteGpu),
            ("llvmpipe", DeviceType::Cpu),
        ]
        .map(|(name, device_type)| AdapterInfo {
            name: name.to_owned(),
            ..AdapterInfo::new(device_type, Backend::Vulkan)
        })
        .into()
    }

    #[test]
    fn a_part_of_the_name_selects_in_any_case() {
        let selected = select("big", &adapters()).unwrap();
        assert!(matches!(selected, AdapterSelector::Name(name) if name == "Big GPU"));
    }

    #[test]
    fn software_is_a_cpu_adapter() {
        let selected = select("software", &adapters()).unwrap();
        assert!(matches!(selected, AdapterSelector::Software));
        assert!(select("software", &adapters()[..1]).is_err());
    }

    #[test]
    fn an_unknown_name_is_answered_with_those_there_are() {
        let error = select("Voodoo", &adapters()).unwrap_err().to_string();
        assert!(error.contains("`Big GPU`, `llvmpipe`"), "{error}");
        assert!(matches!(select("x", &[]), Err(Error::NoAdapter)));
    }
}
