//! `record-gpu-pipeline-constant-value` and `record-option-gpu-size64`: maps from strings.

use std::collections::BTreeMap;

use wasmtime::component::Resource;

use crate::{WebGpuCtxView, wit};

/// The values of a pipeline's override constants, by name or numeric id.
pub type PipelineConstants = BTreeMap<String, wit::GpuPipelineConstantValue>;

/// The limits that a device should have, by name; `None` stands for JavaScript's `undefined`.
pub type RequiredLimits = BTreeMap<String, Option<wit::GpuSize64>>;

macro_rules! record_resource {
    ($host:ident, $record:ty, $value:ty) => {
        impl wit::$host for WebGpuCtxView<'_> {
            fn new(&mut self) -> wasmtime::Result<Resource<$record>> {
                Ok(self.table.push(<$record>::new())?)
            }

            fn add(
                &mut self,
                this: Resource<$record>,
                key: String,
                value: $value,
            ) -> wasmtime::Result<()> {
                self.table.get_mut(&this)?.insert(key, value);
                Ok(())
            }

            fn get(
                &mut self,
                this: Resource<$record>,
                key: String,
            ) -> wasmtime::Result<Option<$value>> {
                Ok(self.table.get(&this)?.get(&key).copied())
            }

            fn has(&mut self, this: Resource<$record>, key: String) -> wasmtime::Result<bool> {
                Ok(self.table.get(&this)?.contains_key(&key))
            }

            fn remove(&mut self, this: Resource<$record>, key: String) -> wasmtime::Result<()> {
                self.table.get_mut(&this)?.remove(&key);
                Ok(())
            }

            fn keys(&mut self, this: Resource<$record>) -> wasmtime::Result<Vec<String>> {
                Ok(self.table.get(&this)?.keys().cloned().collect())
            }

            fn values(&mut self, this: Resource<$record>) -> wasmtime::Result<Vec<$value>> {
                Ok(self.table.get(&this)?.values().copied().collect())
            }

            fn entries(
                &mut self,
                this: Resource<$record>,
            ) -> wasmtime::Result<Vec<(String, $value)>> {
                Ok(self.table.get(&this)?.clone().into_iter().collect())
            }

            fn drop(&mut self, this: Resource<$record>) -> wasmtime::Result<()> {
                self.table.delete(this)?;
                Ok(())
            }
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
