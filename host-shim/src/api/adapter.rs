//! `gpu-adapter` and `gpu-adapter-info`.

use wasmtime::component::{Accessor, Resource};
use wgpu_core::id::AdapterId;
use wgpu_types::{AdapterInfo, DeviceDescriptor, DeviceType, Features, Limits};

use super::{Device, RequiredLimits, limits};
use crate::device_state::DeviceState;
use crate::errors::{chain, message};
use crate::handle::Handle;
use crate::{HasWebGpu, WebGpuCtxView, WebGpuView, convert, wit};

/// WebGPU's default for the size of a pipeline's immediates; wgpu's is 0, as its feature is off.
const DEFAULT_MAX_IMMEDIATE_SIZE: u32 = 64;

/// A `gpu-adapter`.
pub struct Adapter(pub(crate) Handle<AdapterId>);

impl Adapter {
    fn features(&self) -> wasmtime::Result<Features> {
        let call = |global: &wgpu_core::global::Global| global.adapter_features(self.0.id);
        self.0.driver.call("features", call)
    }

    fn limits(&self) -> wasmtime::Result<Limits> {
        let call = |global: &wgpu_core::global::Global| global.adapter_limits(self.0.id);
        self.0.driver.call("limits", call)
    }
}

impl wit::HostGpuAdapter for WebGpuCtxView<'_> {
    fn features(&mut self, this: Resource<Adapter>) -> wasmtime::Result<Resource<Features>> {
        let features = self.table.get(&this)?.features()?;
        Ok(self.table.push(features)?)
    }

    fn limits(&mut self, this: Resource<Adapter>) -> wasmtime::Result<Resource<Limits>> {
        let limits = self.table.get(&this)?.limits()?;
        Ok(self.table.push(limits)?)
    }

    fn info(&mut self, this: Resource<Adapter>) -> wasmtime::Result<Resource<AdapterInfo>> {
        let Adapter(handle) = self.table.get(&this)?;
        let info = (handle.driver).call("info", |global| global.adapter_get_info(handle.id))?;
        Ok(self.table.push(info)?)
    }

    fn drop(&mut self, this: Resource<Adapter>) -> wasmtime::Result<()> {
        self.table.delete(this)?;
        Ok(())
    }
}

impl<T: WebGpuView + 'static> wit::HostGpuAdapterWithStore<T> for HasWebGpu {
    async fn request_device(
        accessor: &Accessor<T, Self>,
        this: Resource<Adapter>,
        descriptor: Option<wit::GpuDeviceDescriptor>,
    ) -> wasmtime::Result<Result<Resource<Device>, wit::RequestDeviceError>> {
        accessor.with(|mut access| access.get().request_device(&this, descriptor))
    }
}

impl WebGpuCtxView<'_> {
    fn request_device(
        &mut self,
        this: &Resource<Adapter>,
        descriptor: Option<wit::GpuDeviceDescriptor>,
    ) -> wasmtime::Result<Result<Resource<Device>, wit::RequestDeviceError>> {
        let (names, limits, queue, label) = match descriptor {
            Some(it) => (
                it.required_features.unwrap_or_default(),
                it.required_limits,
                it.default_queue.and_then(|queue| queue.label),
                it.label.unwrap_or_default(),
            ),
            None => Default::default(),
        };
        // An owned resource in the descriptor is the host's to free.
        let limits = match limits {
            Some(limits) => self.table.delete(limits)?,
            None => RequiredLimits::new(),
        };
        let adapter = self.table.get(this)?;
        let (supported, available) = (adapter.features()?, adapter.limits()?);
        let required = required_features(&names, supported)
            .and_then(|features| Ok((features, required_limits(&limits, features, available)?)));
        let (required_features, required_limits) = match required {
            Ok(required) => required,
            Err((kind, what)) => return Ok(Err(device_error(kind, &label, &what))),
        };
        let descriptor = DeviceDescriptor {
            label: (!label.is_empty()).then(|| label.as_str().into()),
            required_features,
            required_limits,
            ..Default::default()
        };
        let driver = &adapter.0.driver;
        let requested = driver.call("request-device", |global| {
            global.adapter_request_device(adapter.0.id, &descriptor, None, None)
        })?;
        let ids = match requested {
            Ok(ids) => ids,
            Err(error) => {
                let kind = wit::RequestDeviceErrorKind::OperationError;
                return Ok(Err(device_error(kind, &label, &chain(&error))));
            }
        };
        let state = DeviceState::new(driver, ids, queue.unwrap_or_default())?;
        Ok(Ok(self.table.push(Device { state, label })?))
    }
}

type Refusal = (wit::RequestDeviceErrorKind, String);

fn required_features(
    names: &[wit::GpuFeatureName],
    supported: Features,
) -> Result<Features, Refusal> {
    // WebGPU has immediates in its core; wgpu has a feature for them.
    let mut features = supported & Features::IMMEDIATES;
    for &name in names {
        match convert::feature(name).filter(|&feature| supported.contains(feature)) {
            Some(feature) => features |= feature,
            None => {
                let what = format!(
                    "the adapter lacks the required feature `{}`; ask `gpu-adapter.features` first",
                    convert::feature_name(name)
                );
                return Err((wit::RequestDeviceErrorKind::TypeError, what));
            }
        }
    }
    Ok(features)
}

/// The limits of the device: what the guest asks for, but nowhere worse than WebGPU's defaults (or than
/// the adapter, where that is worse still).
fn required_limits(
    required: &RequiredLimits,
    features: Features,
    available: Limits,
) -> Result<Limits, Refusal> {
    let refuse = |what| Err((wit::RequestDeviceErrorKind::OperationError, what));
    let mut defaults = Limits::defaults();
    if features.contains(Features::IMMEDIATES) {
        defaults.max_immediate_size = DEFAULT_MAX_IMMEDIATE_SIZE;
    }
    let defaults = defaults.or_worse_values_from(&available);
    let mut limits = defaults.clone();
    for (name, value) in required {
        let Some(value) = *value else { continue };
        let is_alignment = name.ends_with("lignment");
        if is_alignment && !value.is_power_of_two() {
            return refuse(format!(
                "the required limit `{name}` = {value} is no power of 2"
            ));
        }
        match limits::set(&mut limits, name, value) {
            Ok(()) => {}
            Err(limits::SetLimitError::Unknown) => {
                return refuse(format!("there is no limit `{name}`"));
            }
            Err(limits::SetLimitError::TooLarge) => {
                return refuse(format!(
                    "the required limit `{name}` = {value} is better than the adapter has"
                ));
            }
        }
    }
    let mut excess = None;
    limits.check_limits_with_fail_fn(&available, true, |name, wanted, allowed| {
        excess = Some(format!(
            "the required limit `{name}` = {wanted} is better than the adapter's {allowed}"
        ));
    });
    match excess {
        Some(what) => refuse(what),
        None => Ok(limits.or_better_values_from(&defaults)),
    }
}

fn device_error(
    kind: wit::RequestDeviceErrorKind,
    label: &str,
    what: &str,
) -> wit::RequestDeviceError {
    let message = message("request-device", label, what);
    wit::RequestDeviceError { kind, message }
}

impl wit::HostGpuAdapterInfo for WebGpuCtxView<'_> {
    fn vendor(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<String> {
        Ok(vendor(self.table.get(&this)?.vendor).to_owned())
    }

    fn architecture(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<String> {
        self.table.get(&this)?;
        // Drivers do not tell it; the specification asks for an empty string then.
        Ok(String::new())
    }

    fn device(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<String> {
        // Software has no device id.
        Ok(match self.table.get(&this)?.device {
            0 => String::new(),
            id => format!("{id:#06x}"),
        })
    }

    fn description(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<String> {
        Ok(self.table.get(&this)?.name.clone())
    }

    fn subgroup_min_size(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&this)?.subgroup_min_size)
    }

    fn subgroup_max_size(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&this)?.subgroup_max_size)
    }

    fn is_fallback_adapter(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<bool> {
        Ok(self.table.get(&this)?.device_type == DeviceType::Cpu)
    }

    fn drop(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<()> {
        self.table.delete(this)?;
        Ok(())
    }
}

/// The name of a PCI or Khronos vendor id, as WebGPU implementations spell it.
fn vendor(id: u32) -> &'static str {
    match id {
        0x1002 => "amd",
        0x1010 => "img-tec",
        0x106b => "apple",
        0x10de => "nvidia",
        0x13b5 => "arm",
        0x1414 => "microsoft",
        0x14e4 => "broadcom",
        0x1ae0 => "google",
        0x5143 => "qualcomm",
        0x8086 => "intel",
        0x10005 => "mesa",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(limits: &[(&str, u64)]) -> Result<Limits, String> {
        let limits = limits
            .iter()
            .map(|&(name, value)| (name.to_owned(), Some(value)));
        let available = Limits {
            max_bind_groups: 6,
            ..Limits::defaults()
        };
        required_limits(&limits.collect(), Features::empty(), available).map_err(|(_, what)| what)
    }

    #[test]
    fn limits_are_between_the_defaults_and_the_adapter() {
        assert_eq!(required(&[]).unwrap(), Limits::defaults());
        assert_eq!(
            required(&[("maxBindGroups", 6)]).unwrap().max_bind_groups,
            6
        );
        assert_eq!(
            required(&[("maxBindGroups", 1)]).unwrap().max_bind_groups,
            4
        );
        assert!(
            required(&[("maxBindGroups", 7)])
                .unwrap_err()
                .contains("max_bind_groups")
        );
        assert!(
            required(&[("maxTea", 7)])
                .unwrap_err()
                .contains("no limit `maxTea`")
        );
        let odd = required(&[("minStorageBufferOffsetAlignment", 300)]);
        assert!(odd.unwrap_err().contains("power of 2"));
    }

    #[test]
    fn a_missing_feature_is_named() {
        let f16 = [wit::GpuFeatureName::ShaderF16];
        assert_eq!(
            required_features(&f16, Features::all()).unwrap() & Features::SHADER_F16,
            Features::SHADER_F16
        );
        let (_, what) = required_features(&f16, Features::empty()).unwrap_err();
        assert!(what.contains("`shader-f16`"));
    }
}
