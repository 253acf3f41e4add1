use wgpu_types::PredefinedColorSpace;

use super::table::table;
use crate::{SurfaceAlphaMode, SurfaceToneMapping};

table!(SurfaceAlphaMode <=> GpuCanvasAlphaMode {
    SurfaceAlphaMode::Opaque => Opaque,
    SurfaceAlphaMode::Premultiplied => Premultiplied,
});

table!(SurfaceToneMapping <=> GpuCanvasToneMappingMode {
    SurfaceToneMapping::Standard => Standard,
    SurfaceToneMapping::Extended => Extended,
});

table!(PredefinedColorSpace <=> PredefinedColorSpace {
    PredefinedColorSpace::Srgb => Srgb,
    PredefinedColorSpace::DisplayP3 => DisplayP3,
});
