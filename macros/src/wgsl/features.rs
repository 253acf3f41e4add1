//! What a shader may use beyond what every WebGPU device has.

use naga::valid::Capabilities;
use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{
    Error, Ident, Result, Token, parenthesized,
    parse::{Parse, ParseStream},
};

/// The features that a shader may need: the name that WGSL has, naga's and wgpu's.
const KNOWN: [(&str, Capabilities, &str); 6] = [
    (
        "clip_distances",
        Capabilities::CLIP_DISTANCES,
        "CLIP_DISTANCES",
    ),
    (
        "dual_source_blending",
        Capabilities::DUAL_SOURCE_BLENDING,
        "DUAL_SOURCE_BLENDING",
    ),
    ("f16", Capabilities::SHADER_FLOAT16, "SHADER_F16"),
    (
        "immediate_address_space",
        Capabilities::IMMEDIATES,
        "IMMEDIATES",
    ),
    (
        "primitive_index",
        Capabilities::PRIMITIVE_INDEX,
        "PRIMITIVE_INDEX",
    ),
    ("subgroups", Capabilities::SUBGROUP, "SUBGROUP"),
];

/// What every WebGPU device can do that naga knows a capability for.
const GUARANTEED: Capabilities = Capabilities::MULTISAMPLED_SHADING
    .union(Capabilities::CUBE_ARRAY_TEXTURES)
    .union(Capabilities::SHADER_FLOAT16_IN_FLOAT32);

mod keyword {
    syn::custom_keyword!(features);
}

/// The features that a macro's caller has named: `features(f16, subgroups)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Features(Capabilities);

impl Default for Features {
    fn default() -> Self {
        Self(GUARANTEED)
    }
}

impl Features {
    /// Does a list of features begin here?
    pub(crate) fn peek(input: ParseStream<'_>) -> bool {
        input.peek(keyword::features)
    }

    pub(crate) fn has_f16(self) -> bool {
        self.0.contains(Capabilities::SHADER_FLOAT16)
    }

    pub(crate) fn has_subgroups(self) -> bool {
        self.0.contains(Capabilities::SUBGROUP)
    }

    pub(crate) fn capabilities(self) -> Capabilities {
        self.0
    }

    /// The features that are not among these: the name, and these with it.
    pub(crate) fn others(self) -> impl Iterator<Item = (&'static str, Self)> {
        let absent = KNOWN.iter().filter(move |(_, it, _)| !self.0.contains(*it));
        absent.map(move |(name, it, _)| (*name, Self(self.0 | *it)))
    }

    /// The features of a device that these are, as an expression.
    pub(crate) fn tokens(self, sdk: &TokenTree) -> TokenStream {
        let named = KNOWN.iter().filter(|(_, it, _)| self.0.contains(*it));
        let names = named.map(|(.., name)| format_ident!("{name}"));
        quote!(#sdk::Features::empty()#(.union(#sdk::Features::#names))*)
    }

    pub(crate) fn with(self, name: &str) -> Option<Self> {
        let (_, capability, _) = KNOWN.iter().find(|(known, ..)| *known == name)?;
        Some(Self(self.0 | *capability))
    }
}

impl Parse for Features {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.parse::<keyword::features>()?;
        let names;
        parenthesized!(names in input);
        let names = names.parse_terminated(Ident::parse, Token![,])?;
        names.iter().try_fold(Self::default(), |features, name| {
            let text = name.to_string();
            features.with(&text).ok_or_else(|| unknown(name, &text))
        })
    }
}

fn unknown(name: &Ident, text: &str) -> Error {
    let known = KNOWN.map(|(name, ..)| format!("`{name}`")).join(", ");
    Error::new_spanned(
        name,
        format!("no feature is called `{text}`: there are {known}"),
    )
}
