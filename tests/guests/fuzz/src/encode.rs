//! Makes the calls that record commands.

use wasi_webgpu::raw;

use crate::objects::{Objects, get};
use crate::op::{Into, Op, Part, Pick};
use crate::run::{bytes, extent, number};

/// The encoder that a command goes to, whose kinds have methods of the same names.
macro_rules! on {
    ($objects:ident, $into:expr, $pick:expr, $encoder:ident => $call:expr) => {
        match $into {
            Into::Compute => {
                let $encoder = get(&$objects.compute_passes, $pick)?;
                $call
            }
            Into::Render => {
                let $encoder = get(&$objects.render_passes, $pick)?;
                $call
            }
            Into::Bundle => {
                let $encoder = get(&$objects.bundle_encoders, $pick)?;
                $call
            }
        }
    };
}

/// The same for what only render passes and bundles have.
macro_rules! on_render {
    ($objects:ident, $into:expr, $pick:expr, $encoder:ident => $call:expr) => {
        match $into {
            Into::Compute | Into::Render => {
                let $encoder = get(&$objects.render_passes, $pick)?;
                $call
            }
            Into::Bundle => {
                let $encoder = get(&$objects.bundle_encoders, $pick)?;
                $call
            }
        }
    };
}

impl Objects {
    /// Records a command; `None` where an object that it needs is not there.
    pub(crate) fn encode(&mut self, op: Op) -> Option<()> {
        match op {
            Op::BeginCompute {
                encoder,
                timestamps,
                queries,
            } => {
                let writes = timestamps.and_then(|[begin, end]| {
                    Some(raw::GpuComputePassTimestampWrites {
                        query_set: get(&self.queries, queries)?,
                        beginning_of_pass_write_index: number(begin),
                        end_of_pass_write_index: number(end),
                    })
                });
                let descriptor = raw::GpuComputePassDescriptor {
                    timestamp_writes: writes,
                    label: None,
                };
                let pass = get(&self.encoders, encoder)?.begin_compute_pass(Some(&descriptor));
                self.compute_passes.push(pass);
            }
            Op::BeginRender { .. } => self.begin_render(op)?,
            Op::End { render: true, pass } => get(&self.render_passes, pass)?.end(),
            Op::End {
                render: false,
                pass,
            } => get(&self.compute_passes, pass)?.end(),
            Op::Finish(encoder) => {
                let commands = get(&self.encoders, encoder)?.finish(None);
                self.commands.push(commands);
            }
            Op::FinishBundle(encoder) => {
                let bundle = get(&self.bundle_encoders, encoder)?.finish(None);
                self.bundles.push(bundle);
            }
            op => self
                .transfer(op)
                .or_else(|| self.common(op))
                .or_else(|| self.draw(op))
                .or_else(|| self.in_pass(op))?,
        }
        Some(())
    }

    fn begin_render(&mut self, op: Op) -> Option<()> {
        let Op::BeginRender {
            encoder,
            views,
            resolve,
            depth,
            queries,
            clear,
            slice,
        } = op
        else {
            return None;
        };
        let view = |pick: Option<Pick>| pick.and_then(|it| get(&self.views, it));
        let (load_op, store_op) = (raw::GpuLoadOp::Clear, raw::GpuStoreOp::Store);
        let colors = views.into_iter().map(|it| {
            Some(raw::GpuRenderPassColorAttachment {
                view: view(it)?,
                depth_slice: number(slice),
                resolve_target: view(resolve),
                clear_value: clear.map(|it| raw::GpuColor {
                    r: it.0.into(),
                    g: 0.0,
                    b: 1.0,
                    a: it.0.into(),
                }),
                load_op: if clear.is_some() {
                    load_op
                } else {
                    raw::GpuLoadOp::Load
                },
                store_op,
            })
        });
        let colors = colors.filter(Option::is_some).collect();
        let depth = view(depth).map(|view| raw::GpuRenderPassDepthStencilAttachment {
            view,
            depth_clear_value: clear.map(|it| it.0),
            depth_load_op: Some(load_op),
            depth_store_op: Some(store_op),
            depth_read_only: None,
            stencil_clear_value: None,
            stencil_load_op: slice.map(|_| load_op),
            stencil_store_op: slice.map(|_| store_op),
            stencil_read_only: None,
        });
        let pass = get(&self.encoders, encoder)?.begin_render_pass(&raw::GpuRenderPassDescriptor {
            color_attachments: colors,
            depth_stencil_attachment: depth,
            occlusion_query_set: queries.and_then(|it| get(&self.queries, it)),
            timestamp_writes: None,
            max_draw_count: None,
            label: None,
        });
        self.render_passes.push(pass);
        Some(())
    }

    fn transfer(&self, op: Op) -> Option<()> {
        let buffer = |part: Part| get(&self.buffers, part.buffer);
        let encoder = |pick| get(&self.encoders, pick);
        match op {
            Op::CopyBuffer {
                encoder: pick,
                from,
                to,
            } => {
                encoder(pick)?.copy_buffer_to_buffer(
                    buffer(from)?,
                    bytes(from.offset),
                    buffer(to)?,
                    bytes(to.offset),
                    bytes(from.size),
                );
            }
            Op::Upload {
                encoder: pick,
                buffer,
                rows,
                place,
                size,
            } => {
                encoder(pick)?.copy_buffer_to_texture(
                    &self.rows(buffer, rows)?,
                    &self.place(place)?,
                    extent(size),
                );
            }
            Op::Download {
                encoder: pick,
                buffer,
                rows,
                place,
                size,
            } => {
                encoder(pick)?.copy_texture_to_buffer(
                    &self.place(place)?,
                    &self.rows(buffer, rows)?,
                    extent(size),
                );
            }
            Op::CopyTexture {
                encoder: pick,
                from,
                to,
                size,
            } => {
                encoder(pick)?.copy_texture_to_texture(
                    &self.place(from)?,
                    &self.place(to)?,
                    extent(size),
                );
            }
            Op::Clear {
                encoder: pick,
                part,
            } => encoder(pick)?.clear_buffer(buffer(part)?, bytes(part.offset), bytes(part.size)),
            Op::Resolve {
                encoder: pick,
                queries,
                first,
                count,
                to,
            } => {
                let offset = bytes(to.offset).unwrap_or(0);
                encoder(pick)?.resolve_query_set(
                    get(&self.queries, queries)?,
                    first.0,
                    count.0,
                    buffer(to)?,
                    offset,
                );
            }
            Op::DebugGroup {
                into: None,
                encoder: pick,
                push: true,
            } => encoder(pick)?.push_debug_group("group"),
            Op::DebugGroup {
                into: None,
                encoder: pick,
                push: false,
            } => encoder(pick)?.pop_debug_group(),
            _ => return None,
        }
        Some(())
    }

    fn common(&self, op: Op) -> Option<()> {
        match op {
            Op::SetPipeline {
                into: Into::Compute,
                encoder,
                pipeline,
            } => {
                get(&self.compute_passes, encoder)?
                    .set_pipeline(get(&self.compute_pipelines, pipeline)?);
            }
            Op::SetPipeline {
                into,
                encoder,
                pipeline,
            } => {
                let pipeline = get(&self.render_pipelines, pipeline)?;
                on_render!(self, into, encoder, it => it.set_pipeline(pipeline));
            }
            Op::SetGroup {
                into,
                encoder,
                index,
                group,
                offsets,
                some,
            } => {
                let group = group.and_then(|it| get(&self.groups, it));
                let offsets =
                    offsets.map(|all| all.map(|it| u32::try_from(it.0).unwrap_or(u32::MAX)));
                let offsets = offsets.as_ref().map(<[u32; 2]>::as_slice);
                let (start, length) = (some.map(|it| it[0].0.into()), some.map(|it| it[1].0));
                on!(self, into, encoder, it => drop(it.set_bind_group(index.0 / 4, group, offsets, start, length)));
            }
            Op::SetImmediates {
                into,
                encoder,
                offset,
                len,
            } => {
                let data = vec![1; (len.0 as usize).min(65_536)];
                on!(self, into, encoder, it => it.set_immediates(offset.0, &data, None, None));
            }
            Op::DebugGroup {
                into: Some(into),
                encoder,
                push: true,
            } => on!(self, into, encoder, it => it.push_debug_group("group")),
            Op::DebugGroup {
                into: Some(into),
                encoder,
                push: false,
            } => on!(self, into, encoder, it => it.pop_debug_group()),
            _ => return None,
        }
        Some(())
    }

    fn draw(&self, op: Op) -> Option<()> {
        let buffer = |part: Part| get(&self.buffers, part.buffer);
        match op {
            Op::SetIndexBuffer {
                into,
                encoder,
                part,
                wide,
            } => {
                let format = if wide {
                    raw::GpuIndexFormat::Uint32
                } else {
                    raw::GpuIndexFormat::Uint16
                };
                let (buffer, offset, size) = (buffer(part)?, bytes(part.offset), bytes(part.size));
                on_render!(self, into, encoder, it => it.set_index_buffer(buffer, format, offset, size));
            }
            Op::SetVertexBuffer {
                into,
                encoder,
                slot,
                part,
            } => {
                let vertices = part.and_then(buffer).map(|it| &**it);
                let (offset, size) = (
                    part.and_then(|it| bytes(it.offset)),
                    part.and_then(|it| bytes(it.size)),
                );
                on_render!(self, into, encoder, it => it.set_vertex_buffer(slot.0 / 4, vertices, offset, size));
            }
            Op::Draw {
                into,
                encoder,
                vertices,
                instances,
                first,
                first_instance,
            } => {
                let instances = instances.map(|it| it.0);
                on_render!(self, into, encoder, it => it.draw(vertices.0, instances, number(first), number(first_instance)));
            }
            Op::DrawIndexed {
                into,
                encoder,
                indices,
                instances,
                first,
                base,
                first_instance,
            } => {
                let instances = instances.map(|it| it.0);
                on_render!(self, into, encoder, it => it.draw_indexed(indices.0, instances, number(first), base, number(first_instance)));
            }
            Op::DrawIndirect {
                into,
                encoder,
                part,
                indexed,
            } => {
                let (buffer, offset) = (buffer(part)?, bytes(part.offset).unwrap_or(0));
                on_render!(self, into, encoder, it => match indexed {
                    true => it.draw_indexed_indirect(buffer, offset),
                    false => it.draw_indirect(buffer, offset),
                });
            }
            _ => return None,
        }
        Some(())
    }

    fn in_pass(&self, op: Op) -> Option<()> {
        let pass = |pick| get(&self.render_passes, pick);
        match op {
            Op::Dispatch { pass, x, y, z } => {
                let pass = get(&self.compute_passes, pass)?;
                pass.dispatch_workgroups(x.0, y.map(|it| it.0), z.map(|it| it.0));
            }
            Op::DispatchIndirect { pass, part } => {
                let buffer = get(&self.buffers, part.buffer)?;
                get(&self.compute_passes, pass)?
                    .dispatch_workgroups_indirect(buffer, bytes(part.offset).unwrap_or(0));
            }
            Op::Viewport {
                pass: pick,
                numbers,
            } => {
                let [x, y, width, height, near, far] = numbers.map(|it| it.0);
                pass(pick)?.set_viewport(x, y, width, height, near, far);
            }
            Op::Scissor {
                pass: pick,
                numbers,
            } => {
                let [x, y, width, height] = numbers.map(|it| it.0);
                pass(pick)?.set_scissor_rect(x, y, width, height);
            }
            Op::Constants {
                pass: pick,
                color,
                stencil,
            } => {
                let value = f64::from(color.0);
                pass(pick)?.set_blend_constant(raw::GpuColor {
                    r: value,
                    g: value,
                    b: value,
                    a: value,
                });
                pass(pick)?.set_stencil_reference(stencil.0);
            }
            Op::Query {
                pass: pick,
                begin: Some(query),
            } => pass(pick)?.begin_occlusion_query(query.0),
            Op::Query {
                pass: pick,
                begin: None,
            } => pass(pick)?.end_occlusion_query(),
            Op::Execute {
                pass: pick,
                bundles,
            } => {
                let bundles: Vec<_> = bundles
                    .into_iter()
                    .flatten()
                    .filter_map(|it| get(&self.bundles, it))
                    .collect();
                pass(pick)?.execute_bundles(&bundles);
            }
            _ => return None,
        }
        Some(())
    }
}
