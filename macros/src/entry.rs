//! `#[main]` and `#[test]`: an ordinary `main` or test around a function that may be `async`.

use std::sync::atomic::{AtomicBool, Ordering};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Attribute, Error, ItemFn, LitStr, Meta, Path, Result, Token,
    parse::{Parse, ParseStream},
    parse_quote, parse2,
};

use crate::export;

/// The part of a target's `cfg` that means `wasm32-wasip2`.
fn component() -> TokenStream {
    quote!(all(target_arch = "wasm32", target_env = "p2"))
}

/// The attribute's arguments: nothing, or `crate = path`.
struct Arguments {
    sdk: Path,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            let sdk = parse_quote!(::wasi_webgpu);
            return Ok(Self { sdk });
        }
        if !input.peek(Token![crate]) {
            return Err(input.error("expected nothing, or `crate = name_of_the_crate`"));
        }
        input.parse::<Token![crate]>()?;
        input.parse::<Token![=]>()?;
        let sdk = input.parse()?;
        Ok(Self { sdk })
    }
}

pub(crate) fn main(attribute: TokenStream, function: TokenStream) -> Result<TokenStream> {
    let Arguments { sdk } = parse2(attribute)?;
    let function = parse_function(function)?;
    if function.sig.ident != "main" {
        return Err(Error::new_spanned(
            &function.sig.ident,
            "#[wasi_webgpu::main] makes the program's entry point: name the function `main`",
        ));
    }
    let component = component();
    let (attributes, output) = (&function.attrs, &function.sig.output);
    let (inner, call) = inner(&sdk, &function);
    let entry_point = entry_point(&sdk)?;
    Ok(quote! {
        #entry_point

        #[cfg(#component)]
        #(#attributes)*
        fn main() #output {
            #inner
            #call
        }

        #[cfg(not(#component))]
        fn main() -> ::std::process::ExitCode {
            #[allow(dead_code)]
            #inner
            ::std::eprintln!(
                "{} is a WebAssembly component for hosts that offer wasi:webgpu: \
                 build it with --target wasm32-wasip2",
                ::core::env!("CARGO_PKG_NAME"),
            );
            ::std::process::ExitCode::FAILURE
        }
    })
}

pub(crate) fn test(attribute: TokenStream, function: TokenStream) -> Result<TokenStream> {
    let Arguments { sdk } = parse2(attribute)?;
    let mut function = parse_function(function)?;
    let record = match take_should_panic(&mut function.attrs)? {
        Some(expected) => should_panic_record(&sdk, &function, &expected),
        None => TokenStream::new(),
    };
    let component = component();
    let (attributes, visibility) = (&function.attrs, &function.vis);
    let (name, output) = (&function.sig.ident, &function.sig.output);
    let (inner, call) = inner(&sdk, &function);
    let entry_point = entry_point(&sdk)?;
    Ok(quote! {
        #entry_point

        #[::core::prelude::v1::test]
        #[cfg_attr(not(#component), ignore = "runs on a host: cargo test --target wasm32-wasip2")]
        #(#attributes)*
        #visibility fn #name() #output {
            #inner
            #record
            #call
        }
    })
}

/// The export that lets the program wait, for the first `main` or test of a crate: the compiler runs
/// one process a crate.
fn entry_point(sdk: &Path) -> Result<TokenStream> {
    static EXPORTED: AtomicBool = AtomicBool::new(false);
    if EXPORTED.swap(true, Ordering::Relaxed) {
        return Ok(TokenStream::new());
    }
    export::run(sdk, &component())
}

fn parse_function(function: TokenStream) -> Result<ItemFn> {
    let function: ItemFn = parse2(function)?;
    let signature = &function.sig;
    if !signature.inputs.is_empty() {
        return Err(Error::new_spanned(
            &signature.inputs,
            "the function must take no arguments",
        ));
    }
    if !signature.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &signature.generics,
            "the function must not be generic",
        ));
    }
    Ok(function)
}

/// The user's function, and the call of it to its end.
fn inner(sdk: &Path, function: &ItemFn) -> (TokenStream, TokenStream) {
    let (name, signature, body) = (&function.sig.ident, &function.sig, &function.block);
    let call = match signature.asyncness {
        Some(_) => quote!(#sdk::block_on(#name())),
        None => quote!(#name()),
    };
    (quote!(#signature #body), call)
}

/// Removes `#[should_panic]`; the text that the panic's message must contain, which may be empty.
fn take_should_panic(attributes: &mut Vec<Attribute>) -> Result<Option<String>> {
    let is_should_panic = |a: &Attribute| a.path().is_ident("should_panic");
    let Some(position) = attributes.iter().position(is_should_panic) else {
        return Ok(None);
    };
    let attribute = attributes.remove(position);
    let expected = match &attribute.meta {
        Meta::Path(_) => String::new(),
        Meta::NameValue(pair) => {
            parse2::<LitStr>(quote::ToTokens::to_token_stream(&pair.value))?.value()
        }
        Meta::List(_) => {
            let mut expected = String::new();
            attribute.parse_nested_meta(|meta| {
                if !meta.path.is_ident("expected") {
                    return Err(meta.error("expected `expected = \"…\"`"));
                }
                expected = meta.value()?.parse::<LitStr>()?.value();
                Ok(())
            })?;
            expected
        }
    };
    Ok(Some(expected))
}

/// A line for the runner in a custom section of the module: `path::name\tshould_panic\texpected`.
fn should_panic_record(sdk: &Path, function: &ItemFn, expected: &str) -> TokenStream {
    let line = format!(
        "::{}\tshould_panic\t{}\n",
        function.sig.ident,
        expected.escape_default()
    );
    quote! {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            const LINE: &::core::primitive::str =
                ::core::concat!(::core::module_path!(), #line);
            #[used]
            #[unsafe(link_section = "wasi-webgpu-test")]
            static RECORD: [::core::primitive::u8; LINE.len()] = #sdk::__private::bytes(LINE);
        };
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{main, test};

    fn message(result: syn::Result<proc_macro2::TokenStream>) -> String {
        result.expect_err("must be refused").to_string()
    }

    #[test]
    fn main_runs_an_async_function_to_its_end() {
        let made = main(
            quote!(),
            quote!(
                async fn main() -> Outcome {
                    work().await
                }
            ),
        );
        let made = made.unwrap().to_string();
        assert!(
            made.contains(":: wasi_webgpu :: block_on (main ())"),
            "{made}"
        );
    }

    #[test]
    fn the_crate_may_have_another_name() {
        let made = main(
            quote!(crate = gpu),
            quote!(
                async fn main() {}
            ),
        )
        .unwrap();
        assert!(made.to_string().contains("gpu :: block_on"), "{made}");
        assert!(!made.to_string().contains("wasi_webgpu ::"), "{made}");
    }

    #[test]
    fn a_synchronous_function_is_called_as_it_is() {
        let made = test(
            quote!(),
            quote!(
                fn sums() {}
            ),
        )
        .unwrap()
        .to_string();
        assert!(!made.contains("block_on"), "{made}");
    }

    #[test]
    fn what_cannot_be_an_entry_point_is_refused() {
        let arguments = quote!(
            async fn main(n: u32) {}
        );
        assert_eq!(
            message(main(quote!(), arguments)),
            "the function must take no arguments"
        );
        let generic = quote!(
            fn t<T>() {}
        );
        assert_eq!(
            message(test(quote!(), generic)),
            "the function must not be generic"
        );
        assert!(
            message(main(
                quote!(),
                quote!(
                    fn start() {}
                )
            ))
            .contains("`main`")
        );
        assert!(
            message(main(
                quote!(flavor = 1),
                quote!(
                    fn main() {}
                )
            ))
            .contains("crate =")
        );
    }

    #[test]
    fn should_panic_becomes_a_record_for_the_runner() {
        for (attribute, expected) in [
            (quote!(#[should_panic]), "\\tshould_panic\\t\\n"),
            (quote!(#[should_panic = "a b"]), "\\tshould_panic\\ta b\\n"),
            (
                quote!(#[should_panic(expected = "a\tb")]),
                "\\tshould_panic\\ta\\\\tb\\n",
            ),
        ] {
            let made = test(quote!(), quote!(#attribute fn fails() {}))
                .unwrap()
                .to_string();
            assert!(made.contains(expected), "{made}");
            assert!(!made.contains("should_panic ("), "{made}");
        }
    }
}
