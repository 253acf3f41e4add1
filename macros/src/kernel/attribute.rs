//! What `#[kernel(…)]` and `#[gpu(…)]` are told.

use quote::ToTokens as _;
use syn::{
    Expr, Path, Result, Token,
    parse::{Parse, ParseStream},
    parse_quote,
};

use super::ir::{Kind, LocalId};
use super::lower::{Lower, refused};
use crate::wgsl::Features;

mod keyword {
    syn::custom_keyword!(workgroup_size);
}

/// `workgroup_size = 64`, `features(subgroups)`, and `crate = path` where the SDK has another name.
pub(super) struct Arguments {
    pub(super) sdk: Path,
    /// One for each dimension, as the author wrote it.
    pub(super) workgroup_size: Option<Vec<Expr>>,
    pub(super) features: Features,
}

impl Parse for Arguments {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut arguments = Self {
            sdk: parse_quote!(::wasi_webgpu),
            workgroup_size: None,
            features: Features::default(),
        };
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                arguments.sdk = input.parse()?;
            } else if input.peek(keyword::workgroup_size) {
                input.parse::<keyword::workgroup_size>()?;
                input.parse::<Token![=]>()?;
                arguments.workgroup_size = Some(dimensions(input.parse()?)?);
            } else if Features::peek(input) {
                arguments.features = input.parse()?;
            } else {
                return Err(input.error(
                    "expected `workgroup_size = 64`, `(8, 8)` or `(4, 4, 4)`, or `features(subgroups)`",
                ));
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

fn dimensions(written: Expr) -> Result<Vec<Expr>> {
    match written {
        Expr::Tuple(tuple) if (1..=3).contains(&tuple.elems.len()) => {
            Ok(tuple.elems.into_iter().collect())
        }
        Expr::Tuple(_) => refused(written, "a workgroup has one to three dimensions"),
        Expr::Paren(inner) => Ok(vec![*inner.expr]),
        one => Ok(vec![one]),
    }
}

/// How many invocations a workgroup has in a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    Known(u32),
    /// A `const` parameter of the kernel.
    Override(LocalId),
}

/// What a workgroup's size is, when the kernel's `const` parameters are declared.
pub(super) fn size(written: &[Expr], lower: &mut Lower<'_>) -> Result<[Size; 3]> {
    let mut size = [Size::Known(1); 3];
    for (place, written) in size.iter_mut().zip(written) {
        let value = lower.value(written)?;
        *place = match (&value.kind, lower.known_value(&value)) {
            (&Kind::Local(id), _) if lower.is_integer_override(id) => Size::Override(id),
            (_, Some(0)) => return refused(written, "a workgroup has one invocation at least"),
            (_, Some(value)) => match u32::try_from(value) {
                Ok(value) => Size::Known(value),
                Err(_) => return refused(written, "a workgroup has fewer invocations"),
            },
            _ => {
                return refused(
                    written.to_token_stream(),
                    "a workgroup's size is a literal, a constant with `#[gpu]`, or a `const` parameter \
                     of the kernel: `64`, `(TILE, TILE)`",
                );
            }
        };
    }
    Ok(size)
}
