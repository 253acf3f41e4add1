use wgpu_types::BufferUsages;

use super::table::flags;
use crate::{MapMode, raw};

flags!(BufferUsages <=> GpuBufferUsage {
    MAP_READ MAP_WRITE COPY_SRC COPY_DST INDEX VERTEX UNIFORM STORAGE INDIRECT QUERY_RESOLVE
} read {} lacks {
    BLAS_INPUT TLAS_INPUT
});

pub(crate) fn map_mode(mode: MapMode) -> raw::GpuMapMode {
    match mode {
        MapMode::Read => raw::GpuMapMode::READ,
        MapMode::Write => raw::GpuMapMode::WRITE,
    }
}
