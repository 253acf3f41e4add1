//! Feature names.

use wgpu_types::Features;

use crate::wit::GpuFeatureName;

/// WebGPU's features: the WIT case, the name that `gpu-supported-features.has` takes, and what wgpu has
/// for it, if it has something.
macro_rules! features {
    ($($case:ident, $name:literal, $feature:expr;)*) => {
        /// wgpu's counterpart of a feature; `None` for one that wgpu has not got.
        pub(crate) fn feature(name: GpuFeatureName) -> Option<Features> {
            match name {
                $(GpuFeatureName::$case => $feature,)*
            }
        }

        /// The name of a feature in WebGPU.
        pub(crate) fn feature_name(name: GpuFeatureName) -> &'static str {
            match name {
                $(GpuFeatureName::$case => $name,)*
            }
        }

        /// The feature that WebGPU calls so.
        pub(crate) fn feature_named(name: &str) -> Option<GpuFeatureName> {
            match name {
                $($name => Some(GpuFeatureName::$case),)*
                _ => None,
            }
        }
    };
}

features! {
    // What wgpu always has: a part of every set of features.
    CoreFeaturesAndLimits, "core-features-and-limits", Some(Features::empty());
    DepthClipControl, "depth-clip-control", Some(Features::DEPTH_CLIP_CONTROL);
    Depth32floatStencil8, "depth32float-stencil8", Some(Features::DEPTH32FLOAT_STENCIL8);
    TextureCompressionBc, "texture-compression-bc", Some(Features::TEXTURE_COMPRESSION_BC);
    TextureCompressionBcSliced3d, "texture-compression-bc-sliced-3d", Some(Features::TEXTURE_COMPRESSION_BC_SLICED_3D);
    TextureCompressionEtc2, "texture-compression-etc2", Some(Features::TEXTURE_COMPRESSION_ETC2);
    TextureCompressionAstc, "texture-compression-astc", Some(Features::TEXTURE_COMPRESSION_ASTC);
    TextureCompressionAstcSliced3d, "texture-compression-astc-sliced-3d", Some(Features::TEXTURE_COMPRESSION_ASTC_SLICED_3D);
    TimestampQuery, "timestamp-query", Some(Features::TIMESTAMP_QUERY);
    IndirectFirstInstance, "indirect-first-instance", Some(Features::INDIRECT_FIRST_INSTANCE);
    ShaderF16, "shader-f16", Some(Features::SHADER_F16);
    Rg11b10ufloatRenderable, "rg11b10ufloat-renderable", Some(Features::RG11B10UFLOAT_RENDERABLE);
    Bgra8unormStorage, "bgra8unorm-storage", Some(Features::BGRA8UNORM_STORAGE);
    Float32Filterable, "float32-filterable", Some(Features::FLOAT32_FILTERABLE);
    Float32Blendable, "float32-blendable", Some(Features::FLOAT32_BLENDABLE);
    ClipDistances, "clip-distances", Some(Features::CLIP_DISTANCES);
    DualSourceBlending, "dual-source-blending", Some(Features::DUAL_SOURCE_BLENDING);
    Subgroups, "subgroups", Some(Features::SUBGROUP);
    TextureFormatsTier1, "texture-formats-tier1", None;
    TextureFormatsTier2, "texture-formats-tier2", None;
    PrimitiveIndex, "primitive-index", Some(Features::PRIMITIVE_INDEX);
    TextureComponentSwizzle, "texture-component-swizzle", None;
}
