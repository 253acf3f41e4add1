use wgpu_types::{InstanceDescriptor, TextureFormat};

use super::{Adapter, handle::handle};
use crate::{RequestAdapterError, convert, raw};

handle!(
    /// The entry to the GPU: gives adapters.
    ///
    /// Corresponds to [WebGPU `GPU`](https://gpuweb.github.io/gpuweb/#gpu-interface).
    Instance,
    Gpu,
    ()
);

/// What no value can be: the SDK has no surfaces, so an adapter need never be compatible with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoSurface {}

/// Which adapter a guest asks for. `compatible_surface` is always `None`; limit buckets are the
/// host's affair.
///
/// Corresponds to [WebGPU `GPURequestAdapterOptions`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurequestadapteroptions).
pub type RequestAdapterOptions = wgpu_types::RequestAdapterOptions<NoSurface>;

impl Default for Instance {
    fn default() -> Self {
        Self::new(InstanceDescriptor::new_without_display_handle())
    }
}

impl Instance {
    /// The host's GPU. The descriptor is wgpu's: it chooses backends and debugging flags, which in
    /// a guest are the host's choice, so nothing of it is used.
    pub fn new(_: InstanceDescriptor) -> Self {
        Self::make(raw::get_gpu(), None, ())
    }

    /// A handle for a raw resource.
    pub fn from_raw(raw: raw::Gpu) -> Self {
        Self::make(raw, None, ())
    }

    /// The format that the host shows on a screen with the least work, for a
    /// [`Surface`](crate::Surface).
    ///
    /// See [WebGPU `getPreferredCanvasFormat`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpu-getpreferredcanvasformat).
    pub fn get_preferred_canvas_format(&self) -> TextureFormat {
        self.as_raw().get_preferred_canvas_format().into()
    }

    /// The parts of WGSL beyond its core that the host's compiler knows.
    ///
    /// See [WebGPU `wgslLanguageFeatures`](
    /// https://gpuweb.github.io/gpuweb/#dom-gpu-wgsllanguagefeatures).
    pub fn wgsl_language_features(&self) -> WgslLanguageFeatures {
        let raw = self.as_raw().wgsl_language_features();
        WgslLanguageFeatures { raw }
    }

    /// Asks for an adapter: one GPU, or a software one. Other tasks of the guest wait meanwhile.
    ///
    /// See [WebGPU `requestAdapter`](https://gpuweb.github.io/gpuweb/#dom-gpu-requestadapter).
    ///
    /// # Errors
    /// The host has none that fits the options.
    pub async fn request_adapter(
        &self,
        options: &RequestAdapterOptions,
    ) -> Result<Adapter, RequestAdapterError> {
        let options = raw::GpuRequestAdapterOptions {
            feature_level: None,
            power_preference: convert::power_preference(options.power_preference),
            force_fallback_adapter: Some(options.force_fallback_adapter),
            xr_compatible: None,
        };
        let adapter = self.as_raw().request_adapter(Some(&options));
        adapter.map(Adapter::from_raw).ok_or(RequestAdapterError)
    }
}

/// The parts of WGSL beyond its core that the host's compiler knows, by their names.
///
/// Corresponds to [WebGPU `WGSLLanguageFeatures`](
/// https://gpuweb.github.io/gpuweb/#gpuwgsllanguagefeatures).
#[derive(Debug)]
pub struct WgslLanguageFeatures {
    raw: raw::WgslLanguageFeatures,
}

impl WgslLanguageFeatures {
    /// Whether the compiler knows the feature, `packed_4x8_integer_dot_product` for instance.
    ///
    /// The names are those of [WGSL's language extensions](
    /// https://gpuweb.github.io/gpuweb/wgsl/#language-extensions-sec).
    pub fn has(&self, name: &str) -> bool {
        self.raw.has(name)
    }
}
