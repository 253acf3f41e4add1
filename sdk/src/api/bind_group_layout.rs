use wgpu_types::BindGroupLayoutEntry;

use super::{Label, handle::handle};

handle!(
    /// The types of the resources that a bind group of this layout holds.
    ///
    /// Corresponds to [WebGPU `GPUBindGroupLayout`](
    /// https://gpuweb.github.io/gpuweb/#gpubindgrouplayout).
    BindGroupLayout,
    GpuBindGroupLayout
);

/// Describes a [`BindGroupLayout`].
///
/// Corresponds to [WebGPU `GPUBindGroupLayoutDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpubindgrouplayoutdescriptor).
#[derive(Clone, Debug, Default)]
pub struct BindGroupLayoutDescriptor<'a> {
    /// Name that errors show.
    pub label: Label<'a>,
    /// One entry a binding, in any order.
    pub entries: &'a [BindGroupLayoutEntry],
}
