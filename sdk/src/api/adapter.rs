use std::sync::OnceLock;

use wgpu_types::{
    AdapterInfo, DownlevelCapabilities, Features, Limits, TextureFormat, TextureFormatFeatures,
};

use super::{Device, Label, Queue, RequiredLimits, handle::handle};
use crate::{RequestDeviceError, RequestDeviceErrorKind, convert, error::text, raw};

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
    /// A handle for a raw resource.
    pub fn from_raw(raw: raw::GpuAdapter) -> Self {
        Self::make(raw, None, Facts::default())
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
        let limits = convert::raised_limits(&descriptor.required_limits);
        self.request(descriptor, Vec::new(), limits)
    }

    /// As [`request_device`](Self::request_device), with more features and limits by WebGPU's own
    /// names: also those that [`Features`] has no flag and [`Limits`] no field for.
    ///
    /// ```no_run
    /// # async fn request(adapter: wasi_webgpu::Adapter) -> wasi_webgpu::Result<()> {
    /// let limits = [("maxStorageBuffersInVertexStage", 4)].into_iter().collect();
    /// let (device, queue) = adapter
    ///     .request_device_with(&Default::default(), &["texture-formats-tier1"], limits)
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As there.
    pub async fn request_device_with(
        &self,
        descriptor: &DeviceDescriptor<'_>,
        features: &[&str],
        limits: RequiredLimits,
    ) -> Result<(Device, Queue), RequestDeviceError> {
        let mut more = Vec::with_capacity(features.len());
        for name in features {
            let known = convert::feature_named(name);
            more.push(known.ok_or_else(|| RequestDeviceError {
                kind: RequestDeviceErrorKind::UnsupportedFeature,
                label: descriptor.label.unwrap_or_default().to_owned(),
                message: text(&["WebGPU has no feature \"", name, "\"; check the name"]),
            })?);
        }
        let mut all = convert::raised_limits(&descriptor.required_limits).unwrap_or_default();
        for (name, value) in limits.entries() {
            all.insert(&name, value);
        }
        self.request(descriptor, more, Some(all))
    }

    fn request(
        &self,
        descriptor: &DeviceDescriptor<'_>,
        more: Vec<raw::GpuFeatureName>,
        limits: Option<RequiredLimits>,
    ) -> Result<(Device, Queue), RequestDeviceError> {
        let label = descriptor.label.unwrap_or_default();
        let error = |kind, message| RequestDeviceError {
            kind,
            label: label.to_owned(),
            message,
        };
        let (mut features, unknown) = convert::feature_names(descriptor.required_features);
        if !unknown.is_empty() {
            let rule = "required_features has features of native wgpu that WebGPU does not have; \
                        leave them out";
            return Err(error(
                RequestDeviceErrorKind::UnsupportedFeature,
                rule.to_owned(),
            ));
        }
        features.extend(more);
        let raises_limits = limits.is_some();
        let descriptor_raw = raw::GpuDeviceDescriptor {
            required_features: (!features.is_empty()).then_some(features),
            required_limits: limits.map(RequiredLimits::into_raw),
            default_queue: None,
            label: convert::label(descriptor.label),
        };
        match self.as_raw().request_device(Some(descriptor_raw)) {
            Ok(device) => Ok(Device::wrap(Some(self), device, label.to_owned())),
            Err(e) => Err(error(
                match e.kind {
                    raw::RequestDeviceErrorKind::TypeError => {
                        RequestDeviceErrorKind::UnsupportedFeature
                    }
                    raw::RequestDeviceErrorKind::OperationError if raises_limits => {
                        RequestDeviceErrorKind::LimitExceeded
                    }
                    raw::RequestDeviceErrorKind::OperationError => RequestDeviceErrorKind::Refused,
                },
                e.message,
            )),
        }
    }

    /// The features that a device of this adapter can have.
    pub fn features(&self) -> Features {
        let features = || convert::features(&self.as_raw().features());
        *self.inner.state.features.get_or_init(features)
    }

    /// Whether a device of this adapter can have the feature that WebGPU calls so; see
    /// [`Device::has_feature`].
    pub fn has_feature(&self, name: &str) -> bool {
        self.as_raw().features().has(name)
    }

    /// The best limits that a device of this adapter can have.
    pub fn limits(&self) -> Limits {
        let limits = || convert::limits(&self.as_raw().limits());
        self.inner.state.limits.get_or_init(limits).clone()
    }

    /// The limit that WebGPU calls so; see [`Device::limit`].
    pub fn limit(&self, name: &str) -> Option<u64> {
        convert::limit(&self.as_raw().limits(), name)
    }

    /// What the adapter lacks of WebGPU: nothing.
    pub fn get_downlevel_capabilities(&self) -> DownlevelCapabilities {
        DownlevelCapabilities::default()
    }

    /// What textures of a format can do: what WebGPU guarantees, with the adapter's features.
    ///
    /// See [WebGPU's texture format capabilities](
    /// https://gpuweb.github.io/gpuweb/#texture-format-caps).
    pub fn get_texture_format_features(&self, format: TextureFormat) -> TextureFormatFeatures {
        format.guaranteed_format_features(self.features())
    }

    /// What the host says of the adapter.
    ///
    /// WebGPU describes an adapter by four strings: `name` is its description, `driver` its vendor
    /// and `driver_info` its architecture. `device_type` is `Cpu` for a fallback adapter.
    pub fn get_info(&self) -> AdapterInfo {
        let info = || convert::adapter_info(&self.as_raw().info());
        self.inner.state.info.get_or_init(info).clone()
    }
}
