//! A kernel's head: its parameters, and those that are constants.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{
    FnArg, GenericParam, ItemFn, Pat, Result, ReturnType, Signature, Type as Written,
    spanned::Spanned as _,
};

use super::attribute::{self, Size};
use super::ir::{Function, Kind, LocalId, LocalKind};
use super::layout;
use super::lower::{Lower, refused};
use super::types::{Scalar, Type};

/// What is not WGSL's in a function's head.
pub(super) fn check(signature: &Signature, is_kernel: bool) -> Result<()> {
    if let Some(it) = &signature.asyncness {
        return refused(it, "a function of the GPU does not wait: leave `async` out");
    }
    if let Some(it) = &signature.unsafety {
        return refused(it, "nothing in a kernel is unsafe: leave `unsafe` out");
    }
    if let Some(it) = &signature.constness {
        return refused(
            it,
            "leave `const` out: its arithmetic is that of the GPU, which wraps",
        );
    }
    if let Some(it) = &signature.abi {
        return refused(it, "a function of the GPU has no ABI: leave it out");
    }
    let is_other = |it: &&GenericParam| !(is_kernel && matches!(it, GenericParam::Const(_)));
    if let Some(it) = signature.generics.params.iter().find(is_other) {
        return refused(
            it,
            "a function of the GPU is of certain types: write a function for each, and constants with `#[gpu]`",
        );
    }
    if let Some(it) = &signature.generics.where_clause {
        return refused(
            it,
            "a function of the GPU has no conditions: leave `where` out",
        );
    }
    match &signature.variadic {
        Some(it) => refused(
            it,
            "a function of the GPU has a certain number of parameters",
        ),
        None => Ok(()),
    }
}

/// What a parameter of a kernel is.
#[derive(Clone, Debug)]
pub(super) enum Role {
    Builtin(Builtin, u8),
    Scalar,
    /// The elements, as the author wrote them.
    Slice {
        element: TokenStream,
    },
    /// A texture or a sampler: its type, as the author wrote it.
    Texture(TokenStream),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Builtin {
    Global,
    Local,
    Workgroup,
    WorkgroupCount,
    Lane,
    SubgroupSize,
}

impl Builtin {
    pub(super) fn of(name: &str) -> Option<(Self, u8)> {
        let (name, dimensions) = match name.strip_suffix('2') {
            Some(name) => (name, 2),
            None => match name.strip_suffix('3') {
                Some(name) => (name, 3),
                None => (name, 1),
            },
        };
        let builtin = match name {
            "GlobalIndex" => Self::Global,
            "LocalIndex" => Self::Local,
            "WorkgroupIndex" => Self::Workgroup,
            "WorkgroupCount" => Self::WorkgroupCount,
            "LaneIndex" if dimensions == 1 => Self::Lane,
            "SubgroupSize" if dimensions == 1 => Self::SubgroupSize,
            _ => return None,
        };
        Some((builtin, dimensions))
    }
}

/// What is known of a kernel beside its body.
#[derive(Debug)]
pub(super) struct Kernel {
    pub(super) workgroup_size: [Size; 3],
    /// The `const` parameters, which are override constants.
    pub(super) overrides: Vec<LocalId>,
    /// The parameters, in their order.
    pub(super) roles: Vec<(LocalId, Role)>,
}

impl Kernel {
    /// Reads the parameters, and declares them.
    pub(super) fn new(
        workgroup_size: &[syn::Expr],
        function: &ItemFn,
        lower: &mut Lower<'_>,
    ) -> Result<Self> {
        let signature = &function.sig;
        let overrides = overrides(signature, lower)?;
        let workgroup_size = attribute::size(workgroup_size, lower)?;
        if let ReturnType::Type(_, ty) = &signature.output {
            return refused(
                ty,
                "a kernel returns nothing: it writes its results to a `&mut [T]`",
            );
        }
        let mut roles = Vec::new();
        for input in &signature.inputs {
            let FnArg::Typed(typed) = input else {
                return refused(
                    input,
                    "a kernel is a function, not a method: name the parameter's type",
                );
            };
            let Pat::Ident(name) = &*typed.pat else {
                return refused(&typed.pat, "a parameter is a name");
            };
            let (ty, role) = parameter(&typed.ty, lower)?;
            let kind = match (&role, &*typed.ty) {
                (Role::Texture(_), _) => LocalKind::Texture,
                (Role::Slice { .. }, _) if is_atomic(&ty) => LocalKind::ReadWrite,
                (Role::Slice { .. }, Written::Reference(it)) if it.mutability.is_some() => {
                    LocalKind::ReadWrite
                }
                (Role::Slice { .. }, _) => LocalKind::Read,
                (Role::Scalar, _) if name.mutability.is_some() => {
                    return refused(
                        name.mutability,
                        "all invocations share it: write `let mut x = x;` in the kernel",
                    );
                }
                _ if name.mutability.is_some() => LocalKind::LetMut,
                _ => LocalKind::Let,
            };
            roles.push((lower.declare_as(&name.ident, ty, kind, &typed.ty), role));
        }
        if !lower.writes() {
            return refused(
                &signature.ident,
                "a kernel writes its results to a parameter `&mut [T]` or `&mut StorageTexture2d<…>`, and this has none",
            );
        }
        Ok(Self {
            workgroup_size,
            overrides,
            roles,
        })
    }

    /// Does the body use anything that is bound?
    pub(super) fn is_used(&self, function: &Function) -> bool {
        let bound = self
            .roles
            .iter()
            .filter(|(_, role)| !matches!(role, Role::Builtin(..)));
        let bound = Vec::from_iter(bound.map(|(id, _)| *id));
        function.has(&|it| match it.kind {
            Kind::Local(id) | Kind::Len(id) => bound.contains(&id),
            _ => false,
        })
    }
}

/// Declares the `const` parameters.
fn overrides(signature: &Signature, lower: &mut Lower<'_>) -> Result<Vec<LocalId>> {
    let mut declared = Vec::new();
    for parameter in &signature.generics.params {
        let GenericParam::Const(it) = parameter else {
            continue;
        };
        let ty = lower.ty(&it.ty)?;
        if !matches!(ty, Type::Scalar(_)) {
            return refused(&it.ty, "an override constant is a number or a `bool`");
        }
        if let Some(default) = &it.default {
            return refused(
                default,
                "Rust's functions have no such defaults: leave it out",
            );
        }
        declared.push(lower.declare(&it.ident, ty, LocalKind::Override));
    }
    Ok(declared)
}

fn is_atomic(ty: &Type) -> bool {
    matches!(ty, Type::Slice(element) if matches!(**element, Type::Atomic(_)))
}

/// A struct of more numbers than this is too long for a kernel's parameters.
const MOST_PARTS: usize = 64;

/// Why all invocations cannot share such a value, and what to write.
fn no_value(ty: &Type) -> Option<String> {
    let parts = ty.leaves("");
    let mask = parts.iter().find_map(|(_, part)| match part {
        Type::Vector(n, Scalar::Bool) => Some(n),
        _ => None,
    });
    match mask {
        Some(n) => Some(format!(
            "a buffer has no `bool`: use `UVec{n}`, and `cmpne(UVec{n}::ZERO)`"
        )),
        None if parts.len() > MOST_PARTS => Some(format!(
            "`{ty}` has {} parts, and a parameter has {MOST_PARTS} at most: pass a `&[{ty}]` of one element",
            parts.len()
        )),
        None => None,
    }
}

fn parameter(written: &Written, lower: &mut Lower<'_>) -> Result<(Type, Role)> {
    match written {
        Written::Path(path) => {
            let name = path.path.segments.last().map(|it| it.ident.to_string());
            if let Some((builtin, dimensions)) = name.as_deref().and_then(Builtin::of) {
                if matches!(builtin, Builtin::Lane | Builtin::SubgroupSize) {
                    lower.needs_subgroups(written)?;
                }
                let ty = if dimensions == 1 {
                    Type::USIZE
                } else {
                    Type::Index(dimensions)
                };
                return Ok((ty, Role::Builtin(builtin, dimensions)));
            }
            let ty = lower.ty(written)?;
            match no_value(&ty) {
                Some(why) => refused(written, why),
                None => Ok((ty, Role::Scalar)),
            }
        }
        Written::Reference(reference) => slice(reference, lower),
        Written::Array(_) => refused(written, "an array comes in a buffer: take `&[T]`"),
        other => {
            let ty = lower.ty(other)?;
            Err(syn::Error::new(
                other.span(),
                format!("a kernel takes no `{ty}`"),
            ))
        }
    }
}

fn slice(reference: &syn::TypeReference, lower: &mut Lower<'_>) -> Result<(Type, Role)> {
    if let Some(lifetime) = &reference.lifetime {
        return refused(lifetime, "leave the lifetime out");
    }
    if let Some(ty) = lower.texture(reference)? {
        return Ok((ty, Role::Texture(reference.elem.to_token_stream())));
    }
    let Written::Slice(slice) = &*reference.elem else {
        return refused(
            &reference.elem,
            "a reference of a kernel is to a slice, a texture or a sampler: `&[T]`, `&mut [T]`, `&Texture2d<f32>`, `&Sampler`",
        );
    };
    let element = lower.memory(&slice.elem)?;
    if let (true, Some(keyword)) = (matches!(element, Type::Atomic(_)), &reference.mutability) {
        return refused(keyword, "all invocations share atomics: leave `mut` out");
    }
    if let Some(why) = layout::no_element(&element) {
        return refused(&slice.elem, why);
    }
    let mut part = &element;
    while let Type::Array(inner, _) = part {
        part = inner;
    }
    match part {
        Type::Atomic(_) if matches!(element, Type::Array(..)) => refused(
            &slice.elem,
            "a slice is of atomics, not of arrays of them: compute the index",
        ),
        _ => {
            let role = Role::Slice {
                element: slice.elem.to_token_stream(),
            };
            Ok((Type::Slice(Box::new(element)), role))
        }
    }
}
