use wgpu_types::QueryType;

use super::{Label, handle::handle};
use crate::raw;

handle!(
    /// Queries: numbers that the GPU writes, timestamps for instance.
    ///
    /// Corresponds to [WebGPU `GPUQuerySet`](https://gpuweb.github.io/gpuweb/#gpuqueryset).
    QuerySet,
    GpuQuerySet,
    (QueryType, u32)
);

/// Describes a [`QuerySet`].
///
/// Corresponds to [WebGPU `GPUQuerySetDescriptor`](
/// https://gpuweb.github.io/gpuweb/#dictdef-gpuquerysetdescriptor).
pub type QuerySetDescriptor<'a> = wgpu_types::QuerySetDescriptor<Label<'a>>;

impl QuerySet {
    /// A handle for a raw resource. The host is asked for all that is known of it.
    pub fn from_raw(raw: raw::GpuQuerySet) -> Self {
        let (label, state) = (raw.label(), (raw.type_().into(), raw.count()));
        Self::make(raw, Some(label), state)
    }

    /// Releases the queries at once, whoever still has a handle.
    pub fn destroy(&self) {
        self.as_raw().destroy();
    }

    /// What the queries are.
    pub fn ty(&self) -> QueryType {
        self.inner.state.0
    }

    /// How many queries.
    pub fn count(&self) -> u32 {
        self.inner.state.1
    }
}
