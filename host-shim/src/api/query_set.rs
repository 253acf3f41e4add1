//! `gpu-query-set`.

use std::sync::Arc;

use wasmtime::component::Resource;
use wgpu_core::global::Global;
use wgpu_core::id::QuerySetId;
use wgpu_types::{Features, QuerySetDescriptor, QueryType};

use crate::device_state::DeviceState;
use crate::errors::message;
use crate::handle::Object;
use crate::{WebGpuCtxView, wit};

/// What a query takes of the GPU's memory.
const QUERY_BYTES: u64 = 8;

/// A `gpu-query-set`.
pub type QuerySet = Object<QuerySetId, QuerySetState>;

/// What a query set has beside its id.
pub struct QuerySetState {
    ty: wit::GpuQueryType,
    count: u32,
}

impl QuerySet {
    pub(crate) fn create(
        device: &Arc<DeviceState>,
        descriptor: wit::GpuQuerySetDescriptor,
    ) -> wasmtime::Result<Result<Self, wit::CreateQuerySetError>> {
        let wit::GpuQuerySetDescriptor {
            type_: ty,
            count,
            label,
        } = descriptor;
        let core_type = match ty {
            wit::GpuQueryType::Occlusion => QueryType::Occlusion,
            wit::GpuQueryType::Timestamp => QueryType::Timestamp,
        };
        if ty == wit::GpuQueryType::Timestamp
            && !device.features.contains(Features::TIMESTAMP_QUERY)
        {
            return Ok(Err(wit::CreateQuerySetError {
                kind: wit::CreateQuerySetErrorKind::TypeError,
                message: message(
                    "create-query-set",
                    &label.unwrap_or_default(),
                    "the device lacks the feature `timestamp-query`; require it in request-device",
                ),
            }));
        }
        let state = QuerySetState { ty, count };
        let (call, bytes) = ("create-query-set", u64::from(count) * QUERY_BYTES);
        let query_set =
            device.create_in_memory(call, label, state, Ok(bytes), |global, label, fits| {
                let descriptor = QuerySetDescriptor {
                    label,
                    ty: core_type,
                    count: if fits { count } else { u32::MAX },
                };
                global.device_create_query_set(device.id(), &descriptor, None)
            })?;
        Ok(Ok(query_set))
    }
}

impl wit::HostGpuQuerySet for WebGpuCtxView<'_> {
    fn destroy(&mut self, this: Resource<QuerySet>) -> wasmtime::Result<()> {
        self.table.get(&this)?.destroy(Global::query_set_destroy)
    }

    getters!(query_set: QuerySet {
        type_() -> wit::GpuQueryType = query_set.state.ty;
        count() -> u32 = query_set.state.count;
    });

    labelled_resource!(QuerySet);
}
