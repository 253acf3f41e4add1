use wgpu_types::BufferUsages;

use crate::{MapMode, raw};

const USAGES: [(BufferUsages, raw::GpuBufferUsage); 10] = [
    (BufferUsages::MAP_READ, raw::GpuBufferUsage::MAP_READ),
    (BufferUsages::MAP_WRITE, raw::GpuBufferUsage::MAP_WRITE),
    (BufferUsages::COPY_SRC, raw::GpuBufferUsage::COPY_SRC),
    (BufferUsages::COPY_DST, raw::GpuBufferUsage::COPY_DST),
    (BufferUsages::INDEX, raw::GpuBufferUsage::INDEX),
    (BufferUsages::VERTEX, raw::GpuBufferUsage::VERTEX),
    (BufferUsages::UNIFORM, raw::GpuBufferUsage::UNIFORM),
    (BufferUsages::STORAGE, raw::GpuBufferUsage::STORAGE),
    (BufferUsages::INDIRECT, raw::GpuBufferUsage::INDIRECT),
    (
        BufferUsages::QUERY_RESOLVE,
        raw::GpuBufferUsage::QUERY_RESOLVE,
    ),
];

/// The usages that WebGPU has, and those that it lacks (acceleration structures).
pub(crate) fn buffer_usage(usage: BufferUsages) -> (raw::GpuBufferUsage, BufferUsages) {
    let mut known = raw::GpuBufferUsage::empty();
    let mut rest = usage;
    for (ours, theirs) in USAGES {
        if usage.contains(ours) {
            known |= theirs;
            rest -= ours;
        }
    }
    (known, rest)
}

pub(crate) fn map_mode(mode: MapMode) -> raw::GpuMapMode {
    match mode {
        MapMode::Read => raw::GpuMapMode::READ,
        MapMode::Write => raw::GpuMapMode::WRITE,
    }
}
