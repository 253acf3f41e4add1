use std::borrow::Cow;

use super::{Label, handle::handle};

handle!(
    /// A compiled shader.
    ///
    /// Corresponds to [WebGPU `GPUShaderModule`](https://gpuweb.github.io/gpuweb/#gpushadermodule).
    ShaderModule,
    GpuShaderModule
);

/// Describes a [`ShaderModule`].
///
/// Corresponds to [WebGPU `GPUShaderModuleDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpushadermoduledescriptor).
#[derive(Clone, Debug)]
pub struct ShaderModuleDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// The shader's text.
    pub source: ShaderSource<'a>,
}

/// The text of a shader.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ShaderSource<'a> {
    /// [WGSL](https://gpuweb.github.io/gpuweb/wgsl/), the only language that WebGPU takes.
    Wgsl(Cow<'a, str>),
}
