//! `barrier()`, and what is read for all invocations at once.

use quote::ToTokens as _;
use syn::{Result, spanned::Spanned as _};

use super::{Lower, expr, refused};
use crate::kernel::ir::{Expr, Kind, LocalKind};
use crate::kernel::types::Type;

impl Lower<'_> {
    /// A function that all invocations of a workgroup call at once, if it is one of these.
    pub(super) fn barrier(&mut self, it: &syn::ExprCall, path: &syn::Path) -> Result<Option<Expr>> {
        let name = path.segments.last().map(|it| it.ident.to_string());
        let name = name.as_deref().unwrap_or_default();
        match (name, it.args.len()) {
            ("barrier", 0) | ("workgroup_uniform_load", _) if !self.is_kernel => {
                refused(path, "a kernel has barriers, not a function: call it there")
            }
            ("barrier", 0) => {
                let kind = Kind::Barrier(path.to_token_stream());
                Ok(Some(expr(kind, Type::Unit, it.span())))
            }
            ("workgroup_uniform_load", 1) => self.uniform_load(it, path).map(Some),
            ("workgroup_uniform_load", _) => refused(
                path,
                "it has one argument: a variable of the workgroup, or an element",
            ),
            _ => Ok(None),
        }
    }

    fn uniform_load(&mut self, it: &syn::ExprCall, path: &syn::Path) -> Result<Expr> {
        let place = self.value(&it.args[0])?;
        let mut root = &place;
        while let Kind::Index(inner, _) | Kind::Field(inner, _) = &root.kind {
            root = inner;
        }
        match root.kind {
            Kind::Local(id) if self.locals[id].kind == LocalKind::Workgroup => {
                let ty = place.ty.clone();
                let kind = Kind::UniformLoad(path.to_token_stream(), Box::new(place));
                Ok(expr(kind, ty, it.span()))
            }
            _ => refused(
                &it.args[0],
                "only a workgroup's memory is loaded for all: a variable with `#[workgroup]`, or an element of it",
            ),
        }
    }
}
