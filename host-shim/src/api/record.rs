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

            fn get(
                &mut self,
                this: Resource<$record>,
                key: String,
            ) -> wasmtime::Result<Option<$value>> {
                Ok(self.table.get(&this)?.entries.get(&key).copied())
            }

            fn has(&mut self, this: Resource<$record>, key: String) -> wasmtime::Result<bool> {
                Ok(self.table.get(&this)?.entries.contains_key(&key))
            }

            fn remove(&mut self, this: Resource<$record>, key: String) -> wasmtime::Result<()> {
                self.table.get_mut(&this)?.entries.remove(&key);
                Ok(())
            }

            fn keys(&mut self, this: Resource<$record>) -> wasmtime::Result<Vec<String>> {
                Ok(self.table.get(&this)?.entries.keys().cloned().collect())
            }

            fn values(&mut self, this: Resource<$record>) -> wasmtime::Result<Vec<$value>> {
                Ok(self.table.get(&this)?.entries.values().copied().collect())
            }

            fn entries(
                &mut self,
                this: Resource<$record>,
            ) -> wasmtime::Result<Vec<(String, $value)>> {
                Ok(self.table.get(&this)?.entries.clone().into_iter().collect())
            }

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
