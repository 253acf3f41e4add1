//! Makes the calls on buffers and on the queue; `create` and `encode` have the others.

use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use wasi_webgpu::raw;

use crate::objects::{Objects, get};
use crate::op::{Bytes, Count, Extent, Op, Part, Pick, Place, Rows};
use crate::tables::*;

pub(crate) fn extent(size: Extent) -> raw::GpuExtent3D {
    raw::GpuExtent3D {
        width: size.0.0,
        height: size.1.map(|it| it.0),
        depth_or_array_layers: size.2.map(|it| it.0),
    }
}

pub(crate) fn number(count: Option<Count>) -> Option<u32> {
    count.map(|it| it.0)
}

pub(crate) fn bytes(size: Option<Bytes>) -> Option<u64> {
    size.map(|it| it.0)
}

fn layout(rows: Rows) -> raw::GpuTexelCopyBufferLayout {
    raw::GpuTexelCopyBufferLayout {
        offset: bytes(rows.offset),
        bytes_per_row: rows.per_row.map(|it| it.from(&ROWS)),
        rows_per_image: number(rows.per_image),
    }
}

/// Bytes that are small words, which do not ask for much work.
fn words(len: Bytes, word: u8) -> Vec<u8> {
    let len = usize::try_from(len.0.min(65_536)).unwrap_or(0);
    [word % 4, 0, 0, 0].into_iter().cycle().take(len).collect()
}

impl Objects {
    pub(crate) fn place(&self, it: Place) -> Option<raw::GpuTexelCopyTextureInfo<'_>> {
        Some(raw::GpuTexelCopyTextureInfo {
            texture: get(&self.textures, it.texture)?,
            mip_level: number(it.level).map(|level| level / 2),
            origin: Some(raw::GpuOrigin3D {
                x: number(it.x),
                y: number(it.y),
                z: number(it.z),
            }),
            aspect: it.aspect.from(&ASPECTS),
        })
    }

    pub(crate) fn rows(&self, buffer: Pick, rows: Rows) -> Option<raw::GpuTexelCopyBufferInfo<'_>> {
        let layout = layout(rows);
        Some(raw::GpuTexelCopyBufferInfo {
            buffer: get(&self.buffers, buffer)?,
            offset: layout.offset,
            bytes_per_row: layout.bytes_per_row,
            rows_per_image: layout.rows_per_image,
        })
    }

    /// Makes a call; nothing where an object that it needs is not there.
    pub(crate) async fn run(&mut self, op: Op) {
        match op {
            Op::Map { part, write } => self.map(part, write).await,
            Op::WaitForMap(which) => self.finish_mapping(which).await,
            Op::Wait(device) => {
                let queue = usize::from(device.from(&[0u8, 0, 0, 1]));
                self.queues[queue].on_submitted_work_done().await;
            }
            Op::Scope { device, push: None } => drop(self.device(device).pop_error_scope().await),
            Op::Drop { kind, which } => self.drop_one(kind, which),
            op => drop(self.create(op).or_else(|| self.encode(op))),
        }
    }

    async fn map(&mut self, part: Part, write: bool) {
        let Some(buffer) = get(&self.buffers, part.buffer) else {
            return;
        };
        let buffer = Rc::clone(buffer);
        let mode = if write {
            raw::GpuMapMode::WRITE
        } else {
            raw::GpuMapMode::READ
        };
        let mut mapping = Box::pin(async move {
            drop(
                buffer
                    .map_async(mode, bytes(part.offset), bytes(part.size))
                    .await,
            );
        });
        // The call is made when it is first polled.
        let done = poll_fn(|cx| Poll::Ready(mapping.as_mut().poll(cx).is_ready())).await;
        if !done {
            self.mappings.push(mapping);
        }
    }

    pub(crate) fn on_queue(&mut self, op: Op) -> Option<()> {
        match op {
            Op::WriteBuffer { part, word, len } => {
                let (buffer, data) = (get(&self.buffers, part.buffer)?, words(len, word));
                let offset = bytes(part.offset).unwrap_or(0);
                drop(self.queues[0].write_buffer_with_copy(
                    buffer,
                    offset,
                    &data,
                    None,
                    bytes(part.size),
                ));
            }
            Op::WriteTexture {
                place,
                rows,
                size,
                len,
            } => {
                let place = self.place(place)?;
                self.queues[0].write_texture_with_copy(
                    &place,
                    &words(len, 1),
                    layout(rows),
                    extent(size),
                );
            }
            Op::Unmap(buffer) => drop(get(&self.buffers, buffer)?.unmap()),
            Op::GetRange(part) => {
                let buffer = get(&self.buffers, part.buffer)?;
                drop(buffer.get_mapped_range_get_with_copy(bytes(part.offset), bytes(part.size)));
            }
            Op::SetRange { part, len, word } => {
                let buffer = get(&self.buffers, part.buffer)?;
                drop(buffer.get_mapped_range_set_with_copy(
                    &words(len, word),
                    bytes(part.offset),
                    bytes(part.size),
                ));
            }
            Op::ForgetMap(which) => drop(
                which
                    .of(self.mappings.len())
                    .map(|index| self.mappings.swap_remove(index)),
            ),
            Op::Submit(picks) => {
                let commands = picks
                    .into_iter()
                    .flatten()
                    .filter_map(|it| get(&self.commands, it));
                self.queues[0].submit(&commands.collect::<Vec<_>>());
            }
            Op::Destroy { kind, which } => self.destroy(kind, which),
            Op::Scope {
                device,
                push: Some(kind),
            } => {
                use raw::GpuErrorFilter::{Internal, OutOfMemory, Validation};
                self.device(device).push_error_scope(kind.from(&[
                    Validation,
                    OutOfMemory,
                    Internal,
                ]));
            }
            Op::Lost(device) => drop(self.device(device).lost()),
            Op::Errors(device) => drop(self.device(device).on_uncaptured_error()),
            _ => return None,
        }
        Some(())
    }
}
