use super::{Label, handle::handle};

handle!(
    /// Draws that were recorded once, to execute in render passes.
    ///
    /// Corresponds to [WebGPU `GPURenderBundle`](https://gpuweb.github.io/gpuweb/#gpurenderbundle).
    RenderBundle,
    GpuRenderBundle
);

/// Describes a [`RenderBundle`].
///
/// Corresponds to [WebGPU `GPURenderBundleDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpurenderbundledescriptor).
pub type RenderBundleDescriptor<'a> = wgpu_types::RenderBundleDescriptor<Label<'a>>;
