use wgpu_types::Features;

use crate::raw::{self, GpuFeatureName as Name};

/// The features that both WebGPU and `wgpu-types` name: flag, enumerator, and WebGPU's name.
///
/// `wgpu-types` has no flags for `texture-formats-tier1`, `texture-formats-tier2` and
/// `texture-component-swizzle`; `core-features-and-limits` is what every device of this API has.
macro_rules! for_each_feature {
    ($apply:ident) => {
        $apply! {
            DEPTH_CLIP_CONTROL, DepthClipControl, "depth-clip-control";
            DEPTH32FLOAT_STENCIL8, Depth32floatStencil8, "depth32float-stencil8";
            TEXTURE_COMPRESSION_BC, TextureCompressionBc, "texture-compression-bc";
            TEXTURE_COMPRESSION_BC_SLICED_3D, TextureCompressionBcSliced3d, "texture-compression-bc-sliced-3d";
            TEXTURE_COMPRESSION_ETC2, TextureCompressionEtc2, "texture-compression-etc2";
            TEXTURE_COMPRESSION_ASTC, TextureCompressionAstc, "texture-compression-astc";
            TEXTURE_COMPRESSION_ASTC_SLICED_3D, TextureCompressionAstcSliced3d, "texture-compression-astc-sliced-3d";
            TIMESTAMP_QUERY, TimestampQuery, "timestamp-query";
            INDIRECT_FIRST_INSTANCE, IndirectFirstInstance, "indirect-first-instance";
            SHADER_F16, ShaderF16, "shader-f16";
            RG11B10UFLOAT_RENDERABLE, Rg11b10ufloatRenderable, "rg11b10ufloat-renderable";
            BGRA8UNORM_STORAGE, Bgra8unormStorage, "bgra8unorm-storage";
            FLOAT32_FILTERABLE, Float32Filterable, "float32-filterable";
            FLOAT32_BLENDABLE, Float32Blendable, "float32-blendable";
            CLIP_DISTANCES, ClipDistances, "clip-distances";
            DUAL_SOURCE_BLENDING, DualSourceBlending, "dual-source-blending";
            SUBGROUP, Subgroups, "subgroups";
            PRIMITIVE_INDEX, PrimitiveIndex, "primitive-index";
        }
    };
}

/// Asks the host for every feature that there is a flag for: one call a feature.
pub(crate) fn features(supported: &raw::GpuSupportedFeatures) -> Features {
    macro_rules! read {
        ($($flag:ident, $enumerator:ident, $name:literal;)*) => {
            [$((Features::$flag, $name),)*]
        };
    }
    for_each_feature!(read)
        .into_iter()
        .filter(|(_, name)| supported.has(name))
        .fold(Features::empty(), |all, (flag, _)| all | flag)
}

/// The feature that WebGPU calls so.
pub(crate) fn feature_named(name: &str) -> Option<Name> {
    macro_rules! by_name {
        ($($flag:ident, $enumerator:ident, $name:literal;)*) => {
            match name {
                $($name => Name::$enumerator,)*
                "core-features-and-limits" => Name::CoreFeaturesAndLimits,
                "texture-formats-tier1" => Name::TextureFormatsTier1,
                "texture-formats-tier2" => Name::TextureFormatsTier2,
                "texture-component-swizzle" => Name::TextureComponentSwizzle,
                _ => return None,
            }
        };
    }
    Some(for_each_feature!(by_name))
}

macro_rules! enumerators {
    ($($flag:ident, $enumerator:ident, $name:literal;)*) => {
        static ENUMERATORS: [(Features, Name); 18] = [$((Features::$flag, Name::$enumerator),)*];
    };
}
for_each_feature!(enumerators);

/// The names of the features, and the features that WebGPU has no name for. Immediates need none:
/// every device has as many bytes of them as its limit says.
pub(crate) fn feature_names(features: Features) -> (Vec<Name>, Features) {
    let mut rest = features - Features::IMMEDIATES;
    let mut names = Vec::new();
    for (flag, name) in &ENUMERATORS {
        if features.contains(*flag) {
            names.push(*name);
            rest = rest - *flag;
        }
    }
    (names, rest)
}
