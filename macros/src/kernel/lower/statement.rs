//! Statements and blocks.

use quote::ToTokens as _;
use syn::{Item, Local, Pat, Result, Stmt, spanned::Spanned as _};

use super::{Lower, Visible, refused, settle};
use crate::kernel::ir::{Block, Expr, LocalKind, Statement};
use crate::kernel::types::Type;

impl Lower<'_> {
    /// A block, with a scope of its own.
    pub(super) fn block(&mut self, block: &syn::Block) -> Result<Block> {
        let outer = self.visible.len();
        let lowered = self.statements(&block.stmts);
        self.visible.truncate(outer);
        lowered
    }

    fn statements(&mut self, all: &[Stmt]) -> Result<Block> {
        let mut statements = Vec::new();
        let mut tail: Option<Box<Expr>> = None;
        let mut ends = false;
        for (i, statement) in all.iter().enumerate() {
            let is_last = i + 1 == all.len();
            match statement {
                Stmt::Local(local) => statements.extend(self.local(local)?),
                Stmt::Item(item) => self.item(item)?,
                Stmt::Macro(it) => return refused(&it.mac.path, super::call::no_macro(&it.mac)),
                Stmt::Expr(it, semicolon) => {
                    let lowered = self.expression(it)?;
                    if semicolon.is_none() && is_last {
                        tail = Some(Box::new(lowered));
                        continue;
                    }
                    if semicolon.is_none() && !self.fits(&lowered.ty, &Type::Unit) {
                        return refused(
                            it,
                            format!("expected `()`, found `{}`: end it with `;`", lowered.ty),
                        );
                    }
                    statements.push(Statement::Expr(lowered));
                }
            }
            ends |= match statements.last() {
                Some(Statement::Expr(it) | Statement::Let(_, it)) => it.ty == Type::Never,
                Some(Statement::Declare(..)) | None => false,
            };
        }
        let ty = match &tail {
            _ if ends => Type::Never,
            Some(tail) => tail.ty.clone(),
            None => Type::Unit,
        };
        Ok(Block {
            statements,
            tail,
            ty,
        })
    }

    fn local(&mut self, local: &Local) -> Result<Option<Statement>> {
        if let [attribute] = &local.attrs[..]
            && attribute.path().is_ident("workgroup")
        {
            return self.workgroup(local).map(|()| None);
        }
        if let Some(attribute) = local.attrs.first() {
            return refused(attribute, "no attribute has a meaning here: leave it out");
        }
        let (pattern, ty) = match &local.pat {
            Pat::Type(typed) => (&*typed.pat, Some(self.ty(&typed.ty)?)),
            pattern => (pattern, None),
        };
        let written = match &local.pat {
            // An array's length may be a constant of the function, which the twin does not have.
            Pat::Type(typed) if !matches!(*typed.ty, syn::Type::Array(_)) => Some(&typed.ty),
            _ => None,
        };
        let Some(init) = &local.init else {
            let (Pat::Ident(name), Some(ty)) = (pattern, ty) else {
                return refused(
                    pattern,
                    "what gets its value later has a name and a type: `let x: f32;`",
                );
            };
            // Rust checks that it gets one, and only one unless it is `mut`.
            let id = self.declare(&name.ident, ty, LocalKind::LetMut);
            self.locals[id].written = written.to_token_stream();
            return Ok(Some(Statement::Declare(id, name.mutability.is_some())));
        };
        if let Some((keyword, _)) = &init.diverge {
            return refused(keyword, "a kernel has no patterns that may fail: use `if`");
        }
        let mut value = self.value(&init.expr)?;
        if let Some(ty) = &ty {
            self.expect(&mut value, ty, &init.expr)?;
        }
        let ty = match ty {
            Some(ty) => ty,
            None => value.ty.clone(),
        };
        match pattern {
            Pat::Wild(_) => Ok(Some(Statement::Expr(value))),
            Pat::Ident(name) => {
                if let Some(by_ref) = &name.by_ref {
                    return refused(
                        by_ref,
                        "a kernel has no references to variables: use a copy",
                    );
                }
                let kind = match name.mutability {
                    Some(_) => LocalKind::LetMut,
                    None => LocalKind::Let,
                };
                let id = self.declare(&name.ident, ty, kind);
                self.locals[id].written = written.to_token_stream();
                Ok(Some(Statement::Let(id, value)))
            }
            other => refused(
                other,
                "a kernel has no such patterns: name one variable each, `let x = …; let y = …;`",
            ),
        }
    }

    /// `#[workgroup] let tile: [f32; 64];`
    fn workgroup(&mut self, local: &Local) -> Result<()> {
        let help = "workgroup memory is declared with its type, and is zero at first: `#[workgroup] let tile: [f32; 64];`";
        if !self.is_kernel {
            return refused(
                &local.attrs[0],
                "a kernel has workgroup memory, not a function: declare it there",
            );
        }
        if let Some(init) = &local.init {
            return refused(&init.expr, help);
        }
        let Pat::Type(typed) = &local.pat else {
            return refused(&local.pat, help);
        };
        let Pat::Ident(name) = &*typed.pat else {
            return refused(&typed.pat, help);
        };
        let (ty, len) = self.workgroup_type(&typed.ty)?;
        let id = self.declare_as(&name.ident, ty, LocalKind::Workgroup, &typed.ty);
        self.locals[id].len = len;
        Ok(())
    }

    /// What is declared within a function.
    fn item(&mut self, item: &Item) -> Result<()> {
        match item {
            Item::Const(constant) => {
                let ty = self.ty(&constant.ty)?;
                let mut value = self.expression(&constant.expr)?;
                self.expect(&mut value, &ty, &constant.expr)?;
                settle::constant(&self.known, &mut value)?;
                if !super::is_constant(&value) {
                    return refused(
                        &constant.expr,
                        "a constant is made of literals, other constants, operators and casts: use `let`",
                    );
                }
                value.span = constant.expr.span();
                value.ty = ty;
                let name = constant.ident.to_string();
                self.visible.push((name, Visible::Constant(value)));
                Ok(())
            }
            Item::Fn(function) => refused(&function.sig.ident, "declare it outside, with `#[gpu]`"),
            Item::Struct(it) => refused(
                &it.ident,
                "declare it outside, with `#[derive(Clone, Copy, GpuType)]` and `#[repr(C)]`",
            ),
            Item::Use(it) => refused(
                it.use_token,
                "a kernel imports nothing: write `use` outside",
            ),
            other => refused(other.to_token_stream(), "declare it outside of the kernel"),
        }
    }
}
