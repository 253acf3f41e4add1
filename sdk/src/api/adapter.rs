use std::sync::OnceLock;

use wgpu_types::{AdapterInfo, Features, Limits};

use super::{Device, Label, Queue, handle::handle};
use crate::{RequestDeviceError, convert, raw};

/// Facts of an adapter: the host is asked for each at most once.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    features: OnceLock<Features>,
    limits: OnceLock<Limits>,
    info: OnceLock<AdapterInfo>,
}

handle!(
    /// One GPU of the host, or a software one.
    ///
    /// Corresponds to [WebGPU `GPUAdapter`](https://gpuweb.github.io/gpuweb/#gpuadapter).
    Adapter,
    GpuAdapter,
    Facts
);

/// What a device must have.
///
/// Corresponds to [WebGPU `GPUDeviceDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpudevicedescriptor).
pub type DeviceDescriptor<'a> = wgpu_types::DeviceDescriptor<Label<'a>>;

impl Adapter {
    pub(crate) fn wrap(adapter: raw::GpuAdapter) -> Self {
        Self::make(adapter, None, Facts::default())
    }

    /// Asks for a device with the features and limits of `descriptor`, and its queue. Other tasks
    /// of the guest wait meanwhile.
    ///
    /// Only limits better than [`Limits::default`] are passed to the host: WebGPU grants the
    /// defaults always. `memory_hints`, `experimental_features` and `trace` are for native wgpu.
    ///
    /// See [WebGPU `requestDevice`](https://gpuweb.github.io/gpuweb/#dom-gpuadapter-requestdevice).
    ///
    /// # Errors
    /// A feature or limit that the adapter lacks, or that WebGPU has no name for; an adapter that
    /// is lost.
    pub async fn request_device(
        &self,
        descriptor: &DeviceDescriptor<'_>,
    ) -> Result<(Device, Queue), RequestDeviceError> {
        let error = |message| RequestDeviceError {
            label: descriptor.label.unwrap_or_default().to_owned(),
            message,
        };
        let (features, unknown) = convert::feature_names(descriptor.required_features);
        if !unknown.is_empty() {
            let rule = "required_features has features of native wgpu that WebGPU does not have; \
                        leave them out";
            return Err(error(rule.to_owned()));
        }
        let descriptor_raw = raw::GpuDeviceDescriptor {
            required_features: (!features.is_empty()).then_some(features),
            required_limits: convert::raised_limits(&descriptor.required_limits),
            default_queue: None,
            label: convert::label(descriptor.label),
        };
        match self.as_raw().request_device(Some(descriptor_raw)) {
            Ok(device) => Ok(Device::wrap(self, device, descriptor.label)),
            Err(e) => Err(error(e.message)),
        }
    }

    /// The features that a device of this adapter can have.
    pub fn features(&self) -> Features {
        *self
            .inner
            .state
            .features
            .get_or_init(|| convert::features(&self.as_raw().features()))
    }

    /// The best limits that a device of this adapter can have.
    pub fn limits(&self) -> Limits {
        self.inner
            .state
            .limits
            .get_or_init(|| convert::limits(&self.as_raw().limits()))
            .clone()
    }

    /// What the host says of the adapter.
    ///
    /// WebGPU describes an adapter by four strings: `name` is its description, `driver` its vendor
    /// and `driver_info` its architecture. `device_type` is `Cpu` for a fallback adapter.
    pub fn get_info(&self) -> AdapterInfo {
        self.inner
            .state
            .info
            .get_or_init(|| convert::adapter_info(&self.as_raw().info()))
            .clone()
    }
}
