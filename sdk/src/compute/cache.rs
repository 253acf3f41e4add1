//! What is compiled once for a device.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{ComputeEntry, Module};
use crate::{
    BindGroupLayout, ComputePipeline, ComputePipelineDescriptor, Device,
    PipelineCompilationOptions, PipelineLayoutDescriptor, ShaderModule, error::text,
};

/// The modules and pipelines of a device. There are few of each, so that they are found by looking at
/// all.
#[derive(Debug, Default)]
pub(super) struct Cache {
    modules: Vec<Compiled>,
    pipelines: Vec<Pipeline>,
}

/// A module, told from others by its address.
#[derive(Debug)]
struct Compiled {
    module: &'static Module,
    shader: ShaderModule,
    /// In the order of the module's groups.
    layouts: Vec<BindGroupLayout>,
}

#[derive(Debug)]
struct Pipeline {
    entry: &'static ComputeEntry,
    overrides: Vec<f64>,
    pipeline: ComputePipeline,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn same_bits(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits())
}

impl Cache {
    /// The pipeline of an entry point with these values of its override constants.
    pub(super) fn pipeline(
        &mut self,
        device: &Device,
        entry: &'static ComputeEntry,
        overrides: &[f64],
    ) -> ComputePipeline {
        let known = self.pipelines.iter().find(|known| {
            std::ptr::eq(known.entry, entry) && same_bits(&known.overrides, overrides)
        });
        if let Some(known) = known {
            return known.pipeline.clone();
        }
        let pipeline = create_pipeline(device, self.module(device, entry.module), entry, overrides);
        self.pipelines.push(Pipeline {
            entry,
            overrides: overrides.to_vec(),
            pipeline: pipeline.clone(),
        });
        pipeline
    }

    /// The layout of one of the module's groups.
    pub(super) fn layout(
        &mut self,
        device: &Device,
        module: &'static Module,
        index: u32,
    ) -> Option<BindGroupLayout> {
        self.module(device, module).layout(index).cloned()
    }

    fn module(&mut self, device: &Device, module: &'static Module) -> &Compiled {
        let mut known = self.modules.iter();
        let place = known.position(|known| std::ptr::eq(known.module, module));
        let place = place.unwrap_or_else(|| {
            self.modules.push(Compiled::new(device, module));
            self.modules.len() - 1
        });
        &self.modules[place]
    }

    /// Forgets what was made for an entry point: some of it is invalid.
    pub(super) fn forget(&mut self, entry: &'static ComputeEntry) {
        let module = entry.module;
        self.modules
            .retain(|known| !std::ptr::eq(known.module, module));
        self.pipelines
            .retain(|known| !std::ptr::eq(known.entry.module, module));
    }
}

impl Compiled {
    fn new(device: &Device, module: &'static Module) -> Self {
        let groups = module.groups.iter();
        let layouts = groups.map(|group| group.create_layout(device, module.label));
        Self {
            module,
            shader: device.create_shader_module(module.descriptor()),
            layouts: layouts.collect(),
        }
    }

    fn layout(&self, index: u32) -> Option<&BindGroupLayout> {
        let mut groups = self.module.groups.iter().zip(&self.layouts);
        let found = groups.find(|(group, _)| group.index == index);
        found.map(|(_, layout)| layout)
    }
}

/// Its layout has the groups that the entry point uses: the others need not be bound.
fn create_pipeline(
    device: &Device,
    compiled: &Compiled,
    entry: &'static ComputeEntry,
    overrides: &[f64],
) -> ComputePipeline {
    let label = text(&[compiled.module.label, " ", entry.name]);
    let mut layouts = Vec::new();
    for &index in entry.groups {
        layouts.resize(index as usize, None);
        layouts.push(compiled.layout(index));
    }
    let layout = device.create_pipeline_layout(&PipelineLayoutDescriptor {
        label: Some(&label),
        bind_group_layouts: &layouts,
        immediate_size: 0,
    });
    let names = entry.overrides.iter().copied();
    let constants: Vec<_> = names.zip(overrides.iter().copied()).collect();
    device.create_compute_pipeline(&ComputePipelineDescriptor {
        label: Some(&label),
        layout: Some(&layout),
        module: &compiled.shader,
        entry_point: Some(entry.name),
        compilation_options: PipelineCompilationOptions {
            constants: &constants,
            ..Default::default()
        },
        cache: None,
    })
}
