use wgpu_types::{AddressMode, CompareFunction, FilterMode, MipmapFilterMode};

use super::table::table;

table!(address_mode: AddressMode => GpuAddressMode {
    AddressMode::ClampToEdge => ClampToEdge,
    AddressMode::Repeat => Repeat,
    AddressMode::MirrorRepeat => MirrorRepeat,
} lacks {
    AddressMode::ClampToBorder => "AddressMode::ClampToBorder",
});

table!(filter_mode: FilterMode => GpuFilterMode {
    FilterMode::Nearest => Nearest,
    FilterMode::Linear => Linear,
});

table!(mipmap_filter_mode: MipmapFilterMode => GpuMipmapFilterMode {
    MipmapFilterMode::Nearest => Nearest,
    MipmapFilterMode::Linear => Linear,
});

table!(compare_function: CompareFunction => GpuCompareFunction {
    CompareFunction::Never => Never,
    CompareFunction::Less => Less,
    CompareFunction::Equal => Equal,
    CompareFunction::LessEqual => LessEqual,
    CompareFunction::Greater => Greater,
    CompareFunction::NotEqual => NotEqual,
    CompareFunction::GreaterEqual => GreaterEqual,
    CompareFunction::Always => Always,
});
