//! The export that lets a program wait: `wasi:cli/run@0.3`.
//!
//! It is made here rather than by `wit_bindgen::generate!`, whose output in the user's crate would
//! be unsafe code of that crate to a `forbid(unsafe_code)`; and not in the SDK, because an export of
//! a library is one of every component that links it, also of one without a `main`.

use proc_macro2::{Literal, Span, TokenStream};
use quote::quote;
use syn::{Error, Path, Result};
use wit_component::StringEncoding;
use wit_parser::Resolve;

const WASI_CLI: &str = include_str!("../../wit/deps/wasi-cli-0.3.0/package.wit");

const PROGRAM: &str = "
    package wasi-webgpu:program;

    world program {
        export wasi:cli/run@0.3.0;
    }
";

/// The export, and the section by which the linker learns of its type, where `component` is met.
pub(crate) fn run(sdk: &Path, component: &TokenStream) -> Result<TokenStream> {
    let types = component_type()
        .map_err(|error| Error::new(Span::call_site(), format!("wasi:cli/run@0.3: {error:#}")))?;
    let (length, types) = (types.len(), Literal::byte_string(&types));
    Ok(quote! {
        #[cfg(#component)]
        const _: () = {
            // Lifted as a synchronous function, which may block, since its type is asynchronous.
            #[unsafe(export_name = "wasi:cli/run@0.3.0#run")]
            extern "C" fn run() -> ::core::primitive::i32 {
                #sdk::__private::start()
            }

            #[used]
            #[unsafe(link_section = "component-type:wasi-webgpu:program")]
            static TYPES: [::core::primitive::u8; #length] = *#types;
        };
    })
}

/// The world above, as `wit-component` wants to find it in a module.
fn component_type() -> std::result::Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut resolve = Resolve::default();
    resolve.push_str("wasi-cli.wit", WASI_CLI)?;
    let package = resolve.push_str("program.wit", PROGRAM)?;
    let world = resolve.select_world(&[package], None)?;
    Ok(wit_component::metadata::encode(
        &resolve,
        world,
        StringEncoding::UTF8,
        None,
    )?)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_section_is_a_component_that_exports_run() {
        let section = super::component_type().unwrap();
        assert!(section.starts_with(b"\0asm\x0d\0\x01\0"));
        let name = b"wasi:cli/run@0.3.0";
        assert!(section.windows(name.len()).any(|bytes| bytes == name));
    }
}
