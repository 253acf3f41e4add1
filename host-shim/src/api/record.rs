//! `record-gpu-pipeline-constant-value` and `record-option-gpu-size64`: maps from strings.

use std::collections::BTreeMap;

use wasmtime::component::Resource;

use crate::quota::{Charge, check_text};
use crate::{WebGpuCtxView, wit};

/// What an entry takes of the host's memory besides its key.
const ENTRY_BYTES: usize = 64;

/// The values of a pipeline's override constants, by name or numeric id.
pub type PipelineConstants = Record<wit::GpuPipelineConstantValue>;

/// The limits that a device should have, by name; `None` stands for JavaScript's `undefined`.
pub type RequiredLimits = Record<Option<wit::GpuSize64>>;

/// A record of WebIDL.
pub struct Record<V> {
    pub(crate) entries: BTreeMap<String, V>,
    quota: Charge,
}

macro_rules! record_resource {
    ($host:ident, $record:ty, $value:ty) => {
        impl wit::$host for WebGpuCtxView<'_> {
            fn new(&mut self) -> wasmtime::Result<Resource<$record>> {
                let quota = Charge::none(&self.ctx.accounts.host_memory);
                let entries = BTreeMap::new();
                self.push(Record { entries, quota })
            }

            fn add(
                &mut self,
                this: Resource<$record>,
                key: String,
                value: $value,
            ) -> wasmtime::Result<()> {
                check_text("add", &key)?;
                let record = self.table.get_mut(&this)?;
                let grown = record.quota.grow((key.len() + ENTRY_BYTES) as u64);
                grown.map_err(|over| over.trap("add"))?;
                record.entries.insert(key, value);
                Ok(())
            }

            fn remove(&mut self, this: Resource<$record>, key: String) -> wasmtime::Result<()> {
                self.table.get_mut(&this)?.entries.remove(&key);
                Ok(())
            }

            getters!(record: $record {
                get(key: String) -> Option<$value> = record.entries.get(&key).copied();
                has(key: String) -> bool = record.entries.contains_key(&key);
                keys() -> Vec<String> = record.entries.keys().cloned().collect();
                values() -> Vec<$value> = record.entries.values().copied().collect();
                entries() -> Vec<(String, $value)> = record.entries.clone().into_iter().collect();
            });

            resource_drop!($record);
        }
    };
}

record_resource!(
    HostRecordGpuPipelineConstantValue,
    PipelineConstants,
    wit::GpuPipelineConstantValue
);
record_resource!(
    HostRecordOptionGpuSize64,
    RequiredLimits,
    Option<wit::GpuSize64>
);
