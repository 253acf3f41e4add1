//! Textures and samplers as parameters of kernels.

use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::ir::{Function, Kind, LocalId};
use super::types::{Scalar, Type};

/// A texture that a kernel has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Texture {
    pub(super) dimension: Dimension,
    pub(super) of: Of,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dimension {
    D1,
    D2,
    D2Array,
    D3,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// What it is sampled or loaded as.
    Sampled(Scalar),
    Storage {
        format: &'static Format,
        /// Is it `&mut`?
        is_written: bool,
    },
}

/// A texel format of storage textures.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Format {
    /// In the SDK.
    name: &'static str,
    channel: Scalar,
}

/// What a kernel does with a texture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Load,
    Store,
    SampleLevel,
    Size,
    Levels,
    Layers,
}

const fn format(name: &'static str, channel: Scalar) -> Format {
    Format { name, channel }
}

/// Those that every device stores to. Source: [WGSL, 6.6.1. Texel Formats](
/// https://www.w3.org/TR/WGSL/#texel-formats)
static FORMATS: [Format; 17] = [
    format("Rgba8Unorm", Scalar::F32),
    format("Rgba8Snorm", Scalar::F32),
    format("Rgba8Uint", Scalar::U32),
    format("Rgba8Sint", Scalar::I32),
    format("Bgra8Unorm", Scalar::F32),
    format("Rgba16Uint", Scalar::U32),
    format("Rgba16Sint", Scalar::I32),
    format("Rgba16Float", Scalar::F32),
    format("R32Uint", Scalar::U32),
    format("R32Sint", Scalar::I32),
    format("R32Float", Scalar::F32),
    format("Rg32Uint", Scalar::U32),
    format("Rg32Sint", Scalar::I32),
    format("Rg32Float", Scalar::F32),
    format("Rgba32Uint", Scalar::U32),
    format("Rgba32Sint", Scalar::I32),
    format("Rgba32Float", Scalar::F32),
];

impl Format {
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|it| it.name == name)
    }

    /// Can a kernel both load from and store to such a texture?
    pub(super) fn is_read_and_written(&self) -> bool {
        matches!(self.name, "R32Uint" | "R32Sint" | "R32Float")
    }
}

/// What begins the name of a type.
const SAMPLED: &str = "Texture";
const STORAGE: &str = "StorageTexture";

impl Dimension {
    /// That of a type, and whether the type is one of storage textures.
    pub(super) fn of_type(name: &str) -> Option<(Self, bool)> {
        let is_storage = name.starts_with(STORAGE);
        let prefix = if is_storage { STORAGE } else { SAMPLED };
        let dimension = match name.strip_prefix(prefix)? {
            "1d" => Self::D1,
            "2d" => Self::D2,
            "2dArray" => Self::D2Array,
            "3d" => Self::D3,
            _ => return None,
        };
        Some((dimension, is_storage))
    }

    pub(super) fn has_layers(self) -> bool {
        self == Self::D2Array
    }

    fn axes(self) -> u8 {
        match self {
            Self::D1 => 1,
            Self::D2 | Self::D2Array => 2,
            Self::D3 => 3,
        }
    }

    /// A number for each axis.
    pub(super) fn vector(self, of: Scalar) -> Type {
        match self.axes() {
            1 => Type::Scalar(of),
            n => Type::Vector(n, of),
        }
    }

    /// Is it such a vector, or a place among the invocations?
    pub(super) fn is_place(self, ty: &Type) -> bool {
        *ty == Type::Index(self.axes()) || *ty == self.vector(Scalar::U32)
    }

    fn rust(self) -> &'static str {
        match self {
            Self::D1 => "1d",
            Self::D2 => "2d",
            Self::D2Array => "2dArray",
            Self::D3 => "3d",
        }
    }

    fn wgsl(self) -> &'static str {
        match self {
            Self::D2Array => "2d_array",
            other => other.rust(),
        }
    }
}

/// Is it a type of the SDK that textures and samplers have?
pub(super) fn is_type(name: &str) -> bool {
    name == "Sampler"
        || Dimension::of_type(name).is_some()
        || is_format(name)
        || is_of_the_gpu(name)
}

/// Is it one of the types that `launch` takes?
pub(super) fn is_of_the_gpu(name: &str) -> bool {
    matches!(
        name,
        "Texture"
            | "StorageTexture"
            | "MultisampledTexture"
            | "Filterable"
            | "Filtering"
            | "NonFiltering"
            | "Comparison"
            | "Depth"
            | "D1"
            | "D2"
            | "D2Array"
            | "D3"
            | "Cube"
            | "CubeArray"
    )
}

/// Is it called as texel formats are, those that only some devices store to, too?
fn is_format(name: &str) -> bool {
    let kinds = ["Unorm", "Snorm", "Uint", "Sint", "Float"];
    let bits = kinds.iter().find_map(|it| name.strip_suffix(it));
    let bits = bits.map(|it| it.trim_start_matches(['R', 'B', 'g', 'b', 'r', 'a']));
    bits.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_digit()))
}

impl Texture {
    pub(super) fn channel(self) -> Scalar {
        match self.of {
            Of::Sampled(scalar) => scalar,
            Of::Storage { format, .. } => format.channel,
        }
    }

    pub(super) fn is_written(self) -> bool {
        matches!(self.of, Of::Storage { is_written, .. } if is_written)
    }

    /// The type in WGSL, of a texture that is loaded from or not.
    pub(super) fn wgsl(self, is_loaded: bool) -> String {
        let dimension = self.dimension.wgsl();
        match self.of {
            Of::Sampled(scalar) => format!("texture_{dimension}<{}>", scalar.wgsl()),
            Of::Storage { format, is_written } => {
                let access = match (is_loaded, is_written) {
                    (true, true) => "read_write",
                    (_, false) => "read",
                    (false, true) => "write",
                };
                let format = format.name.to_lowercase();
                format!("texture_storage_{dimension}<{format}, {access}>")
            }
        }
    }

    /// What `launch` takes.
    pub(super) fn parameter(self, sdk: &TokenStream, is_sampled: bool) -> TokenStream {
        let ident = |name: &str| Ident::new(name, Span::call_site());
        let dimension = ident(&format!("{:?}", self.dimension));
        match self.of {
            Of::Sampled(scalar) => {
                let scalar = ident(scalar.rust());
                let texture = quote!(#sdk::typed::Texture<#sdk::typed::#dimension, ::core::primitive::#scalar>);
                match is_sampled {
                    true => quote!(&#sdk::typed::Filterable<#texture>),
                    false => quote!(&#texture),
                }
            }
            Of::Storage { format, is_written } => {
                let (format, mutability) = (ident(format.name), is_written.then(|| quote!(mut)));
                quote!(&#mutability #sdk::typed::StorageTexture<#sdk::typed::#dimension, #sdk::typed::format::#format>)
            }
        }
    }
}

/// As the author writes it.
impl fmt::Display for Texture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let dimension = self.dimension.rust();
        match self.of {
            Of::Sampled(scalar) => write!(f, "{SAMPLED}{dimension}<{}>", scalar.rust()),
            Of::Storage { format, .. } => write!(f, "{STORAGE}{dimension}<{}>", format.name),
        }
    }
}

impl Operation {
    pub(super) fn find(name: &str) -> Option<Self> {
        Some(match name {
            "load" => Self::Load,
            "store" => Self::Store,
            "sample_level" => Self::SampleLevel,
            "size" => Self::Size,
            "levels" => Self::Levels,
            "layers" => Self::Layers,
            _ => return None,
        })
    }

    /// The method of the SDK's textures.
    pub(super) fn method(self) -> &'static str {
        match self {
            Self::Load => "load",
            Self::Store => "store",
            Self::SampleLevel => "sample_level",
            Self::Size => "size",
            Self::Levels => "levels",
            Self::Layers => "layers",
        }
    }

    pub(super) fn wgsl(self) -> &'static str {
        match self {
            Self::Load => "textureLoad",
            Self::Store => "textureStore",
            Self::SampleLevel => "textureSampleLevel",
            Self::Size => "textureDimensions",
            Self::Levels => "textureNumLevels",
            Self::Layers => "textureNumLayers",
        }
    }
}

impl Function {
    /// Is this done with that texture?
    pub(super) fn does(&self, operation: Operation, texture: LocalId) -> bool {
        self.has(&|it| match &it.kind {
            Kind::Texture(done, all) => {
                let is_of = matches!(all.first(), Some(it) if matches!(it.kind, Kind::Local(id) if id == texture));
                *done == operation && is_of
            }
            _ => false,
        })
    }

    /// Is there a texture that is loaded from after it may have been stored to?
    pub(super) fn has_read_and_written_texture(&self) -> bool {
        let textures = self.locals.iter().enumerate();
        let mut written =
            textures.filter(|(_, it)| matches!(it.ty, Type::Texture(it) if it.is_written()));
        written.any(|(id, _)| self.does(Operation::Load, id) && self.does(Operation::Store, id))
    }
}
