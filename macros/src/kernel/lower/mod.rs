//! Rust's syntax becomes typed expressions, or an error at the token that has no place in a kernel.

mod barrier;
mod call;
mod control;
mod expression;
mod float16;
mod jump;
mod number;
mod operator;
mod settle;
mod statement;
mod structure;
mod subgroup;
mod texture;
mod types;
mod vector;

use std::collections::HashMap;
use std::sync::Arc;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Error, Result};

use super::inference::Inference;
use super::ir::{Constant, Expr, Function, Kind, Label, Local, LocalId, LocalKind};
use super::types::{Scalar, Struct, Type};
use crate::wgsl::Features;

pub(super) use settle::value_of;
pub(super) use structure::plain;

/// All that a kernel is made of, beside itself. What is used comes before its users.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) functions: Vec<Function>,
    pub(super) constants: Vec<Constant>,
    pub(super) structs: Vec<Arc<Struct>>,
}

/// What a path means, at the place where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum Meaning {
    Function(usize),
    Constant(usize),
    Struct(usize),
}

/// What the paths of a function mean, by their text.
pub(super) type Paths = HashMap<String, Meaning>;

/// A function while it is read.
pub(super) struct Lower<'a> {
    program: &'a Program,
    paths: &'a Paths,
    known: Inference,
    locals: Vec<Local>,
    /// What is visible, the innermost last.
    visible: Vec<(String, Visible)>,
    result: Type,
    /// The loops around, the innermost last.
    loops: Vec<Loop>,
    number_of_loops: usize,
    /// May it have workgroup memory and barriers?
    pub(super) is_kernel: bool,
    pub(super) features: Features,
}

/// A loop while its body is read.
#[derive(Debug)]
struct Loop {
    label: Label,
    /// Has it a value: is it a `loop`?
    has_value: bool,
    /// The type of its `break`s, if there are any.
    ty: Option<Type>,
}

#[derive(Clone, Debug)]
enum Visible {
    Local(LocalId),
    /// A `const` in the function.
    Constant(Expr),
}

/// An error at what the author wrote.
pub(super) fn refused<T>(at: impl ToTokens, message: impl std::fmt::Display) -> Result<T> {
    Err(Error::new_spanned(at, message))
}

/// The text of a path, to look it up by.
pub(super) fn text(path: &syn::Path) -> String {
    let parts = path.segments.iter().map(|it| it.ident.to_string());
    let leading = path.leading_colon.map_or("", |_| "::");
    format!("{leading}{}", Vec::from_iter(parts).join("::"))
}

impl<'a> Lower<'a> {
    pub(super) fn new(program: &'a Program, paths: &'a Paths) -> Self {
        Self {
            program,
            paths,
            known: Inference::default(),
            locals: Vec::new(),
            visible: Vec::new(),
            result: Type::Unit,
            loops: Vec::new(),
            number_of_loops: 0,
            is_kernel: false,
            features: Features::default(),
        }
    }

    /// A name that is visible from here on.
    pub(super) fn declare(&mut self, name: &Ident, ty: Type, kind: LocalKind) -> LocalId {
        let id = self.locals.len();
        self.visible.push((name.to_string(), Visible::Local(id)));
        self.locals.push(Local {
            name: name.clone(),
            ty,
            kind,
            written: TokenStream::new(),
            len: None,
        });
        id
    }

    /// The body, with what was declared as its parameters.
    pub(super) fn function(
        mut self,
        name: &Ident,
        result: Type,
        body: &syn::Block,
    ) -> Result<Function> {
        let parameters = (0..self.locals.len()).collect();
        self.result = result.clone();
        let lowered = self.block(body)?;
        let end = body.stmts.last();
        if !self.fits(&lowered.ty, &result) {
            let found = self.known.known(&lowered.ty);
            let message = match found {
                Type::Unit => {
                    format!("the function returns `{result}`, and its body has no value at its end")
                }
                _ => format!(
                    "expected `{result}`, found `{found}`{}",
                    help(&found, &result)
                ),
            };
            return match end {
                Some(end) => refused(end, message),
                None => refused(name, message),
            };
        }
        let mut function = Function {
            name: name.clone(),
            parameters,
            result,
            locals: self.locals,
            body: lowered,
        };
        settle::function(&self.known, &mut function)?;
        Ok(function)
    }

    /// The value of a constant.
    pub(super) fn constant(
        mut self,
        name: &Ident,
        ty: &syn::Type,
        value: &syn::Expr,
    ) -> Result<Constant> {
        let ty = self.ty(ty)?;
        let mut expr = self.expression(value)?;
        self.expect(&mut expr, &ty, value)?;
        settle::constant(&self.known, &mut expr)?;
        if !is_constant(&expr) {
            return refused(
                value,
                "a constant of a kernel is made of literals, other constants, operators and casts: \
                 compute this in the kernel",
            );
        }
        Ok(Constant {
            name: name.clone(),
            ty,
            value: expr,
        })
    }

    /// As the author wrote its type.
    pub(super) fn declare_as(
        &mut self,
        name: &Ident,
        ty: Type,
        kind: LocalKind,
        written: &syn::Type,
    ) -> LocalId {
        let id = self.declare(name, ty, kind);
        self.locals[id].written = written.to_token_stream();
        id
    }

    /// Can a value of the one type stand where the other is expected?
    fn fits(&mut self, found: &Type, expected: &Type) -> bool {
        *found == Type::Never || self.known.unify(found, expected)
    }

    /// Makes an expression the type that is expected, or says that it is not.
    fn expect(&mut self, expr: &mut Expr, expected: &Type, at: impl ToTokens) -> Result<()> {
        if self.fits(&expr.ty, expected) {
            return Ok(());
        }
        let (found, expected) = (self.known.known(&expr.ty), self.known.known(expected));
        let help = help(&found, &expected);
        refused(
            at,
            format!(
                "expected {}, found {}{help}",
                self.known.name(&expected),
                self.known.name(&found)
            ),
        )
    }

    pub(super) fn is_integer_override(&self, id: LocalId) -> bool {
        let local = &self.locals[id];
        local.kind == LocalKind::Override && self.known.is_integer(&local.ty)
    }

    /// The value of an integer that is known before the kernel runs.
    pub(super) fn known_value(&self, it: &Expr) -> Option<i64> {
        value_of(it, &self.program.constants)
    }

    /// Is there memory that it can write?
    pub(super) fn writes(&self) -> bool {
        self.is_written_texture() || self.locals.iter().any(|it| it.kind == LocalKind::ReadWrite)
    }

    fn lookup(&self, name: &str) -> Option<Visible> {
        let found = self.visible.iter().rev().find(|(it, _)| it == name);
        found.map(|(_, it)| it.clone())
    }
}

/// What makes the one type the other.
fn help(found: &Type, expected: &Type) -> String {
    if let Some(help) = float16::help(found, expected) {
        return help;
    }
    match (found, expected) {
        (_, Type::Scalar(Scalar::F16)) => ": write `f16::from_f32(…)`".to_owned(),
        (Type::Scalar(Scalar::F16), _) => ": write `to_f32()`".to_owned(),
        (Type::Scalar(_), Type::Scalar(_)) => format!(": write `as {expected}`"),
        (Type::Scalar(_) | Type::Var(_), Type::Vector(..)) => {
            format!(": write `{expected}::splat(…)`")
        }
        (Type::Var(_), Type::Scalar(Scalar::F32)) => ": write `.0` after it".to_owned(),
        (Type::Vector(n, _), Type::Vector(m, _)) if n != m => {
            ": a vector becomes longer by `extend(x)`, and shorter by `truncate()`".to_owned()
        }
        (Type::Vector(_, a), Type::Vector(..)) if *a != Scalar::Bool => {
            format!(": write `as_{}()`", expected.to_string().to_lowercase())
        }
        _ => String::new(),
    }
}

/// Is it known before the kernel runs?
pub(super) fn is_constant(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Integer(_) | Kind::Float(_) | Kind::Bool(_) | Kind::Constant(..) => true,
        // A cast that ends at the type's ends is a function.
        Kind::Cast(it) if it.ty == Type::F32 && expr.ty != Type::F32 => false,
        Kind::Not(it) | Kind::Negate(it) | Kind::Cast(it) | Kind::Repeat(it, _) => is_constant(it),
        Kind::Binary(_, a, b) => is_constant(a) && is_constant(b),
        Kind::List(all) => all.iter().all(is_constant),
        Kind::Intrinsic(it, all) if it.is_constructor => all.iter().all(is_constant),
        Kind::Struct(_, all) => all.iter().all(|(_, it)| is_constant(it)),
        _ => false,
    }
}

fn expr(kind: Kind, ty: Type, span: Span) -> Expr {
    Expr { kind, ty, span }
}
