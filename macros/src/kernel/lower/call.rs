//! Calls: of methods that numbers have, and of functions with `#[gpu]`.

use syn::{Expr as E, Result, spanned::Spanned as _};

use super::{Lower, Meaning, expr, refused, text};
use crate::kernel::builtins;
use crate::kernel::ir::{Expr, Kind, LocalKind};
use crate::kernel::subgroups;
use crate::kernel::types::{Scalar, Type};

impl Lower<'_> {
    pub(super) fn method(&mut self, it: &syn::ExprMethodCall) -> Result<Expr> {
        if let Some(turbofish) = &it.turbofish {
            return refused(
                turbofish,
                "no method of a kernel has type arguments: leave them out",
            );
        }
        let receiver = self.expression(&it.receiver)?;
        let ty = self.known.known(&receiver.ty);
        if let Type::Atomic(scalar) = ty {
            return self.atomic(it, receiver, Type::Scalar(scalar));
        }
        if let Type::Texture(texture) = ty {
            return self.method_of_texture(it, receiver, texture);
        }
        if matches!(ty, Type::Vector(..) | Type::Matrix(_) | Type::Index(_)) {
            return self.method_of_vector(it, receiver);
        }
        if ty == Type::Scalar(Scalar::F16) {
            return self.method_of_f16(it, receiver);
        }
        if let Type::Struct(of) = &ty {
            let name = &of.name;
            let message = format!(
                "a struct has no methods in a kernel: write `#[gpu] fn` with a `{name}` as its parameter"
            );
            return refused(&it.method, message);
        }
        if matches!(ty, Type::Slice(_) | Type::Array(..) | Type::Var(_)) {
            return self.method_of_many(it, &receiver, &ty);
        }
        self.method_of_number(receiver, &it.method, &Vec::from_iter(&it.args), it.span())
    }

    /// `slice.len()`, and what slices, arrays and literals do not have.
    fn method_of_many(
        &mut self,
        it: &syn::ExprMethodCall,
        receiver: &Expr,
        ty: &Type,
    ) -> Result<Expr> {
        let is_len = it.method == "len" && it.args.is_empty();
        match ty {
            Type::Slice(_) if is_len => {
                let Kind::Local(id) = receiver.kind else {
                    return refused(&it.receiver, "name the slice");
                };
                Ok(expr(Kind::Len(id), Type::USIZE, it.span()))
            }
            Type::Array(_, len) if is_len => {
                Ok(expr(Kind::Integer(i64::from(*len)), Type::USIZE, it.span()))
            }
            Type::Var(_) => {
                let is_float = self.known.is_float(ty);
                let written = if is_float { "1.0_f32" } else { "1_u32" };
                let message =
                    format!("say which number this is, as in `{written}`, or by `let x: … = …`");
                refused(&it.receiver, message)
            }
            _ => refused(
                &it.method,
                "a slice has `len()` and `slice[i]`: go through it by `for i in 0..slice.len()`",
            ),
        }
    }

    /// `counts[i].fetch_add(1, Relaxed)`
    fn atomic(&mut self, it: &syn::ExprMethodCall, place: Expr, ty: Type) -> Result<Expr> {
        let name = it.method.to_string();
        let Some(atomic) = builtins::atomic(&name) else {
            let message = "an atomic has `load`, `store`, `swap` and `fetch_add`, `_sub`, `_max`, `_min`, `_and`, `_or`, `_xor`";
            return refused(&it.method, message);
        };
        let count = 1 + usize::from(atomic.has_argument);
        if it.args.len() != count {
            return refused(
                &it.method,
                format!("`{name}` has {count} arguments, the last one `Relaxed`"),
            );
        }
        let ordering = &it.args[count - 1];
        let last = match ordering {
            E::Path(path) => path.path.segments.last().map(|it| it.ident.to_string()),
            _ => None,
        };
        if last.as_deref() != Some("Relaxed") {
            return refused(
                ordering,
                "WGSL's atomics are `Relaxed`: what else is to be seen in order, is so after a `barrier()`",
            );
        }
        let mut arguments = Vec::new();
        for written in it.args.iter().take(count - 1) {
            let mut argument = self.value(written)?;
            self.expect(&mut argument, &ty, written)?;
            arguments.push(argument);
        }
        let result = if atomic.has_result { ty } else { Type::Unit };
        let kind = Kind::Atomic(atomic, Box::new(place), arguments, quote::quote!(#ordering));
        Ok(expr(kind, result, it.span()))
    }

    pub(super) fn call(&mut self, it: &syn::ExprCall) -> Result<Expr> {
        let E::Path(function) = &*it.func else {
            return refused(
                &it.func,
                "WGSL has no function values: call a function by its name",
            );
        };
        let path = &function.path;
        let name = text(path);
        if let Some(barrier) = self.barrier(it, path)? {
            return Ok(barrier);
        }
        let last = path.segments.last().map(|it| it.ident.to_string());
        if let Some(subgroup) = last.as_deref().and_then(subgroups::find) {
            return self.subgroup(it, path, subgroup);
        }
        if let Some(value) = self.function_of_number(it, path)? {
            return Ok(value);
        }
        if let Some(value) = self.function_of_f16(it, path)? {
            return Ok(value);
        }
        if let Some(value) = self.function_of_vector(it, path)? {
            return Ok(value);
        }
        let owner = name.rsplit_once("::").map_or("", |(owner, _)| owner);
        if let Some(Meaning::Struct(_)) = self.paths.get(owner) {
            let message = format!(
                "a struct has no functions in a kernel: write `{owner} {{ … }}`, or a `#[gpu] fn`"
            );
            return refused(path, message);
        }
        let Some(Meaning::Function(id)) = self.paths.get(&name).copied() else {
            return refused(
                path,
                "only functions with `#[gpu]` are called here, and methods of numbers: `x.sin()`",
            );
        };
        let callee = &self.program.functions[id];
        let expected = callee
            .parameters
            .iter()
            .map(|it| callee.locals[*it].ty.clone());
        let (expected, result) = (Vec::from_iter(expected), callee.result.clone());
        if expected.len() != it.args.len() {
            let (wants, has) = (expected.len(), it.args.len());
            return refused(
                path,
                format!("`{name}` has {wants} parameters, and here are {has}"),
            );
        }
        let mut arguments = Vec::new();
        for (expected, written) in expected.iter().zip(&it.args) {
            let mut argument = self.value(written)?;
            self.expect(&mut argument, expected, written)?;
            arguments.push(argument);
        }
        let kind = Kind::Call(id, quote::quote!(#path), arguments);
        Ok(expr(kind, result, it.span()))
    }

    /// A function's parameter that is a value.
    pub(crate) fn parameter(&mut self, pattern: &syn::Pat, ty: &syn::Type) -> Result<()> {
        let syn::Pat::Ident(name) = pattern else {
            return refused(pattern, "a parameter is a name");
        };
        let ty = self.ty(ty)?;
        let kind = match name.mutability {
            Some(_) => LocalKind::LetMut,
            None => LocalKind::Let,
        };
        self.declare(&name.ident, ty, kind);
        Ok(())
    }
}

/// What to write in place of a macro.
pub(super) fn no_macro(it: &syn::Macro) -> &'static str {
    let name = it.path.segments.last().map(|it| it.ident.to_string());
    match name.as_deref().unwrap_or_default() {
        "assert" | "assert_eq" | "assert_ne" | "debug_assert" | "panic" | "unreachable"
        | "todo" | "unimplemented" => {
            "a GPU cannot panic: write a value that means it to a slice, or `return`"
        }
        "println" | "print" | "eprintln" | "eprint" | "dbg" => {
            "a GPU cannot print: write the value to a slice, and read that"
        }
        "vec" => "a GPU allocates no memory: use an array `[x; N]`",
        "format" => "WGSL has no strings",
        "matches" => "write `match x { 1 | 2 => true, _ => false }`",
        _ => "a kernel's macros are not expanded: write what it stands for",
    }
}
