//! `gpu-adapter` and `gpu-adapter-info`.

use std::collections::BTreeMap;

use wasmtime::component::{Accessor, Resource};
use wgpu_core::id::AdapterId;
use wgpu_types::{AdapterInfo, DeviceDescriptor, DeviceType, Features, Limits};

use super::{Device, limits};
use crate::device_state::DeviceState;
use crate::errors::{chain, message};
use crate::handle::Handle;
use crate::quota::{Charge, check_text};
use crate::{AdapterCaps, HasWebGpu, WebGpuCtxView, WebGpuView, convert, wit};

/// WebGPU's default for the size of a pipeline's immediates; wgpu's is 0, as its feature is off.
const DEFAULT_MAX_IMMEDIATE_SIZE: u32 = 64;

/// A `gpu-adapter`.
pub struct Adapter(pub(crate) Handle<AdapterId>);

impl Adapter {
    /// What the adapter has; [`AdapterCaps`] say what the guest sees of it.
    fn real_features(&self) -> wasmtime::Result<Features> {
        let call = |global: &wgpu_core::global::Global| global.adapter_features(self.0.id);
        self.0.driver.call("features", call)
    }

    fn limits(&self, caps: &AdapterCaps) -> wasmtime::Result<Limits> {
        let call = |global: &wgpu_core::global::Global| global.adapter_limits(self.0.id);
        Ok(caps.limits(self.0.driver.call("limits", call)?))
    }
}

impl wit::HostGpuAdapter for WebGpuCtxView<'_> {
    fn features(&mut self, this: Resource<Adapter>) -> wasmtime::Result<Resource<Features>> {
        let features = self.table.get(&this)?.real_features()?;
        let features = self.ctx.caps.features(features);
        self.push(features)
    }

    fn limits(&mut self, this: Resource<Adapter>) -> wasmtime::Result<Resource<Limits>> {
        let limits = self.table.get(&this)?.limits(&self.ctx.caps)?;
        self.push(limits)
    }

    fn info(&mut self, this: Resource<Adapter>) -> wasmtime::Result<Resource<AdapterInfo>> {
        let Adapter(handle) = self.table.get(&this)?;
        let info = (handle.driver).call("info", |global| global.adapter_get_info(handle.id))?;
        let info = self.ctx.caps.info(info);
        self.push(info)
    }

    resource_drop!(Adapter);
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
        let queue = queue.unwrap_or_default();
        check_text("request-device", &label)?;
        check_text("request-device", &queue)?;
        // An owned resource in the descriptor is the host's to free.
        let limits = match limits {
            Some(limits) => self.delete(limits)?.entries,
            None => BTreeMap::new(),
        };
        let adapter = self.table.get(this)?;
        let (real_features, available) =
            (adapter.real_features()?, adapter.limits(&self.ctx.caps)?);
        let required = required_features(&names, self.ctx.caps.features(real_features))
            .and_then(|features| Ok((features, required_limits(&limits, features, available)?)));
        let (required_features, required_limits) = match required {
            Ok(required) => required,
            Err((kind, what)) => return Ok(Err(device_error(kind, &label, &what))),
        };
        let observer = (self.ctx.observer.clone())
            .filter(|observer| real_features.contains(observer.features()));
        let observed = (observer.as_ref()).map_or(Features::empty(), |it| it.features());
        let descriptor = DeviceDescriptor {
            label: (!label.is_empty()).then(|| label.as_str().into()),
            required_features: required_features | observed,
            required_limits,
            ..Default::default()
        };
        let quota = match Charge::new(&self.ctx.accounts.devices, 1) {
            Ok(quota) => quota,
            Err(over) => {
                let kind = wit::RequestDeviceErrorKind::OperationError;
                return Ok(Err(device_error(kind, &label, &over.to_string())));
            }
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
        let state = DeviceState::new(self.ctx, quota, ids, required_features, queue, observer)?;
        Ok(Ok(self.push(Device { state, label })?))
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
    required: &BTreeMap<String, Option<u64>>,
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

    getters!(AdapterInfo {
        subgroup_min_size: u32 = subgroup_min_size;
        subgroup_max_size: u32 = subgroup_max_size;
    });

    fn is_fallback_adapter(&mut self, this: Resource<AdapterInfo>) -> wasmtime::Result<bool> {
        Ok(self.table.get(&this)?.device_type == DeviceType::Cpu)
    }

    resource_drop!(AdapterInfo);
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
