use wgpu_types::Features;

use crate::raw::{self, GpuFeatureName as Name};

/// WebGPU's features by their names. Two that `wgpu-types` has no flag for are left out:
/// `texture-formats-tier1`, `texture-formats-tier2` and `texture-component-swizzle`;
/// `core-features-and-limits` is what every device of this API has.
const FEATURES: [(Features, Name, &str); 18] = [
    (
        Features::DEPTH_CLIP_CONTROL,
        Name::DepthClipControl,
        "depth-clip-control",
    ),
    (
        Features::DEPTH32FLOAT_STENCIL8,
        Name::Depth32floatStencil8,
        "depth32float-stencil8",
    ),
    (
        Features::TEXTURE_COMPRESSION_BC,
        Name::TextureCompressionBc,
        "texture-compression-bc",
    ),
    (
        Features::TEXTURE_COMPRESSION_BC_SLICED_3D,
        Name::TextureCompressionBcSliced3d,
        "texture-compression-bc-sliced-3d",
    ),
    (
        Features::TEXTURE_COMPRESSION_ETC2,
        Name::TextureCompressionEtc2,
        "texture-compression-etc2",
    ),
    (
        Features::TEXTURE_COMPRESSION_ASTC,
        Name::TextureCompressionAstc,
        "texture-compression-astc",
    ),
    (
        Features::TEXTURE_COMPRESSION_ASTC_SLICED_3D,
        Name::TextureCompressionAstcSliced3d,
        "texture-compression-astc-sliced-3d",
    ),
    (
        Features::TIMESTAMP_QUERY,
        Name::TimestampQuery,
        "timestamp-query",
    ),
    (
        Features::INDIRECT_FIRST_INSTANCE,
        Name::IndirectFirstInstance,
        "indirect-first-instance",
    ),
    (Features::SHADER_F16, Name::ShaderF16, "shader-f16"),
    (
        Features::RG11B10UFLOAT_RENDERABLE,
        Name::Rg11b10ufloatRenderable,
        "rg11b10ufloat-renderable",
    ),
    (
        Features::BGRA8UNORM_STORAGE,
        Name::Bgra8unormStorage,
        "bgra8unorm-storage",
    ),
    (
        Features::FLOAT32_FILTERABLE,
        Name::Float32Filterable,
        "float32-filterable",
    ),
    (
        Features::FLOAT32_BLENDABLE,
        Name::Float32Blendable,
        "float32-blendable",
    ),
    (
        Features::CLIP_DISTANCES,
        Name::ClipDistances,
        "clip-distances",
    ),
    (
        Features::DUAL_SOURCE_BLENDING,
        Name::DualSourceBlending,
        "dual-source-blending",
    ),
    (Features::SUBGROUP, Name::Subgroups, "subgroups"),
    (
        Features::PRIMITIVE_INDEX,
        Name::PrimitiveIndex,
        "primitive-index",
    ),
];

/// Asks the host for every feature that there is a flag for: one call a feature.
pub(crate) fn features(supported: &raw::GpuSupportedFeatures) -> Features {
    FEATURES
        .iter()
        .filter(|(_, _, name)| supported.has(name))
        .fold(Features::empty(), |all, (flag, _, _)| all | *flag)
}

/// The names of the features, and the features that WebGPU has no name for.
pub(crate) fn feature_names(features: Features) -> (Vec<Name>, Features) {
    let mut rest = features;
    let mut names = Vec::new();
    for (flag, name, _) in FEATURES {
        if features.contains(flag) {
            names.push(name);
            rest = rest - flag;
        }
    }
    (names, rest)
}
