//! Textures and samplers.

use naga::{
    GlobalVariable, Handle, ImageClass, ImageDimension, ScalarKind, StorageAccess, TypeInner,
};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Typed, groups::Bound};
use crate::wgsl::Diagnostic;

impl Typed<'_> {
    /// The name in WGSL of what is no data.
    pub(super) fn wgsl_resource(&self, inner: &TypeInner) -> String {
        match *inner {
            TypeInner::Sampler { comparison: false } => "sampler".to_owned(),
            TypeInner::Sampler { comparison: true } => "sampler_comparison".to_owned(),
            TypeInner::Image {
                dim,
                arrayed,
                class,
            } => {
                let dim = match dim {
                    ImageDimension::D1 => "1d",
                    ImageDimension::D2 => "2d",
                    ImageDimension::D3 => "3d",
                    ImageDimension::Cube => "cube",
                };
                let dim = dim.to_owned() + if arrayed { "_array" } else { "" };
                match class {
                    ImageClass::Sampled { kind, multi } => {
                        let multi = if multi { "multisampled_" } else { "" };
                        format!("texture_{multi}{dim}<{}>", scalar(kind))
                    }
                    ImageClass::Depth { multi } => {
                        let multi = if multi { "multisampled_" } else { "" };
                        format!("texture_depth_{multi}{dim}")
                    }
                    ImageClass::External => "texture_external".to_owned(),
                    ImageClass::Storage { format, access } => {
                        let format = format!("{format:?}").to_lowercase();
                        let access = match (
                            access.contains(StorageAccess::LOAD),
                            access.contains(StorageAccess::STORE),
                        ) {
                            (true, true) => "read_write",
                            (true, false) => "read",
                            _ => "write",
                        };
                        format!("texture_storage_{dim}<{format}, {access}>")
                    }
                }
            }
            TypeInner::BindingArray { base, .. } => format!("binding_array<{}>", self.wgsl(base)),
            ref other => format!("{other:?}"),
        }
    }

    /// What a field of a group's struct refers to.
    pub(super) fn resource_reference(&self, bound: &Bound<'_>) -> Result<TokenStream, Diagnostic> {
        let sdk = self.sdk;
        let typed = quote!(#sdk::typed);
        match *self.inner(bound.variable.ty) {
            TypeInner::Sampler { comparison } => {
                let kind = self.sampler_kind(bound.handle, comparison);
                Ok(quote!(&'a #typed::Sampler<#typed::#kind>))
            }
            TypeInner::Image {
                dim,
                arrayed,
                class,
            } => {
                let dim = dimension(dim, arrayed);
                match class {
                    ImageClass::Sampled { kind, multi } => {
                        let sample = format_ident!("{}", scalar(kind));
                        let sample = quote!(::core::primitive::#sample);
                        Ok(match (multi, self.is_filtered(bound.handle)) {
                            (true, _) => quote!(&'a #typed::MultisampledTexture<#sample>),
                            (false, true) if kind == ScalarKind::Float => {
                                quote!(&'a #typed::Filterable<#typed::Texture<#typed::#dim, #sample>>)
                            }
                            (false, _) => quote!(&'a #typed::Texture<#typed::#dim, #sample>),
                        })
                    }
                    ImageClass::Depth { multi: true } => {
                        Ok(quote!(&'a #typed::MultisampledTexture<#typed::Depth>))
                    }
                    ImageClass::Depth { multi: false } => {
                        Ok(quote!(&'a #typed::Texture<#typed::#dim, #typed::Depth>))
                    }
                    ImageClass::Storage { format, access } => {
                        let format = format_ident!("{format:?}");
                        let texture =
                            quote!(#typed::StorageTexture<#typed::#dim, #typed::format::#format>);
                        Ok(match access.contains(StorageAccess::STORE) {
                            true => quote!(&'a mut #texture),
                            false => quote!(&'a #texture),
                        })
                    }
                    ImageClass::External => Err(self.cannot_bind(bound)),
                }
            }
            _ => Err(self.cannot_bind(bound)),
        }
    }

    /// naga's validation lets none of these pass.
    pub(super) fn cannot_bind(&self, bound: &Bound<'_>) -> Diagnostic {
        let ty = self.wgsl(bound.variable.ty);
        self.refuse(bound.name, format!("a typed module cannot bind `{ty}`"))
    }

    /// Is the texture sampled, not only loaded from? That decides its type in layouts that WebGPU
    /// derives, too.
    fn is_filtered(&self, texture: Handle<GlobalVariable>) -> bool {
        let entries = 0..self.module.entry_points.len();
        let mut infos = entries.map(|i| self.shader.info.get_entry_point(i));
        infos.any(|info| info.sampling_set.iter().any(|key| key.image == texture))
    }

    pub(super) fn resource_layout(&self, bound: &Bound<'_>) -> TokenStream {
        let sdk = self.sdk;
        match *self.inner(bound.variable.ty) {
            TypeInner::Image {
                dim,
                arrayed,
                class,
            } => {
                let dim = dimension(dim, arrayed);
                let dim = quote!(#sdk::TextureViewDimension::#dim);
                match class {
                    ImageClass::Storage { format, access } => {
                        let format = format_ident!("{format:?}");
                        let access = access_name(access);
                        quote! {
                            #sdk::BindingType::StorageTexture {
                                access: #sdk::StorageTextureAccess::#access,
                                format: #sdk::TextureFormat::#format,
                                view_dimension: #dim,
                            }
                        }
                    }
                    ImageClass::Sampled { .. }
                    | ImageClass::Depth { .. }
                    | ImageClass::External => {
                        let multisampled = class.is_multisampled();
                        let filterable = self.is_filtered(bound.handle);
                        let sample_type = sample_type(class, filterable);
                        quote! {
                            #sdk::BindingType::Texture {
                                sample_type: #sdk::TextureSampleType::#sample_type,
                                view_dimension: #dim,
                                multisampled: #multisampled,
                            }
                        }
                    }
                }
            }
            ref other => {
                let comparison = matches!(other, TypeInner::Sampler { comparison: true });
                let kind = self.sampler_kind(bound.handle, comparison);
                quote!(#sdk::BindingType::Sampler(#sdk::SamplerBindingType::#kind))
            }
        }
    }

    /// What a sampler is for, by its name in the SDK and in wgpu.
    fn sampler_kind(&self, sampler: Handle<GlobalVariable>, comparison: bool) -> Ident {
        let entries = 0..self.module.entry_points.len();
        let infos = entries.map(|i| self.shader.info.get_entry_point(i));
        let mut pairs = infos.flat_map(|info| &info.sampling_set);
        let cannot_filter = |image: Handle<GlobalVariable>| {
            let class = match *self.inner(self.module.global_variables[image].ty) {
                TypeInner::Image { class, .. } => class,
                _ => return false,
            };
            let float = ScalarKind::Float;
            !matches!(class, ImageClass::Sampled { kind, .. } if kind == float)
        };
        match comparison {
            true => format_ident!("Comparison"),
            false if pairs.any(|key| key.sampler == sampler && cannot_filter(key.image)) => {
                format_ident!("NonFiltering")
            }
            false => format_ident!("Filtering"),
        }
    }
}

fn sample_type(class: ImageClass, filterable: bool) -> TokenStream {
    match class {
        ImageClass::Depth { .. } => quote!(Depth),
        ImageClass::Sampled {
            kind: ScalarKind::Sint,
            ..
        } => quote!(Sint),
        ImageClass::Sampled {
            kind: ScalarKind::Uint,
            ..
        } => quote!(Uint),
        _ => quote!(Float { filterable: #filterable }),
    }
}

/// The name of the dimension, in wgpu and in the SDK.
fn dimension(dim: ImageDimension, arrayed: bool) -> Ident {
    let name = match (dim, arrayed) {
        (ImageDimension::D1, _) => "D1",
        (ImageDimension::D2, false) => "D2",
        (ImageDimension::D2, true) => "D2Array",
        (ImageDimension::D3, _) => "D3",
        (ImageDimension::Cube, false) => "Cube",
        (ImageDimension::Cube, true) => "CubeArray",
    };
    format_ident!("{name}")
}

fn access_name(access: StorageAccess) -> Ident {
    let reads = access.contains(StorageAccess::LOAD);
    let writes = access.contains(StorageAccess::STORE);
    match (reads, writes) {
        (true, true) => format_ident!("ReadWrite"),
        (true, false) => format_ident!("ReadOnly"),
        _ => format_ident!("WriteOnly"),
    }
}

fn scalar(kind: ScalarKind) -> &'static str {
    match kind {
        ScalarKind::Sint => "i32",
        ScalarKind::Uint => "u32",
        _ => "f32",
    }
}
