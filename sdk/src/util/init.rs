use std::env;

use wgpu_types::PowerPreference;

use crate::{Adapter, Instance, NoSurface, RequestAdapterError, RequestAdapterOptions};

/// Asks for the adapter that the guest's environment names.
///
/// - `WGPU_ADAPTER_NAME`: a part of the adapter's [name](crate::AdapterInfo::name), in any case.
///   WebGPU lists no adapters, so it is one of those that the host gives for a low or high power
///   preference, or as a fallback.
/// - `WGPU_POWER_PREF`: `low`, `high` or `none`; it counts where no name is set.
///
/// The variables are the guest's own, which a host sets: `wasi-webgpu-run --env WGPU_ADAPTER_NAME`
/// passes on its own. A host may offer one adapter only, whatever is asked for.
///
/// # Errors
/// The host has no adapter, or none of that name.
pub async fn initialize_adapter_from_env_or_default(
    instance: &Instance,
    compatible_surface: Option<&NoSurface>,
) -> Result<Adapter, RequestAdapterError> {
    let options = RequestAdapterOptions {
        compatible_surface: compatible_surface.copied(),
        ..Default::default()
    };
    let Ok(name) = env::var("WGPU_ADAPTER_NAME") else {
        let options = RequestAdapterOptions {
            power_preference: power_preference(),
            ..options
        };
        return instance.request_adapter(&options).await;
    };
    let name = name.to_lowercase();
    for (power_preference, force_fallback_adapter) in [
        (PowerPreference::None, false),
        (PowerPreference::HighPerformance, false),
        (PowerPreference::LowPower, false),
        (PowerPreference::None, true),
    ] {
        let options = RequestAdapterOptions {
            power_preference,
            force_fallback_adapter,
            ..options.clone()
        };
        let Ok(adapter) = instance.request_adapter(&options).await else {
            continue;
        };
        if adapter.get_info().name.to_lowercase().contains(&name) {
            return Ok(adapter);
        }
    }
    Err(RequestAdapterError)
}

fn power_preference() -> PowerPreference {
    let wanted = env::var("WGPU_POWER_PREF").unwrap_or_default();
    match wanted.to_lowercase().as_str() {
        "low" => PowerPreference::LowPower,
        "high" => PowerPreference::HighPerformance,
        _ => PowerPreference::None,
    }
}
