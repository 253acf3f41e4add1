//! `#[kernel]` and `#[gpu]`: compute kernels written in Rust.
//!
//! Rust's syntax ([`lower`]) becomes typed expressions ([`ir`]), and these become WGSL ([`wgsl`]), which
//! naga checks, and Rust for the CPU ([`twin`]).

mod attribute;
mod builtins;
mod chain;
mod cpu;
mod inference;
mod intrinsics;
mod ir;
mod launch;
mod layout;
mod lower;
mod parts;
mod paths;
mod signature;
mod structure;
mod subgroups;
#[cfg(test)]
mod tests;
mod textures;
mod twin;
mod types;
mod uniformity;
mod wgsl;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, quote};
use syn::{Error, Item, ItemFn, Result, parse2};

use attribute::Arguments;
use chain::State;
use lower::{Lower, refused};
use signature::Kernel;

pub(crate) fn kernel(arguments: TokenStream, item: TokenStream) -> TokenStream {
    begin("kernel", arguments, item)
}

pub(crate) fn gpu(arguments: TokenStream, item: TokenStream) -> TokenStream {
    begin("gpu", arguments, item)
}

/// `#[derive(GpuType)]`
pub(crate) fn gpu_type(item: TokenStream) -> TokenStream {
    let sdk = match structure::sdk(&item) {
        Ok(sdk) => sdk.into_token_stream(),
        Err(error) => return error.into_compile_error(),
    };
    let kind = Ident::new("structure", Span::call_site());
    let state = State::new(sdk, kind, TokenStream::new(), item, &[]);
    state.next().unwrap_or_else(|| finished(&state))
}

/// What the macro of a function, a constant or a struct expands to.
pub(crate) fn next(input: TokenStream) -> TokenStream {
    let state = match parse2::<State>(input) {
        Ok(state) => state,
        Err(error) => return error.into_compile_error(),
    };
    state.next().unwrap_or_else(|| finished(&state))
}

fn begin(kind: &str, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let parsed = match parse2::<Arguments>(arguments.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return error.into_compile_error(),
    };
    // Before its paths are looked for: those of a generic parameter are none.
    if let Ok(Item::Fn(function)) = parse2(item.clone())
        && let Err(error) = signature::check(&function.sig, kind == "kernel")
    {
        return error.into_compile_error();
    }
    let sdk = parsed.sdk.into_token_stream();
    let size = parsed.workgroup_size.unwrap_or_default();
    let kind = Ident::new(kind, Span::call_site());
    let state = State::new(sdk, kind, arguments, item, &size);
    state.next().unwrap_or_else(|| finished(&state))
}

fn finished(state: &State) -> TokenStream {
    let result = match state.kind.to_string().as_str() {
        "kernel" => kernel_items(state),
        "structure" => structure::items(state),
        _ => gpu_items(state),
    };
    let found = state.found();
    let items = result.unwrap_or_else(Error::into_compile_error);
    quote!(#found #items)
}

fn kernel_items(state: &State) -> Result<TokenStream> {
    let arguments: Arguments = parse2(state.arguments.clone())?;
    let item: ItemFn = parse2(state.item.clone())?;
    let Some(workgroup_size) = arguments.workgroup_size else {
        return refused(
            &item.sig.ident,
            "say how many invocations a workgroup has: `#[kernel(workgroup_size = 64)]`",
        );
    };
    // What is wrong with a function is said where it is.
    let Ok((program, paths)) = state.program() else {
        return Ok(TokenStream::new());
    };
    let mut lower = Lower::new(&program, &paths);
    lower.is_kernel = true;
    lower.features = arguments.features;
    let kernel = Kernel::new(&workgroup_size, &item, &mut lower)?;
    lower.check_f16(&item.sig.ident)?;
    let function = lower.function(&item.sig.ident, types::Type::Unit, &item.block)?;
    uniformity::check(&kernel, &function)?;
    if !kernel.is_used(&function) {
        return refused(
            &item.sig.ident,
            "the kernel uses none of its slices and scalars, so that nothing comes of it: write to a `&mut [T]`",
        );
    }
    let text = wgsl::module(&program, &function, Some(&kernel));
    let body = twin::body(&state.sdk, &function);
    let items = launch::items(
        &state.sdk,
        arguments.features,
        &item,
        &kernel,
        &function,
        &text,
        &body,
    )?;
    // One invocation alone would wait for the others.
    let twin = match function.is_of_workgroups() {
        true => TokenStream::new(),
        false => launch::function(&item, &body),
    };
    Ok(quote!(#twin #items))
}

fn gpu_items(state: &State) -> Result<TokenStream> {
    let item: Item = parse2(state.item.clone())?;
    let (name, visibility) = match &item {
        Item::Fn(it) => (&it.sig.ident, &it.vis),
        Item::Const(it) => (&it.ident, &it.vis),
        other => return refused(other, chain::NO_ITEM),
    };
    let handed_out = chain::macro_of(name, &state.item, visibility, &state.closure(name));
    let checked = match state.program() {
        Ok((program, paths)) => definition(state, &item, &program, &paths),
        // What is wrong with a function is said where it is.
        Err(_) => Ok(TokenStream::new()),
    };
    let item = checked.unwrap_or_else(Error::into_compile_error);
    Ok(quote!(#item #handed_out))
}

fn definition(
    state: &State,
    item: &Item,
    program: &lower::Program,
    paths: &lower::Paths,
) -> Result<TokenStream> {
    match item {
        Item::Fn(function) => {
            let lowered = chain::helper(function, program, paths)?;
            let body = twin::body(&state.sdk, &lowered);
            Ok(launch::function(function, &body))
        }
        Item::Const(it) => {
            Lower::new(program, paths).constant(&it.ident, &it.ty, &it.expr)?;
            // As the length of an array it is a number on the CPU.
            Ok(quote!(#[allow(dead_code)] #it))
        }
        other => refused(other, chain::NO_ITEM),
    }
}
