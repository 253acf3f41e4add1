//! Makes the calls that make objects.

use std::rc::Rc;

use wasi_webgpu::raw::{self, GpuBindingResource as Resource};

use crate::objects::{Objects, get};
use crate::op::{Count, Extent, Op, Part, Pick};
use crate::run::{bytes, extent, number};
use crate::tables::*;

impl Objects {
    /// Makes an object; `None` for other calls, and where one that it needs is not there.
    pub(crate) fn create(&mut self, op: Op) -> Option<()> {
        match op {
            Op::NewBuffer {
                device,
                size,
                usage,
                mapped,
            } => {
                let buffer = self
                    .device(device)
                    .create_buffer(&raw::GpuBufferDescriptor {
                        size: size.0,
                        usage: usage.from(&BUFFERS),
                        mapped_at_creation: Some(mapped && size.0 < 1 << 30),
                        label: None,
                    });
                self.buffers.push(Rc::new(buffer));
            }
            Op::NewTexture {
                device,
                format,
                usage,
                size,
                levels,
                samples,
                dimension,
            } => {
                let texture = self
                    .device(device)
                    .create_texture(&raw::GpuTextureDescriptor {
                        size: small(size),
                        mip_level_count: number(levels),
                        sample_count: number(samples),
                        dimension: Some(dimension.from(&DIMENSIONS)),
                        format: format.from(&FORMATS),
                        usage: usage.from(&TEXTURES),
                        view_formats: None,
                        texture_binding_view_dimension: None,
                        label: None,
                    });
                self.textures.push(texture);
            }
            Op::NewView {
                place,
                levels,
                layers,
                dimension,
                format,
            } => {
                let texture = get(&self.textures, place.texture)?;
                let view = texture.create_view(Some(&raw::GpuTextureViewDescriptor {
                    format: format.map(|it| it.from(&FORMATS)),
                    dimension: dimension.map(|it| it.from(&VIEWS)),
                    usage: None,
                    aspect: place.aspect.from(&ASPECTS),
                    base_mip_level: number(place.level).map(|level| level / 2),
                    mip_level_count: number(levels),
                    base_array_layer: number(place.z).map(|layer| layer / 2),
                    array_layer_count: number(layers),
                    swizzle: None,
                    label: None,
                }));
                self.views.push(view);
            }
            Op::Scene { which, old } => self.scene(which, old)?,
            Op::Scenes { which, old } => {
                for which in which {
                    self.scene(which, old);
                }
            }
            Op::SubmitNewest { which } => {
                // It is taken out, as nothing can be done with it any more.
                let index = which.of(self.commands.len())?;
                let commands = self.commands.swap_remove(index);
                self.queues[0].submit(&[&commands]);
            }
            Op::NewSampler {
                device,
                lod,
                anisotropy,
                linear,
            } => {
                let filter = if linear {
                    raw::GpuFilterMode::Linear
                } else {
                    raw::GpuFilterMode::Nearest
                };
                let sampler =
                    self.device(device)
                        .create_sampler(Some(&raw::GpuSamplerDescriptor {
                            address_mode_u: None,
                            address_mode_v: None,
                            address_mode_w: None,
                            mag_filter: Some(filter),
                            min_filter: Some(filter),
                            mipmap_filter: linear.then_some(raw::GpuMipmapFilterMode::Linear),
                            lod_min_clamp: Some(lod[0].0),
                            lod_max_clamp: Some(lod[1].0),
                            compare: None,
                            max_anisotropy: anisotropy,
                            label: None,
                        }));
                self.samplers.push(sampler);
            }
            Op::NewQueries {
                device,
                count,
                timestamp,
            } => {
                let type_ = if timestamp {
                    raw::GpuQueryType::Timestamp
                } else {
                    raw::GpuQueryType::Occlusion
                };
                let made = self
                    .device(device)
                    .create_query_set(&raw::GpuQuerySetDescriptor {
                        type_,
                        count: count.0,
                        label: None,
                    });
                self.queries.push(made.ok()?);
            }
            Op::NewEncoder { device } => {
                let encoder = self.device(device).create_command_encoder(None);
                self.encoders.push(encoder);
            }
            Op::NewBundleEncoder {
                device,
                format,
                depth,
                samples,
            } => {
                let encoder = self.device(device).create_render_bundle_encoder(
                    &raw::GpuRenderBundleEncoderDescriptor {
                        depth_read_only: None,
                        stencil_read_only: None,
                        color_formats: vec![Some(format.from(&FORMATS))],
                        depth_stencil_format: depth.map(|it| it.from(&FORMATS)),
                        sample_count: number(samples),
                        label: None,
                    },
                );
                self.bundle_encoders.push(encoder);
            }
            Op::NewLayout { .. }
            | Op::NewGroup { .. }
            | Op::LayoutOf { .. }
            | Op::NewPipelineLayout { .. } => self.bindings(op)?,
            Op::NewComputePipeline { .. } | Op::NewRenderPipeline { .. } => self.pipelines(op)?,
            op => self.on_queue(op)?,
        }
        Some(())
    }

    fn bindings(&mut self, op: Op) -> Option<()> {
        match op {
            Op::NewLayout {
                device,
                entries,
                bindings,
            } => {
                let entries = entries
                    .into_iter()
                    .zip(bindings)
                    .map(|(kind, binding)| entry(kind, binding));
                let layout = self.device(device).create_bind_group_layout(
                    &raw::GpuBindGroupLayoutDescriptor {
                        entries: entries.collect(),
                        label: None,
                    },
                );
                self.layouts.push(layout);
            }
            Op::LayoutOf {
                pipeline,
                render: true,
                index,
            } => {
                let layout =
                    get(&self.render_pipelines, pipeline)?.get_bind_group_layout(index.0 / 4);
                self.layouts.push(layout);
            }
            Op::LayoutOf {
                pipeline,
                render: false,
                index,
            } => {
                let layout =
                    get(&self.compute_pipelines, pipeline)?.get_bind_group_layout(index.0 / 4);
                self.layouts.push(layout);
            }
            Op::NewGroup {
                layout,
                parts,
                entries,
            } => {
                let device = self.device(entries);
                let resource = |number: usize, part: Part| -> Option<Resource<'_>> {
                    Some(
                        match entries.from(&[[0, 0], [0, 0], [1, 0], [0, 1], [2, 0], [3, 3]])
                            [number]
                        {
                            0 => Resource::GpuBufferBinding(raw::GpuBufferBinding {
                                buffer: get(&self.buffers, part.buffer)?,
                                offset: bytes(part.offset),
                                size: bytes(part.size),
                            }),
                            1 => Resource::GpuTextureView(get(&self.views, part.buffer)?),
                            2 => Resource::GpuTexture(get(&self.textures, part.buffer)?),
                            _ => Resource::GpuSampler(get(&self.samplers, part.buffer)?),
                        },
                    )
                };
                let count = usize::from(entries.from(&[1u8, 1, 2, 2, 0]));
                let resources = parts
                    .into_iter()
                    .enumerate()
                    .take(count)
                    .map(|(number, part)| resource(number, part));
                let entries = (0..).zip(resources).map(|(binding, resource)| {
                    Some(raw::GpuBindGroupEntry {
                        binding,
                        resource: resource?,
                    })
                });
                let group = device.create_bind_group(&raw::GpuBindGroupDescriptor {
                    layout: get(&self.layouts, layout)?,
                    entries: entries.collect::<Option<_>>()?,
                    label: None,
                });
                self.groups.push(group);
            }
            Op::NewPipelineLayout {
                layouts,
                immediates,
            } => {
                let layouts = layouts.map(|layout| get(&self.layouts, layout));
                let layout =
                    self.devices[0].create_pipeline_layout(&raw::GpuPipelineLayoutDescriptor {
                        bind_group_layouts: layouts[..1].to_vec(),
                        immediate_size: number(immediates),
                        label: None,
                    });
                self.pipeline_layouts.push(layout);
            }
            _ => return None,
        }
        Some(())
    }

    fn pipelines(&mut self, op: Op) -> Option<()> {
        let module = |device: &raw::GpuDevice, wgsl: &str| {
            device.create_shader_module(&raw::GpuShaderModuleDescriptor {
                code: wgsl.to_owned(),
                compilation_hints: None,
                label: None,
            })
        };
        let layout =
            |layout: Option<Pick>| match layout.and_then(|it| get(&self.pipeline_layouts, it)) {
                Some(layout) => raw::GpuLayoutMode::Specific(layout),
                None => raw::GpuLayoutMode::Auto,
            };
        match op {
            Op::NewComputePipeline {
                device,
                shader,
                layout: of,
            } => {
                let device = self.device(device);
                let module = module(device, shader.from(&COMPUTE));
                let pipeline = device.create_compute_pipeline(raw::GpuComputePipelineDescriptor {
                    compute: raw::GpuProgrammableStage {
                        module: &module,
                        entry_point: None,
                        constants: None,
                    },
                    layout: layout(of),
                    label: None,
                });
                self.compute_pipelines.push(pipeline);
            }
            Op::NewRenderPipeline {
                device,
                shader,
                layout: of,
                format,
                samples,
                depth,
            } => {
                let device = self.device(device);
                let module = module(device, shader.from(&RENDER));
                let pipeline = device.create_render_pipeline(render_pipeline(
                    &module,
                    layout(of),
                    shader,
                    format,
                    samples,
                    depth,
                ));
                self.render_pipelines.push(pipeline);
            }
            _ => return None,
        }
        Some(())
    }
}

/// No texture of gigabytes, other than one that no device takes.
fn small(size: Extent) -> raw::GpuExtent3D {
    let size = extent(size);
    let texels = [Some(size.width), size.height, size.depth_or_array_layers]
        .map(|it| u64::from(it.unwrap_or(1)));
    let all = texels.into_iter().fold(1, u64::saturating_mul);
    if texels.into_iter().max() <= Some(16_384) && all > 1 << 22 {
        return raw::GpuExtent3D {
            height: None,
            depth_or_array_layers: None,
            ..size
        };
    }
    size
}

fn entry(kind: Pick, binding: Count) -> raw::GpuBindGroupLayoutEntry {
    let mut entry = raw::GpuBindGroupLayoutEntry {
        binding: binding.0 / 4,
        visibility: raw::GpuShaderStage::COMPUTE | raw::GpuShaderStage::FRAGMENT,
        buffer: None,
        sampler: None,
        texture: None,
        storage_texture: None,
    };
    let buffer = |type_, dynamic| raw::GpuBufferBindingLayout {
        type_: Some(type_),
        has_dynamic_offset: Some(dynamic),
        min_binding_size: None,
    };
    match kind.from(&[0, 1, 1, 2, 3, 4, 5]) {
        0 => entry.buffer = Some(buffer(raw::GpuBufferBindingType::Uniform, true)),
        1 => entry.buffer = Some(buffer(raw::GpuBufferBindingType::Storage, false)),
        2 => entry.buffer = Some(buffer(raw::GpuBufferBindingType::Storage, true)),
        3 => entry.sampler = Some(raw::GpuSamplerBindingLayout { type_: None }),
        4 => {
            entry.texture = Some(raw::GpuTextureBindingLayout {
                sample_type: None,
                view_dimension: None,
                multisampled: None,
            });
        }
        _ => {
            entry.storage_texture = Some(raw::GpuStorageTextureBindingLayout {
                access: None,
                format: raw::GpuTextureFormat::Rgba8unorm,
                view_dimension: None,
            });
        }
    }
    entry
}

fn render_pipeline<'a>(
    module: &'a raw::GpuShaderModule,
    layout: raw::GpuLayoutMode<'a>,
    shader: Pick,
    format: Pick,
    samples: Option<Count>,
    depth: Option<Pick>,
) -> raw::GpuRenderPipelineDescriptor<'a> {
    let vertices = raw::GpuVertexBufferLayout {
        array_stride: 16,
        step_mode: None,
        attributes: vec![raw::GpuVertexAttribute {
            format: raw::GpuVertexFormat::Float32x4,
            offset: 0,
            shader_location: 0,
        }],
    };
    raw::GpuRenderPipelineDescriptor {
        vertex: raw::GpuVertexState {
            buffers: shader.from(&[false, true]).then(|| vec![Some(vertices)]),
            module,
            entry_point: None,
            constants: None,
        },
        primitive: None,
        depth_stencil: depth.map(|format| raw::GpuDepthStencilState {
            format: format.from(&FORMATS[12..18]),
            depth_write_enabled: Some(true),
            depth_compare: Some(raw::GpuCompareFunction::Always),
            stencil_front: None,
            stencil_back: None,
            stencil_read_mask: None,
            stencil_write_mask: None,
            depth_bias: None,
            depth_bias_slope_scale: None,
            depth_bias_clamp: None,
        }),
        multisample: samples.map(|count| raw::GpuMultisampleState {
            count: Some(count.0),
            mask: None,
            alpha_to_coverage_enabled: None,
        }),
        fragment: Some(raw::GpuFragmentState {
            targets: vec![Some(raw::GpuColorTargetState {
                format: format.from(&FORMATS),
                blend: None,
                write_mask: None,
            })],
            module,
            entry_point: None,
            constants: None,
        }),
        layout,
        label: None,
    }
}
