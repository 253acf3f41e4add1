//! What `#[derive(GpuType)]` adds to a struct.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::{ItemStruct, Path, Result, parse_quote, parse2};

use super::chain::{self, State};
use super::layout::{self, Of};
use super::lower::{Lower, refused};
use super::types::{Struct, Type};

/// The path of the SDK: `#[gpu_type(crate = path)]`.
pub(super) fn sdk(item: &TokenStream) -> Result<Path> {
    let input: syn::DeriveInput = parse2(item.clone())?;
    let mut sdk = parse_quote!(::wasi_webgpu);
    for attribute in &input.attrs {
        if attribute.path().is_ident("gpu_type") {
            attribute.parse_nested_meta(|meta| match meta.path.is_ident("crate") {
                true => {
                    sdk = meta.value()?.parse()?;
                    Ok(())
                }
                false => Err(meta.error("expected `crate = path`")),
            })?;
        }
    }
    // Before its paths are looked for: those of a generic parameter are none.
    if let Some(generic) = input.generics.params.first() {
        return refused(
            generic,
            "a struct of the GPU is of certain types: write a struct for each",
        );
    }
    match input.data {
        syn::Data::Struct(_) => Ok(sdk),
        _ => refused(
            input.ident,
            "WGSL has no enums nor unions: use a `u32`, with constants for what it may be",
        ),
    }
}

pub(super) fn items(state: &State) -> Result<TokenStream> {
    let item: ItemStruct = parse2(state.item.clone())?;
    let name = &item.ident;
    let handed_out = chain::macro_of(name, &state.item, &item.vis, &state.closure(name));
    // What is wrong with what it uses is said where that is.
    let Ok((program, paths)) = state.program() else {
        return Ok(handed_out);
    };
    let structure = Lower::new(&program, &paths).structure(&item)?;
    let sdk = &state.sdk;
    let fields = item.fields.iter().map(|field| {
        let (name, ty) = (&field.ident, &field.ty);
        quote!(#name: <#ty as #sdk::kernel::GpuType>::ZERO)
    });
    let fields = Vec::from_iter(fields);
    let element = element(sdk, &item, structure);
    Ok(quote! {
        impl #sdk::kernel::GpuType for #name {
            const ZERO: Self = Self { #(#fields),* };
        }
        #element
        #handed_out
    })
}

/// What makes it an element of buffers, if it can be one.
fn element(sdk: &TokenStream, item: &ItemStruct, structure: Struct) -> Option<TokenStream> {
    let name = &item.ident;
    let offsets = layout::offsets(&structure, Of::Rust);
    let ty = Type::Struct(structure.into());
    if layout::no_element(&ty).is_some() {
        return None;
    }
    let number = Literal::u32_unsuffixed;
    let checks = item.fields.iter().zip(offsets).map(|(field, offset)| {
        let (field, ty) = (&field.ident, &field.ty);
        let message = format!("`{name}` has `{}` not at byte {offset}", quote!(#field));
        let offset = number(offset);
        quote! {
            #sdk::typed::assert_pod::<#ty>();
            ::core::assert!(::core::mem::offset_of!(#name, #field) == #offset, #message);
        }
    });
    let size = layout::of(&ty, Of::Rust).size;
    let message = format!("`{name}` is not {size} bytes long");
    let size = number(size);
    Some(quote! {
        const _: () = {
            #(#checks)*
            ::core::assert!(::core::mem::size_of::<#name>() == #size, #message);
        };
        // SAFETY: all fields may be zero, and any other bytes.
        unsafe impl #sdk::__private::bytemuck::Zeroable for #name {}
        // SAFETY: as above; the assertions say that between the fields there is nothing.
        unsafe impl #sdk::__private::bytemuck::Pod for #name {}
    })
}
