use std::sync::{Arc, Mutex};

use super::{Bindings, ComputeEntry, Gpu, cache::lock, check};
use crate::{BindGroup, ComputePass, ComputePipeline, Result, error::text};

/// An entry point with what it is bound to: to be dispatched.
///
/// The function of an entry point in a typed module gives one. Its clones share the bind groups, which
/// are made when it first runs.
#[derive(Clone, Debug)]
pub struct Launch {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    gpu: Gpu,
    entry: &'static ComputeEntry,
    overrides: Vec<f64>,
    groups: Vec<(u32, Bindings)>,
    prepared: Mutex<Option<Prepared>>,
}

/// What a pass sets.
#[derive(Debug)]
struct Prepared {
    pipeline: ComputePipeline,
    bind_groups: Vec<(u32, BindGroup)>,
}

impl Launch {
    /// `overrides` has a value for each of the entry's override constants, in their order; `groups`
    /// the bindings of each of the entry's groups, by index. Whether they fit is found out when it
    /// runs.
    pub fn new(
        gpu: &Gpu,
        entry: &'static ComputeEntry,
        overrides: Vec<f64>,
        groups: Vec<(u32, Bindings)>,
    ) -> Self {
        let inner = Inner {
            gpu: gpu.clone(),
            entry,
            overrides,
            groups,
            prepared: Mutex::new(None),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The device that it is for.
    pub fn gpu(&self) -> &Gpu {
        &self.inner.gpu
    }

    /// The entry point.
    pub fn entry(&self) -> &'static ComputeEntry {
        self.inner.entry
    }

    /// The values of the entry's override constants, in their order.
    pub fn overrides(&self) -> &[f64] {
        &self.inner.overrides
    }

    /// What is bound to each of the entry's groups, by the index of the group.
    pub fn bindings(&self) -> &[(u32, Bindings)] {
        &self.inner.groups
    }

    /// The entry point's workgroup size, with the override constants given.
    pub fn workgroup_size(&self) -> [u32; 3] {
        (self.inner.entry.workgroup_size)(&self.inner.overrides)
    }

    /// The compiled entry point, for the plain layer. Launches of the same entry point and the same
    /// override constants share one.
    ///
    /// # Errors
    /// The device lacks a feature that the module needs, or has lower limits. What WebGPU finds wrong
    /// goes to the error scope.
    pub fn pipeline(&self) -> Result<ComputePipeline> {
        self.prepared(|prepared| prepared.pipeline.clone())
    }

    /// The module and the entry point, for errors.
    pub(super) fn label(&self) -> String {
        let entry = self.inner.entry;
        text(&[entry.module.label, " ", entry.name])
    }

    /// Sets pipeline and bind groups.
    pub(super) fn set(&self, pass: &mut ComputePass<'_>) -> Result<()> {
        self.prepared(|prepared| {
            pass.set_pipeline(&prepared.pipeline);
            for (index, bind_group) in &prepared.bind_groups {
                pass.set_bind_group(*index, bind_group, &[]);
            }
        })
    }

    /// Forgets what was made for it: some of it is invalid.
    pub(super) fn forget(&self) {
        *lock(&self.inner.prepared) = None;
        self.inner.gpu.cache().forget(self.inner.entry);
    }

    fn prepared<R>(&self, f: impl FnOnce(&Prepared) -> R) -> Result<R> {
        let mut prepared = lock(&self.inner.prepared);
        Ok(f(match &mut *prepared {
            Some(prepared) => prepared,
            empty => empty.insert(self.prepare()?),
        }))
    }

    fn prepare(&self) -> Result<Prepared> {
        let Inner {
            gpu,
            entry,
            overrides,
            groups,
            ..
        } = &*self.inner;
        let label = self.label();
        check::entry(gpu, entry, overrides, &label)?;
        let mut cache = gpu.cache();
        let mut bind_groups = Vec::with_capacity(groups.len());
        for (index, bindings) in groups {
            let layout = cache.layout(gpu.device(), entry.module, *index);
            let (Some(group), Some(layout)) = (entry.module.group(*index), layout) else {
                continue;
            };
            check::bindings(gpu, group, bindings, &label)?;
            let device = gpu.device();
            let bind_group = bindings.create_bind_group(device, &layout, group, &label);
            bind_groups.push((*index, bind_group));
        }
        Ok(Prepared {
            pipeline: cache.pipeline(gpu.device(), entry, overrides),
            bind_groups,
        })
    }
}
