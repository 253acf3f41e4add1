use wgpu_types::{AddressMode, CompareFunction, FilterMode, MipmapFilterMode};

use super::table::table;

table!(AddressMode <=> GpuAddressMode {
    AddressMode::ClampToEdge => ClampToEdge,
    AddressMode::Repeat => Repeat,
    AddressMode::MirrorRepeat => MirrorRepeat,
} lacks {
    AddressMode::ClampToBorder => "AddressMode::ClampToBorder",
});

table!(FilterMode <=> GpuFilterMode {
    FilterMode::Nearest => Nearest,
    FilterMode::Linear => Linear,
});

table!(MipmapFilterMode <=> GpuMipmapFilterMode {
    MipmapFilterMode::Nearest => Nearest,
    MipmapFilterMode::Linear => Linear,
});

table!(CompareFunction <=> GpuCompareFunction {
    CompareFunction::Never => Never,
    CompareFunction::Less => Less,
    CompareFunction::Equal => Equal,
    CompareFunction::LessEqual => LessEqual,
    CompareFunction::Greater => Greater,
    CompareFunction::NotEqual => NotEqual,
    CompareFunction::GreaterEqual => GreaterEqual,
    CompareFunction::Always => Always,
});
