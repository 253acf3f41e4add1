//! The user's own types in place of generated ones: `types(Params = crate::Params, vec3f = glam::Vec3)`.

use naga::{Handle, StructMember, Type, TypeInner};
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{
    GenericArgument, PathArguments, Result, Token, parenthesized,
    parse::{Parse, ParseStream},
    spanned::Spanned as _,
};

use super::{Typed, docs, names, number, vertex};
use crate::wgsl::Diagnostic;

mod keyword {
    syn::custom_keyword!(types);
}

/// One of them.
pub(crate) struct MappedType {
    /// The WGSL type, as it is called without an alias: `vec3<f32>`.
    wgsl: String,
    written: syn::Path,
    rust: TokenStream,
    /// The Rust type, as the user wrote it.
    text: String,
    /// What the generated code calls it.
    pub(super) alias: Ident,
}

/// All of a shader's.
#[derive(Default)]
pub(crate) struct Mapped(Vec<MappedType>);

impl Mapped {
    pub(crate) fn peek(input: ParseStream<'_>) -> bool {
        input.peek(keyword::types)
    }

    pub(super) fn get(&self, wgsl: &str) -> Option<&MappedType> {
        self.0.iter().find(|mapped| mapped.wgsl == wgsl)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Parse for Mapped {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.parse::<keyword::types>()?;
        let types;
        parenthesized!(types in input);
        let mut all = Vec::new();
        while !types.is_empty() {
            let written: syn::Path = types.parse()?;
            types.parse::<Token![=]>()?;
            let rust = types.parse::<syn::Type>()?.into_token_stream();
            all.push(MappedType {
                wgsl: canonical(&written)?,
                written,
                text: rust.to_string().replace(' ', ""),
                rust: from_within(rust),
                alias: format_ident!("Type{}", all.len()),
            });
            if !types.is_empty() {
                types.parse::<Token![,]>()?;
            }
        }
        Ok(Self(all))
    }
}

/// `vec3f` and `vec3<f32>` are one type.
fn canonical(path: &syn::Path) -> Result<String> {
    let [segment] = Vec::from_iter(&path.segments)[..] else {
        let message = "expected the name of a WGSL type, such as `Params` or `vec3f`";
        return Err(syn::Error::new_spanned(path, message));
    };
    let name = segment.ident.to_string();
    if let PathArguments::AngleBracketed(arguments) = &segment.arguments
        && let [GenericArgument::Type(scalar)] = Vec::from_iter(&arguments.args)[..]
    {
        return Ok(format!("{name}<{}>", quote!(#scalar)));
    }
    let is_predeclared =
        name.starts_with("vec") && name.len() == 5 || name.starts_with("mat") && name.len() == 7;
    let scalar = match name.chars().last() {
        Some('f') => "f32",
        Some('h') => "f16",
        Some('i') => "i32",
        Some('u') => "u32",
        _ => return Ok(name),
    };
    match is_predeclared {
        true => Ok(format!("{}<{scalar}>", &name[..name.len() - 1])),
        false => Ok(name),
    }
}

impl Typed<'_> {
    /// The user's types, by names of this module's own, and the checks of their layouts.
    pub(super) fn mapped_types(&self) -> std::result::Result<TokenStream, Diagnostic> {
        if self.mapped.is_empty() {
            return Ok(TokenStream::new());
        }
        let module = self.names.mapped();
        let aliases = self.mapped.0.iter().map(|mapped| {
            let (alias, rust) = (&mapped.alias, &mapped.rust);
            quote!(pub(super) type #alias = #rust;)
        });
        let checks = self.mapped.0.iter().map(|mapped| {
            let mut types = self.module.types.iter();
            let found = types.find(|(ty, _)| self.wgsl(*ty) == mapped.wgsl);
            match found {
                Some((ty, _)) if self.is_host_shareable(ty) => self.mapped_type(mapped, ty),
                Some(_) => refused(mapped, "is no type that a buffer can hold"),
                None => refused(mapped, "is no type that the shader has"),
            }
        });
        Ok(quote! {
            /// The user's types, by the paths that are right where the macro is called.
            #[allow(unused_imports)]
            mod #module {
                use super::super::*;
                #(#aliases)*
            }
            #(#checks)*
        })
    }

    /// The user's type under WGSL's name, if that is a struct's, and constant assertions of its layout.
    fn mapped_type(&self, mapped: &MappedType, ty: Handle<Type>) -> TokenStream {
        let sdk = self.sdk;
        let user = self.user_type(mapped);
        let (text, wgsl) = (&mapped.text, &mapped.wgsl);
        let mut checks = Vec::new();
        let mut definition = TokenStream::new();
        let mut is_vertex = false;
        let mut size = self.size(ty);
        if let TypeInner::Struct { members, .. } = self.inner(ty) {
            let documentation = format!("`{text}`, which is checked to fit WGSL's `{wgsl}`.");
            let documentation = docs::attributes(&documentation);
            let name = self.ident(wgsl);
            definition = quote!(#documentation pub type #name = #user;);
            is_vertex = self.is_of_a_stage(ty) && !self.is_in_buffer(ty);
            let tail = members
                .last()
                .filter(|it| self.is_runtime_sized_array(it.ty));
            if let Some(tail) = tail {
                size = tail.offset;
                definition.extend(self.tail(&name, ty, tail));
            }
            let members = &members[..members.len() - usize::from(tail.is_some())];
            checks.extend(members.iter().flat_map(|member| match is_vertex {
                true => self.check_attribute(mapped, member).into_iter().collect(),
                false => vec![
                    self.check_offset(mapped, member),
                    self.check_size(mapped, member),
                ],
            }));
        }
        if !is_vertex {
            let message = format!("`{text}` must have the {size} bytes of WGSL's `{wgsl}`");
            let size = number(size);
            let condition = quote!(::core::mem::size_of::<#user>() == #size);
            checks.insert(0, assertion(mapped, &condition, &message));
        }
        let pod = quote_spanned!(mapped.rust.span()=> #sdk::typed::assert_pod::<#user>());
        quote! {
            #definition
            const _: () = { #pod; #(#checks)* };
        }
    }

    /// The user's type, as it is called in the generated module.
    fn user_type(&self, mapped: &MappedType) -> TokenStream {
        let span = mapped.rust.span();
        let (mut module, mut alias) = (self.names.mapped(), mapped.alias.clone());
        module.set_span(span);
        alias.set_span(span);
        quote_spanned!(span=> #module::#alias)
    }

    fn check_offset(&self, mapped: &MappedType, member: &StructMember) -> TokenStream {
        let (user, text, offset) = (self.user_type(mapped), &mapped.text, member.offset);
        let name = member.name.as_deref().unwrap_or_default();
        let field = names::ident(name, mapped.rust.span());
        let wgsl = &mapped.wgsl;
        let message = format!("`{text}::{name}` must be at byte {offset}, as in WGSL's `{wgsl}`");
        let offset = number(offset);
        let condition = quote!(::core::mem::offset_of!(#user, #field) == #offset);
        assertion(mapped, &condition, &message)
    }

    fn check_size(&self, mapped: &MappedType, member: &StructMember) -> TokenStream {
        self.check_field(mapped, member, self.size(member.ty))
    }

    /// A vertex buffer has no layout but the user's.
    fn check_attribute(&self, mapped: &MappedType, member: &StructMember) -> Option<TokenStream> {
        vertex::location(member)?;
        Some(self.check_field(mapped, member, self.format(member.ty).size()))
    }

    fn check_field(&self, mapped: &MappedType, member: &StructMember, size: u32) -> TokenStream {
        let (sdk, user, text) = (self.sdk, self.user_type(mapped), &mapped.text);
        let name = member.name.as_deref().unwrap_or_default();
        let field = names::ident(name, mapped.rust.span());
        let wgsl = self.wgsl(member.ty);
        let message = format!("`{text}::{name}` must have the {size} bytes of WGSL's `{wgsl}`");
        let size = number(size);
        let condition = quote!(#sdk::typed::size_of_field(|it: &#user| &it.#field) == #size);
        assertion(mapped, &condition, &message)
    }
}

/// A constant assertion at what the user wrote.
fn assertion(mapped: &MappedType, condition: &TokenStream, message: &str) -> TokenStream {
    quote_spanned!(mapped.rust.span()=> ::core::assert!(#condition, #message);)
}

/// An error at what the user wrote.
fn refused(mapped: &MappedType, why: &str) -> TokenStream {
    let message = format!("`{}` {why}", mapped.wgsl);
    syn::Error::new_spanned(&mapped.written, message).to_compile_error()
}

/// `super` as two modules further in say it.
fn from_within(tokens: TokenStream) -> TokenStream {
    let mut made = TokenStream::new();
    let mut is_start = true;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if word == "super" && is_start => {
                made.extend(quote!(super::super::super));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), from_within(group.stream()));
                inner.set_span(group.span());
                made.extend([TokenTree::Group(inner)]);
            }
            other => {
                is_start = !matches!(&other, TokenTree::Punct(punct) if punct.as_char() == ':');
                made.extend([other]);
                continue;
            }
        }
        is_start = true;
    }
    made
}

#[cfg(test)]
mod tests {
    use quote::quote;
    use syn::parse_quote;

    use super::{canonical, from_within};

    #[test]
    fn types_have_one_name() {
        for (written, expected) in [
            (parse_quote!(vec3f), "vec3<f32>"),
            (parse_quote!(vec4<u32>), "vec4<u32>"),
            (parse_quote!(mat4x3h), "mat4x3<f16>"),
            (parse_quote!(vec), "vec"),
            (parse_quote!(vectori), "vectori"),
        ] {
            assert_eq!(canonical(&written).unwrap(), expected);
        }
        assert!(canonical(&parse_quote!(a::b)).is_err());
    }

    #[test]
    fn paths_are_right_two_modules_further_in() {
        let tokens = quote!([super::A<super::super::B>; N]);
        let expected = quote!([super::super::super::A<super::super::super::super::B>; N]);
        assert_eq!(from_within(tokens).to_string(), expected.to_string());
        let others = quote!(crate::a::super_b);
        assert_eq!(from_within(others.clone()).to_string(), others.to_string());
    }
}
