//! What a guest gets to know and to use of its adapter.

use wgpu_types::{AdapterInfo, Features, Limits};

use crate::api::limits;
use crate::convert;
use crate::wit::GpuFeatureName;

const CORE: GpuFeatureName = GpuFeatureName::CoreFeaturesAndLimits;

/// The least and the largest subgroup that WebGPU knows: what
/// [an adapter that gives nothing away](https://www.w3.org/TR/webgpu/#gpuadapterinfo) tells.
const SUBGROUP_SIZES: (u32, u32) = (4, 128);

/// Restricts what a guest sees of an adapter, and so what its devices can have. Adapters that look alike
/// cannot be told apart by a guest that looks for the traces of a certain machine (fingerprinting).
#[derive(Clone, Debug)]
pub struct AdapterCaps {
    denied: Features,
    limits: Limits,
    mask_info: bool,
}

impl Default for AdapterCaps {
    fn default() -> Self {
        Self {
            denied: Features::empty(),
            limits: Limits::unlimited(),
            mask_info: false,
        }
    }
}

/// A name that WebGPU has not got, or a value that cannot be.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct InvalidCap(String);

impl AdapterCaps {
    /// Takes a feature away, by its name in WebGPU.
    ///
    /// # Errors
    ///
    /// There is no such feature, or all of WebGPU rests on it.
    pub fn deny_feature(&mut self, name: &str) -> Result<(), InvalidCap> {
        let feature = convert::feature_named(name).filter(|it| *it != CORE);
        let feature = feature.ok_or_else(|| {
            InvalidCap(format!("there is no feature `{name}` that can be denied"))
        })?;
        // One that wgpu lacks no adapter has.
        self.denied |= convert::feature(feature).unwrap_or(Features::empty());
        Ok(())
    }

    /// Makes a limit no better than `value`, by its name in WebGPU (`maxBufferSize`). Programs rely on
    /// WebGPU's defaults, and may fail where a cap is worse.
    ///
    /// # Errors
    ///
    /// There is no such limit, or its type is too small for the value.
    pub fn cap_limit(&mut self, name: &str, value: u64) -> Result<(), InvalidCap> {
        limits::set(&mut self.limits, name, value).map_err(|error| {
            InvalidCap(match error {
                limits::SetLimitError::Unknown => format!("there is no limit `{name}`"),
                limits::SetLimitError::TooLarge => format!("{value} is too large for `{name}`"),
            })
        })
    }

    /// Hides who made the adapter and what it is called; its subgroups may be of any size that WebGPU
    /// knows. Whether it runs on the CPU stays visible.
    pub fn mask_info(&mut self) {
        self.mask_info = true;
    }

    pub(crate) fn features(&self, real: Features) -> Features {
        real - self.denied
    }

    pub(crate) fn limits(&self, real: Limits) -> Limits {
        real.or_worse_values_from(&self.limits)
    }

    pub(crate) fn info(&self, real: AdapterInfo) -> AdapterInfo {
        if !self.mask_info {
            return real;
        }
        let (subgroup_min_size, subgroup_max_size) = SUBGROUP_SIZES;
        AdapterInfo {
            subgroup_min_size,
            subgroup_max_size,
            ..AdapterInfo::new(real.device_type, real.backend)
        }
    }
}
