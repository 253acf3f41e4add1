use wgpu_types::{AdapterInfo, Backend, DeviceType, PowerPreference};

use crate::raw;

pub(crate) fn power_preference(preference: PowerPreference) -> Option<raw::GpuPowerPreference> {
    match preference {
        PowerPreference::None => None,
        PowerPreference::LowPower => Some(raw::GpuPowerPreference::LowPower),
        PowerPreference::HighPerformance => Some(raw::GpuPowerPreference::HighPerformance),
    }
}

/// WebGPU describes an adapter by four strings and no numbers. `name` is the description (or the
/// device, where there is no description), `driver` the vendor and `driver_info` the architecture.
pub(crate) fn adapter_info(info: &raw::GpuAdapterInfo) -> AdapterInfo {
    let device_type = if info.is_fallback_adapter() {
        DeviceType::Cpu
    } else {
        DeviceType::Other
    };
    let mut name = info.description();
    if name.is_empty() {
        name = info.device();
    }
    AdapterInfo {
        name,
        driver: info.vendor(),
        driver_info: info.architecture(),
        subgroup_min_size: info.subgroup_min_size(),
        subgroup_max_size: info.subgroup_max_size(),
        ..AdapterInfo::new(device_type, Backend::BrowserWebGpu)
    }
}
