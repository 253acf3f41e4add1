//! Calls that are right together, so that what comes after them finds objects that work.

use std::rc::Rc;

use wasi_webgpu::raw::{self, GpuBufferUsage as Buffer};

use crate::objects::{Objects, get};
use crate::op::Pick;
use crate::tables::{COMPUTE, COPIED, RENDER};

impl Objects {
    /// One of the scenes, with commands at its end that are not submitted yet.
    pub(crate) fn scene(&mut self, which: Pick, old: Pick) -> Option<()> {
        match which.from(&[0, 1, 1, 2, 3]) {
            0 => self.copy(old),
            1 => self.count(old),
            2 => self.cover(old),
            _ => self.read_back(old),
        }
    }

    fn new_buffer(&mut self, usage: Buffer, mapped: bool) -> Rc<raw::GpuBuffer> {
        let buffer = Rc::new(self.devices[0].create_buffer(&raw::GpuBufferDescriptor {
            size: 1024,
            usage,
            mapped_at_creation: Some(mapped),
            label: None,
        }));
        self.buffers.push(Rc::clone(&buffer));
        buffer
    }

    /// Copies from a new buffer to an older one, if there is one.
    fn copy(&mut self, old: Pick) -> Option<()> {
        let from = self.new_buffer(Buffer::COPY_SRC | Buffer::STORAGE, true);
        drop(from.unmap());
        let to = self.new_buffer(Buffer::COPY_DST | Buffer::STORAGE, false);
        let to = if old.from(&[true, false]) {
            to
        } else {
            Rc::clone(get(&self.buffers, old)?)
        };
        let encoder = self.devices[0].create_command_encoder(None);
        encoder.copy_buffer_to_buffer(&from, None, &to, None, Some(64));
        encoder.clear_buffer(&to, Some(64), Some(64));
        self.finish(encoder);
        Some(())
    }

    /// Dispatches a kernel, with a pipeline of earlier where there is one.
    fn count(&mut self, old: Pick) -> Option<()> {
        let buffer = self.new_buffer(Buffer::STORAGE | Buffer::COPY_SRC, false);
        if self.counters.is_empty() || old.from(&[false, false, false, true]) {
            let module = self.module(COMPUTE[0]);
            let pipeline =
                self.devices[0].create_compute_pipeline(raw::GpuComputePipelineDescriptor {
                    compute: raw::GpuProgrammableStage {
                        module: &module,
                        entry_point: None,
                        constants: None,
                    },
                    layout: raw::GpuLayoutMode::Auto,
                    label: None,
                });
            self.counters.push(pipeline);
        }
        let pipeline = get(&self.counters, old)?;
        let layout = pipeline.get_bind_group_layout(0);
        let group = self.devices[0].create_bind_group(&raw::GpuBindGroupDescriptor {
            layout: &layout,
            entries: vec![raw::GpuBindGroupEntry {
                binding: 0,
                resource: raw::GpuBindingResource::GpuBuffer(&buffer),
            }],
            label: None,
        });
        let encoder = self.devices[0].create_command_encoder(None);
        let pass = encoder.begin_compute_pass(None);
        pass.set_pipeline(pipeline);
        drop(pass.set_bind_group(0, Some(&group), None, None, None));
        pass.dispatch_workgroups(4, None, None);
        self.layouts.push(layout);
        self.groups.push(group);
        if old.from(&[true, true, true, true, false]) {
            pass.end();
            self.finish(encoder);
        } else {
            self.compute_passes.push(pass);
            self.encoders.push(encoder);
        }
        Some(())
    }

    /// Draws to a new texture.
    fn cover(&mut self, old: Pick) -> Option<()> {
        let format = raw::GpuTextureFormat::Rgba8unorm;
        let texture = self.devices[0].create_texture(&raw::GpuTextureDescriptor {
            size: raw::GpuExtent3D {
                width: 16,
                height: Some(16),
                depth_or_array_layers: None,
            },
            mip_level_count: None,
            sample_count: None,
            dimension: None,
            format,
            usage: COPIED
                | raw::GpuTextureUsage::RENDER_ATTACHMENT
                | raw::GpuTextureUsage::TEXTURE_BINDING,
            view_formats: None,
            texture_binding_view_dimension: None,
            label: None,
        });
        let view = texture.create_view(None);
        if self.painters.is_empty() {
            let module = self.module(RENDER[0]);
            let target = raw::GpuColorTargetState {
                format,
                blend: None,
                write_mask: None,
            };
            self.painters.push(self.devices[0].create_render_pipeline(
                raw::GpuRenderPipelineDescriptor {
                    vertex: raw::GpuVertexState {
                        buffers: None,
                        module: &module,
                        entry_point: None,
                        constants: None,
                    },
                    primitive: None,
                    depth_stencil: None,
                    multisample: None,
                    fragment: Some(raw::GpuFragmentState {
                        targets: vec![Some(target)],
                        module: &module,
                        entry_point: None,
                        constants: None,
                    }),
                    layout: raw::GpuLayoutMode::Auto,
                    label: None,
                },
            ));
        }
        let pipeline = get(&self.painters, old)?;
        let bundle =
            self.devices[0].create_render_bundle_encoder(&raw::GpuRenderBundleEncoderDescriptor {
                depth_read_only: None,
                stencil_read_only: None,
                color_formats: vec![Some(format)],
                depth_stencil_format: None,
                sample_count: None,
                label: None,
            });
        bundle.set_pipeline(pipeline);
        bundle.draw(3, None, None, None);
        let bundle = bundle.finish(None);
        let encoder = self.devices[0].create_command_encoder(None);
        let pass = encoder.begin_render_pass(&raw::GpuRenderPassDescriptor {
            color_attachments: vec![Some(raw::GpuRenderPassColorAttachment {
                view: &view,
                depth_slice: None,
                resolve_target: None,
                clear_value: None,
                load_op: raw::GpuLoadOp::Clear,
                store_op: raw::GpuStoreOp::Store,
            })],
            depth_stencil_attachment: None,
            occlusion_query_set: None,
            timestamp_writes: None,
            max_draw_count: None,
            label: None,
        });
        pass.set_pipeline(pipeline);
        pass.draw(3, None, None, None);
        pass.execute_bundles(&[&bundle]);
        self.bundles.push(bundle);
        self.textures.push(texture);
        self.views.push(view);
        if old.from(&[true, true, true, true, false]) {
            pass.end();
            self.finish(encoder);
        } else {
            self.render_passes.push(pass);
            self.encoders.push(encoder);
        }
        Some(())
    }

    /// Copies to a buffer that can be mapped.
    fn read_back(&mut self, old: Pick) -> Option<()> {
        let to = self.new_buffer(Buffer::MAP_READ | Buffer::COPY_DST, false);
        let encoder = self.devices[0].create_command_encoder(None);
        encoder.copy_buffer_to_buffer(get(&self.buffers, old)?, None, &to, None, Some(16));
        self.finish(encoder);
        Some(())
    }

    fn finish(&mut self, encoder: raw::GpuCommandEncoder) {
        self.commands.push(encoder.finish(None));
        self.encoders.push(encoder);
    }

    fn module(&self, wgsl: &str) -> raw::GpuShaderModule {
        self.devices[0].create_shader_module(&raw::GpuShaderModuleDescriptor {
            code: wgsl.to_owned(),
            compilation_hints: None,
            label: None,
        })
    }
}
