//! Every enum and every flag of the interface, there and back, against the names in its text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use wgpu_types::*;
use wit_parser::{Resolve, TypeDefKind};

use crate::{SurfaceAlphaMode, SurfaceToneMapping, raw};

type CullMode = Option<Face>;

/// Enums that are read or written where they are used: the SDK has no plain data for them.
const NOT_CONVERTED: [&str; 8] = [
    "gpu-buffer-map-state",
    "gpu-compilation-message-type",
    "gpu-device-lost-reason",
    "gpu-error-filter",
    "gpu-feature-name",
    "gpu-load-op",
    "gpu-pipeline-error-reason",
    "gpu-power-preference",
];

/// What `wgpu-types` calls otherwise than WebGPU.
const OTHER_NAMES: [(&str, &str); 8] = [
    ("float", "float{filterable:true}"),
    ("unfilterablefloat", "float{filterable:false}"),
    ("storage", "storage{readonly:false}"),
    ("readonlystorage", "storage{readonly:true}"),
    ("none", "none"),
    ("front", "some(front)"),
    ("back", "some(back)"),
    ("unorm1010102", "unorm1010102"),
];

/// The enums (`true`) or flags of the interface, and the names of their values.
fn interface(enums: bool) -> BTreeMap<String, Vec<String>> {
    let mut resolve = Resolve::default();
    let text = include_str!("../../../wit/deps/wasi-webgpu-0.3.0-rc.2/package.wit");
    resolve.push_source("package.wit", text).unwrap();
    let types = resolve.types.iter().filter_map(|(_, it)| {
        let values: Vec<_> = match &it.kind {
            TypeDefKind::Enum(kind) if enums => kind.cases.iter().map(|c| c.name.clone()).collect(),
            TypeDefKind::Flags(kind) if !enums => {
                kind.flags.iter().map(|f| f.name.clone()).collect()
            }
            _ => return None,
        };
        Some((it.name.clone()?, values))
    });
    types.collect()
}

/// A name in any spelling.
fn plain(name: &str) -> String {
    let name = name.replace(['-', '_', ' '], "");
    name.rsplit("::").next().unwrap().to_lowercase()
}

/// The name that a value of `wgpu-types` must have for a name of WebGPU.
fn expected(webgpu: &str) -> String {
    let name = plain(webgpu);
    if let Some(block) = name.strip_prefix("astc") {
        let (block, channel) = block.split_once("unorm").unwrap();
        return format!("astc{{block:b{block},channel:unorm{channel}}}");
    }
    let other = OTHER_NAMES.iter().find(|(theirs, _)| *theirs == name);
    other.map_or(name.clone(), |(_, ours)| (*ours).to_owned())
}

macro_rules! enums {
    ($($ours:ident <=> $theirs:ident $name:literal;)*) => {
        #[test]
        fn every_variant_goes_there_and_back() {
            let mut interface = interface(true);
            for name in NOT_CONVERTED {
                assert!(interface.remove(name).is_some(), "{name}");
            }
            $(
                let values = interface.remove($name).expect($name);
                let mut seen = BTreeSet::new();
                for (index, webgpu) in values.iter().enumerate() {
                    // SAFETY: the interface has a value of this number.
                    #[allow(unsafe_code)]
                    let theirs = unsafe { raw::$theirs::_lift(index as u8) };
                    assert_eq!(plain(&format!("{theirs:?}")), plain(webgpu));
                    let ours = <$ours>::from(theirs);
                    let back = raw::$theirs::try_from(ours);
                    assert_eq!(back.map_err(drop), Ok(theirs), "{webgpu} as {ours:?}");
                    let name = plain(&format!("{ours:?}"));
                    assert_eq!(name, expected(webgpu), "{webgpu} of {}", $name);
                    assert!(seen.insert(name), "two values are {ours:?}");
                }
            )*
            assert!(interface.is_empty(), "not converted: {:?}", interface.keys());
        }
    };
}

enums! {
    AddressMode <=> GpuAddressMode "gpu-address-mode";
    BlendFactor <=> GpuBlendFactor "gpu-blend-factor";
    BlendOperation <=> GpuBlendOperation "gpu-blend-operation";
    BufferBindingType <=> GpuBufferBindingType "gpu-buffer-binding-type";
    CompareFunction <=> GpuCompareFunction "gpu-compare-function";
    CullMode <=> GpuCullMode "gpu-cull-mode";
    FilterMode <=> GpuFilterMode "gpu-filter-mode";
    FrontFace <=> GpuFrontFace "gpu-front-face";
    IndexFormat <=> GpuIndexFormat "gpu-index-format";
    MipmapFilterMode <=> GpuMipmapFilterMode "gpu-mipmap-filter-mode";
    PredefinedColorSpace <=> PredefinedColorSpace "predefined-color-space";
    PrimitiveTopology <=> GpuPrimitiveTopology "gpu-primitive-topology";
    QueryType <=> GpuQueryType "gpu-query-type";
    SamplerBindingType <=> GpuSamplerBindingType "gpu-sampler-binding-type";
    StencilOperation <=> GpuStencilOperation "gpu-stencil-operation";
    StorageTextureAccess <=> GpuStorageTextureAccess "gpu-storage-texture-access";
    StoreOp <=> GpuStoreOp "gpu-store-op";
    SurfaceAlphaMode <=> GpuCanvasAlphaMode "gpu-canvas-alpha-mode";
    SurfaceToneMapping <=> GpuCanvasToneMappingMode "gpu-canvas-tone-mapping-mode";
    TextureAspect <=> GpuTextureAspect "gpu-texture-aspect";
    TextureDimension <=> GpuTextureDimension "gpu-texture-dimension";
    TextureFormat <=> GpuTextureFormat "gpu-texture-format";
    TextureSampleType <=> GpuTextureSampleType "gpu-texture-sample-type";
    TextureViewDimension <=> GpuTextureViewDimension "gpu-texture-view-dimension";
    VertexFormat <=> GpuVertexFormat "gpu-vertex-format";
    VertexStepMode <=> GpuVertexStepMode "gpu-vertex-step-mode";
}

/// Each flag alone, and all of them: what WebGPU lacks is an error with its name.
macro_rules! flags {
    ($($ours:ident <=> $theirs:ident $name:literal, lacks [$($missing:ident),*];)*) => {
        #[test]
        fn every_flag_goes_there_and_back() {
            let mut interface = interface(false);
            // The modes of a map are an enum of the SDK's, as they are in wgpu.
            assert!(interface.remove("gpu-map-mode").is_some());
            $(
                let values = interface.remove($name).expect($name);
                let mut lacking = $ours::all();
                for (index, webgpu) in values.iter().enumerate() {
                    let theirs = raw::$theirs::from_bits_retain(1 << index);
                    let ours = $ours::from(theirs);
                    if webgpu == "all" {
                        assert!(ours.is_all());
                        continue;
                    }
                    assert_eq!(raw::$theirs::try_from(ours), Ok(theirs));
                    let names: Vec<_> = ours.iter_names().map(|(name, _)| plain(name)).collect();
                    assert_eq!(names, [plain(webgpu)]);
                    lacking -= ours;
                }
                let all = $ours::from(raw::$theirs::all());
                assert_eq!(raw::$theirs::try_from(all).map($ours::from), Ok(all));
                $(
                    let name = concat!(stringify!($ours), "::", stringify!($missing));
                    let error = raw::$theirs::try_from($ours::$missing).unwrap_err();
                    assert_eq!(error.name(), name);
                    assert_eq!(error.to_string(), format!("WebGPU has no {name}; do without it"));
                    lacking -= $ours::$missing;
                )*
                assert!(lacking.is_empty(), "neither converted nor an error: {lacking:?}");
            )*
            assert!(interface.is_empty(), "not converted: {:?}", interface.keys());
        }
    };
}

flags! {
    BufferUsages <=> GpuBufferUsage "gpu-buffer-usage", lacks [BLAS_INPUT, TLAS_INPUT];
    ColorWrites <=> GpuColorWrite "gpu-color-write", lacks [];
    ShaderStages <=> GpuShaderStage "gpu-shader-stage",
        lacks [TASK, MESH, RAY_GENERATION, ANY_HIT, CLOSEST_HIT, MISS];
    TextureUsages <=> GpuTextureUsage "gpu-texture-usage", lacks [STORAGE_ATOMIC];
}

/// The variants without a counterpart are errors that name them.
#[test]
fn what_webgpu_lacks_is_an_error_with_its_name() {
    fn lacks<O: Copy + Debug, T: TryFrom<O, Error = super::Lacking> + Debug>(ours: O, name: &str) {
        assert_eq!(T::try_from(ours).unwrap_err().name(), name);
    }
    lacks::<_, raw::GpuAddressMode>(AddressMode::ClampToBorder, "AddressMode::ClampToBorder");
    lacks::<_, raw::GpuVertexFormat>(VertexFormat::Float64, "VertexFormat::Float64");
    lacks::<_, raw::GpuVertexFormat>(VertexFormat::Float64x2, "VertexFormat::Float64x2");
    lacks::<_, raw::GpuVertexFormat>(VertexFormat::Float64x3, "VertexFormat::Float64x3");
    lacks::<_, raw::GpuVertexFormat>(VertexFormat::Float64x4, "VertexFormat::Float64x4");
    lacks::<_, raw::GpuTextureFormat>(TextureFormat::NV12, "TextureFormat::NV12");
    lacks::<_, raw::GpuTextureFormat>(TextureFormat::P010, "TextureFormat::P010");
    lacks::<_, raw::GpuTextureFormat>(TextureFormat::R64Uint, "TextureFormat::R64Uint");
    let hdr = TextureFormat::Astc {
        block: AstcBlock::B4x4,
        channel: AstcChannel::Hdr,
    };
    lacks::<_, raw::GpuTextureFormat>(hdr, "TextureFormat::Astc with AstcChannel::Hdr");
    lacks::<_, raw::GpuTextureAspect>(TextureAspect::Plane0, "TextureAspect::Plane0");
    lacks::<_, raw::GpuTextureAspect>(TextureAspect::Plane1, "TextureAspect::Plane1");
    lacks::<_, raw::GpuTextureAspect>(TextureAspect::Plane2, "TextureAspect::Plane2");
    let atomic = StorageTextureAccess::Atomic;
    lacks::<_, raw::GpuStorageTextureAccess>(atomic, "StorageTextureAccess::Atomic");
    let statistics = QueryType::PipelineStatistics(PipelineStatisticsTypes::empty());
    lacks::<_, raw::GpuQueryType>(statistics, "QueryType::PipelineStatistics");
}

/// WebGPU's names of features: all can be asked for, and those with a flag by it, too.
#[test]
fn every_feature_has_its_name() {
    let names = &interface(true)["gpu-feature-name"];
    for (index, name) in names.iter().enumerate() {
        // WIT has no digit after a hyphen.
        let webgpu = name.replace("sliced3d", "sliced-3d");
        let known = super::feature_named(&webgpu).expect(name);
        assert_eq!(known as usize, index, "{name}");
    }
    assert!(super::feature_named("pipeline-statistics-query").is_none());

    let flags = Features::all_webgpu_mask() | Features::SUBGROUP;
    let (by_flag, rest) = super::feature_names(flags);
    assert!(rest.is_empty(), "{rest:?}");
    // All but the core, which every device has, the tiers and the swizzle, which have no flags.
    assert_eq!(by_flag.len(), names.len() - 4);
    let (_, rest) = super::feature_names(Features::SHADER_F64);
    assert_eq!(rest, Features::SHADER_F64);
}

#[test]
fn structs_go_there_and_back() {
    let color = Color {
        r: 0.25,
        g: 0.5,
        b: 0.75,
        a: 1.0,
    };
    assert_eq!(Color::from(raw::GpuColor::from(color)), color);
    let size = Extent3d {
        width: 3,
        height: 5,
        depth_or_array_layers: 7,
    };
    assert_eq!(Extent3d::from(raw::GpuExtent3D::from(size)), size);
    let origin = Origin3d { x: 1, y: 2, z: 3 };
    assert_eq!(Origin3d::from(raw::GpuOrigin3D::from(origin)), origin);
    let layout = TexelCopyBufferLayout {
        offset: 512,
        bytes_per_row: Some(256),
        rows_per_image: None,
    };
    let raw = raw::GpuTexelCopyBufferLayout::from(layout);
    let back = TexelCopyBufferLayout::from(raw);
    assert_eq!(back.offset, 512);
    assert_eq!((back.bytes_per_row, back.rows_per_image), (Some(256), None));
    // What a raw value leaves out is WebGPU's default.
    let row = raw::GpuExtent3D {
        width: 9,
        height: None,
        depth_or_array_layers: None,
    };
    assert_eq!(Extent3d::from(row).height, 1);
}
