//! A recording on the GPU.

use std::num::NonZero;
use std::time::{Duration, Instant};

use wgpu::{
    BindGroup, BindGroupDescriptor, BindGroupEntry, BindGroupLayout, BindGroupLayoutDescriptor,
    BindGroupLayoutEntry, BindingResource, BindingType, Buffer, BufferBinding, BufferBindingType,
    BufferDescriptor, BufferUsages, ComputePipeline, ComputePipelineDescriptor, ErrorFilter,
    PipelineCompilationOptions, PipelineLayoutDescriptor, ShaderModule, ShaderModuleDescriptor,
    ShaderSource, ShaderStages,
};

use super::files::Contents;
use super::gpu::Gpu;
use crate::Result;
use crate::recording::{self, Binding, Kind, Recording, Step};

/// Bytes of contents that may wait for a submission.
const WAITING: usize = 64 << 20;

/// A recording, and the objects that it needs.
pub(crate) struct Player {
    recording: Recording,
    pipelines: Vec<ComputePipeline>,
    buffers: Vec<Buffer>,
    bind_groups: Vec<BindGroup>,
}

/// A module, and its layouts by the index of the group.
struct Module {
    shader: ShaderModule,
    layouts: Vec<(u32, BindGroupLayout)>,
}

impl Module {
    fn layout(&self, group: u32) -> Option<&BindGroupLayout> {
        let mut layouts = self.layouts.iter();
        let found = layouts.find(|(index, _)| *index == group);
        found.map(|(_, layout)| layout)
    }
}

impl Player {
    /// Makes the objects.
    ///
    /// # Errors
    ///
    /// The contents cannot be read, or the device refuses an object.
    pub(crate) fn new(gpu: &Gpu, recording: Recording, contents: Contents) -> Result<Self> {
        let scope = gpu.device.push_error_scope(ErrorFilter::Validation);
        let modules: Vec<_> = recording.modules.iter().map(|it| module(gpu, it)).collect();
        let pipelines = recording.pipelines.iter().map(|it| {
            let compiled = &modules[it.module];
            pipeline(gpu, compiled, it)
        });
        let pipelines = pipelines.collect();
        let buffers = buffers(gpu, &recording, contents)?;
        let groups = recording.bind_groups.iter().map(|it| {
            let layout = modules[it.module].layout(it.group);
            let layout = layout.ok_or("a bind group without a layout")?;
            Ok(bind_group(gpu, layout, it, &buffers))
        });
        let bind_groups = groups.collect::<Result<_>>()?;
        match pollster::block_on(scope.pop()) {
            Some(error) => Err(error.into()),
            None => Ok(Self {
                recording,
                pipelines,
                buffers,
                bind_groups,
            }),
        }
    }

    /// Does the work so many times, until the GPU is done with it.
    pub(crate) fn play(&self, gpu: &Gpu, times: u32) -> Result<Duration> {
        let begin = Instant::now();
        for _ in 0..times {
            self.recording
                .steps
                .iter()
                .for_each(|it| self.step(gpu, it));
        }
        gpu.finish()?;
        Ok(begin.elapsed())
    }

    fn step(&self, gpu: &Gpu, step: &Step) {
        let dispatches = match step {
            Step::Write(write) => {
                let buffer = &self.buffers[write.buffer];
                return gpu.queue.write_buffer(buffer, write.offset, &write.bytes);
            }
            Step::Run(dispatches) => dispatches,
        };
        let mut encoder = gpu.device.create_command_encoder(&Default::default());
        let mut pass = encoder.begin_compute_pass(&Default::default());
        for dispatch in dispatches {
            pass.set_pipeline(&self.pipelines[dispatch.pipeline]);
            for (index, group) in &dispatch.bind_groups {
                pass.set_bind_group(*index, &self.bind_groups[*group], &[]);
            }
            let [x, y, z] = dispatch.workgroups;
            pass.dispatch_workgroups(x, y, z);
        }
        drop(pass);
        gpu.queue.submit([encoder.finish()]);
    }

    /// That the work, done once, has the guest's results.
    ///
    /// # Errors
    ///
    /// A byte differs.
    pub(crate) fn check(&self, gpu: &Gpu) -> Result<()> {
        for result in &self.recording.results {
            let buffer = &self.buffers[result.buffer];
            let bytes = gpu.read(buffer, result.offset, result.bytes.len())?;
            let mut pairs = bytes.iter().zip(&result.bytes);
            if let Some(byte) = pairs.position(|(native, guest)| native != guest) {
                let label = &self.recording.buffers[result.buffer].label;
                return Err(format!(
                    "the result is not the guest's: {label:?} differs at byte {}",
                    result.offset + byte as u64
                )
                .into());
            }
        }
        Ok(())
    }
}

fn module(gpu: &Gpu, module: &recording::Module) -> Module {
    let layouts = module.groups.iter().map(|(index, bindings)| {
        let entries: Vec<_> = bindings.iter().map(layout_entry).collect();
        let descriptor = BindGroupLayoutDescriptor {
            label: Some(&module.label),
            entries: &entries,
        };
        (*index, gpu.device.create_bind_group_layout(&descriptor))
    });
    Module {
        shader: gpu.device.create_shader_module(ShaderModuleDescriptor {
            label: Some(&module.label),
            source: ShaderSource::Wgsl(module.wgsl.as_str().into()),
        }),
        layouts: layouts.collect(),
    }
}

fn layout_entry(binding: &Binding) -> BindGroupLayoutEntry {
    BindGroupLayoutEntry {
        binding: binding.binding,
        visibility: ShaderStages::COMPUTE,
        ty: BindingType::Buffer {
            ty: match binding.kind {
                Kind::Uniform => BufferBindingType::Uniform,
                Kind::Storage { read_only } => BufferBindingType::Storage { read_only },
            },
            has_dynamic_offset: false,
            min_binding_size: binding.least.and_then(NonZero::new),
        },
        count: None,
    }
}

/// Its layout has the groups that the entry point uses, as the SDK's have.
fn pipeline(gpu: &Gpu, module: &Module, pipeline: &recording::Pipeline) -> ComputePipeline {
    let mut layouts = Vec::new();
    for &index in &pipeline.groups {
        layouts.resize(index as usize, None);
        layouts.push(module.layout(index));
    }
    let layout = gpu
        .device
        .create_pipeline_layout(&PipelineLayoutDescriptor {
            label: None,
            bind_group_layouts: &layouts,
            immediate_size: 0,
        });
    let constants = pipeline.constants.iter();
    let constants: Vec<_> = constants.map(|(name, value)| (&**name, *value)).collect();
    gpu.device
        .create_compute_pipeline(&ComputePipelineDescriptor {
            label: Some(&pipeline.entry_point),
            layout: Some(&layout),
            module: &module.shader,
            entry_point: Some(&pipeline.entry_point),
            compilation_options: PipelineCompilationOptions {
                constants: &constants,
                ..Default::default()
            },
            cache: None,
        })
}

fn buffers(gpu: &Gpu, recording: &Recording, mut contents: Contents) -> Result<Vec<Buffer>> {
    let mut waiting = 0;
    let mut buffers = Vec::with_capacity(recording.buffers.len());
    for recorded in &recording.buffers {
        let buffer = gpu.device.create_buffer(&BufferDescriptor {
            label: Some(&recorded.label),
            size: recorded.size,
            usage: BufferUsages::from_bits_truncate(recorded.usage),
            mapped_at_creation: false,
        });
        for content in &recorded.contents {
            let bytes = contents.get(content)?;
            gpu.queue.write_buffer(&buffer, content.offset, &bytes);
            waiting += bytes.len();
            if waiting > WAITING {
                gpu.finish()?;
                waiting = 0;
            }
        }
        buffers.push(buffer);
    }
    Ok(buffers)
}

fn bind_group(
    gpu: &Gpu,
    layout: &BindGroupLayout,
    group: &recording::BindGroup,
    buffers: &[Buffer],
) -> BindGroup {
    let entries = group
        .entries
        .iter()
        .map(|(binding, buffer, range)| BindGroupEntry {
            binding: *binding,
            resource: BindingResource::Buffer(BufferBinding {
                buffer: &buffers[*buffer],
                offset: range.start,
                size: NonZero::new(range.end - range.start),
            }),
        });
    gpu.device.create_bind_group(&BindGroupDescriptor {
        label: None,
        layout,
        entries: &entries.collect::<Vec<_>>(),
    })
}
