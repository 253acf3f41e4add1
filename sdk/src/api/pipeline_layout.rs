use super::{BindGroupLayout, Label, handle::handle};

handle!(
    /// The bind group layouts of a pipeline.
    ///
    /// Corresponds to [WebGPU `GPUPipelineLayout`](
    /// https://gpuweb.github.io/gpuweb/#gpupipelinelayout).
    PipelineLayout,
    GpuPipelineLayout
);

/// Describes a [`PipelineLayout`].
///
/// Corresponds to [WebGPU `GPUPipelineLayoutDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpupipelinelayoutdescriptor).
#[derive(Clone, Debug, Default)]
pub struct PipelineLayoutDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// The layout of each group, by the number in the shader's `@group(…)`; `None` for a group
    /// that no shader of the pipeline uses.
    pub bind_group_layouts: &'a [Option<&'a BindGroupLayout>],
    /// Bytes of immediate data; 0 for none.
    pub immediate_size: u32,
}
