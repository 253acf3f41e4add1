//! `gpu-adapter` and `gpu-adapter-info`.

use std::collections::BTreeMap;

use wasmtime::component::{Accessor, Resource};
use wgpu_core::global::Global;
use wgpu_core::id::AdapterId;
use wgpu_types::{AdapterInfo, DeviceDescriptor, DeviceType, Features, Limits};

use super::{Device, limits};
use crate::device_state::{DeviceState, core_label};
use crate::driver::Driver;
use crate::errors::{chain, message};
use crate::handle::GpuId;
use crate::quota::{Charge, check_label};
use crate::wit::RequestDeviceErrorKind::{OperationError, TypeError};
use crate::{AdapterCaps, HasWebGpu, WebGpuCtxView, WebGpuView, convert, wit};

/// WebGPU's default for the size of a pipeline's immediates; wgpu's is 0, as its feature is off.
const DEFAULT_MAX_IMMEDIATE_SIZE: u32 = 64;

/// A `gpu-adapter`.
pub struct Adapter {
    pub(crate) driver: Driver,
    pub(crate) id: AdapterId,
}

impl Adapter {
    /// What the adapter has; [`AdapterCaps`] say what the guest sees of it.
    fn real_features(&self) -> wasmtime::Result<Features> {
        (self.driver).call("features", |global| global.adapter_features(self.id))
    }

    fn limits(&self, caps: &AdapterCaps) -> wasmtime::Result<Limits> {
        let limits = (self.driver).call("limits", |global| global.adapter_limits(self.id));
        Ok(caps.limits(limits?))
    }
}

impl Drop for Adapter {
    fn drop(&mut self) {
        // A drop has nobody to tell.
        let _ = (self.driver).call("drop", |global| self.id.release(global));
    }
}

impl wit::HostGpuAdapter for WebGpuCtxView<'_> {
    makers!(view, adapter: Adapter {
        features() -> Features = view.ctx.caps.features(adapter.real_features()?);
        limits() -> Limits = adapter.limits(&view.ctx.caps)?;
        info() -> AdapterInfo = {
            let info = |global: &Global| global.adapter_get_info(adapter.id);
            view.ctx.caps.info(adapter.driver.call("info", info)?)
        };
    });

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
        let call = "request-device";
        let (names, limits, queue, label) = match descriptor {
            Some(it) => (
                it.required_features.unwrap_or_default(),
                it.required_limits,
                it.default_queue.and_then(|queue| queue.label),
                it.label,
            ),
            None => Default::default(),
        };
        let (label, queue) = (check_label(call, label)?, check_label(call, queue)?);
        // An owned resource in the descriptor is the host's to free.
        let limits = match limits {
            Some(limits) => self.delete(limits)?.entries,
            None => BTreeMap::new(),
        };
        let refuse = |kind, what: String| {
            let message = message(call, &label, what);
            Ok(Err(wit::RequestDeviceError { kind, message }))
        };
        let adapter = self.table.get(this)?;
        let real_features = adapter.real_features()?;
        let available = adapter.limits(&self.ctx.caps)?;
        let required_features =
            match required_features(&names, self.ctx.caps.features(real_features)) {
                Ok(features) => features,
                Err(what) => return refuse(TypeError, what),
            };
        let required_limits = match required_limits(&limits, required_features, available) {
            Ok(limits) => limits,
            Err(what) => return refuse(OperationError, what),
        };
        let observer = (self.ctx.observer.clone())
            .filter(|observer| real_features.contains(observer.features()));
        let observed = (observer.as_ref()).map_or(Features::empty(), |it| it.features());
        let descriptor = DeviceDescriptor {
            label: core_label(&label),
            required_features: required_features | observed,
            required_limits,
            ..Default::default()
        };
        let quota = match Charge::new(&self.ctx.accounts.devices, 1) {
            Ok(quota) => quota,
            Err(over) => return refuse(OperationError, over.to_string()),
        };
        let requested = adapter.driver.call(call, |global| {
            global.adapter_request_device(adapter.id, &descriptor, None, None)
        })?;
        let ids = match requested {
            Ok(ids) => ids,
            Err(error) => return refuse(OperationError, chain(&error)),
        };
        let state = DeviceState::new(self.ctx, quota, ids, required_features, queue, observer)?;
        Ok(Ok(self.push(Device { state, label })?))
    }
}

/// # Errors
///
/// Which feature the adapter lacks.
fn required_features(
    names: &[wit::GpuFeatureName],
    supported: Features,
) -> Result<Features, String> {
    // WebGPU has immediates in its core; wgpu has a feature for them.
    let core = supported & Features::IMMEDIATES;
    names.iter().try_fold(core, |features, &name| {
        let feature = convert::feature(name).filter(|&feature| supported.contains(feature));
        feature.map(|feature| features | feature).ok_or_else(|| {
            format!(
                "the adapter lacks the required feature `{}`; ask `gpu-adapter.features` first",
                convert::feature_name(name)
            )
        })
    })
}

/// The limits of the device: what the guest asks for, but nowhere worse than WebGPU's defaults (or than
/// the adapter, where that is worse still).
fn required_limits(
    required: &BTreeMap<String, Option<u64>>,
    features: Features,
    available: Limits,
) -> Result<Limits, String> {
    let mut defaults = Limits::defaults();
    if features.contains(Features::IMMEDIATES) {
        defaults.max_immediate_size = DEFAULT_MAX_IMMEDIATE_SIZE;
    }
    let defaults = defaults.or_worse_values_from(&available);
    let mut limits = defaults.clone();
    for (name, value) in required {
        let Some(value) = *value else { continue };
        if name.ends_with("lignment") && !value.is_power_of_two() {
            return Err(format!(
                "the required limit `{name}` = {value} is no power of 2"
            ));
        }
        limits::set(&mut limits, name, value).map_err(|error| match error {
            limits::SetLimitError::Unknown => format!("there is no limit `{name}`"),
            limits::SetLimitError::TooLarge => {
                format!("the required limit `{name}` = {value} is better than the adapter has")
            }
        })?;
    }
    let mut excess = None;
    limits.check_limits_with_fail_fn(&available, true, |name, wanted, allowed| {
        excess = Some(format!(
            "the required limit `{name}` = {wanted} is better than the adapter's {allowed}"
        ));
    });
    excess.map_or_else(|| Ok(limits.or_better_values_from(&defaults)), Err)
}

impl wit::HostGpuAdapterInfo for WebGpuCtxView<'_> {
    getters!(info: AdapterInfo {
        vendor() -> String = vendor(info.vendor).to_owned();
        // Drivers do not tell it; the specification asks for an empty string then.
        architecture() -> String = String::new();
        device() -> String = match info.device {
            0 => String::new(), // Software has no device id.
            id => format!("{id:#06x}"),
        };
        description() -> String = info.name.clone();
        subgroup_min_size() -> u32 = info.subgroup_min_size;
        subgroup_max_size() -> u32 = info.subgroup_max_size;
        is_fallback_adapter() -> bool = info.device_type == DeviceType::Cpu;
    });

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
