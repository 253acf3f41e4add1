//! Expressions.

use syn::{Lit, Result, spanned::Spanned as _};

use super::{Lower, Meaning, Visible, expr, refused, text, value_of};
use crate::kernel::ir::{Expr, Kind, LocalKind};
use crate::kernel::types::{Scalar, Type};

impl Lower<'_> {
    pub(super) fn expression(&mut self, it: &syn::Expr) -> Result<Expr> {
        use syn::Expr as E;
        let span = it.span();
        match it {
            E::Lit(it) => self.literal(&it.lit),
            E::Path(it) => self.path(&it.path),
            E::Paren(it) => self.expression(&it.expr),
            E::Group(it) => self.expression(&it.expr),
            E::Unary(it) => self.unary(it),
            E::Binary(it) => self.binary(it),
            E::Cast(it) => self.cast(it),
            E::Index(it) => self.index(it),
            E::Field(it) => self.field(it),
            E::Call(it) => self.call(it),
            E::MethodCall(it) => self.method(it),
            E::Array(it) => self.list(it),
            E::Struct(it) => self.struct_value(it),
            E::Repeat(it) => {
                let value = self.value(&it.expr)?;
                let len = self.length(&it.len)?;
                let ty = Type::Array(Box::new(value.ty.clone()), len);
                Ok(expr(Kind::Repeat(Box::new(value), len), ty, span))
            }
            E::Assign(it) => {
                let mut value = self.value(&it.right)?;
                let place = self.place(&it.left)?;
                self.expect(&mut value, &place.ty, &it.right)?;
                let kind = Kind::Assign(Box::new(place), Box::new(value));
                Ok(expr(kind, Type::Unit, span))
            }
            E::Block(it) => match &it.label {
                Some(label) => refused(
                    label,
                    "WGSL leaves loops only: put the block in a function with `#[gpu]`, and return from it",
                ),
                None => {
                    let block = self.block(&it.block)?;
                    let ty = block.ty.clone();
                    Ok(expr(Kind::Block(block), ty, span))
                }
            },
            E::If(_) | E::Match(_) | E::Loop(_) | E::While(_) | E::ForLoop(_) => self.control(it),
            E::Break(_) | E::Continue(_) | E::Return(_) => self.jump(it),
            other => refused(other, unsupported(other)),
        }
    }

    /// An expression that has a value to work with.
    pub(crate) fn value(&mut self, it: &syn::Expr) -> Result<Expr> {
        let value = self.expression(it)?;
        match &value.ty {
            Type::Slice(_) => refused(
                it,
                "a slice is no value: take an element of it, `slice[i]`, or its `len()`",
            ),
            Type::Texture(_) => refused(
                it,
                "a texture is no value: `load` a texel of it, or ask for its `size`",
            ),
            Type::Sampler => refused(it, "a sampler is what a texture's `sample_level` takes"),
            Type::Unit => refused(it, "this has no value"),
            Type::Atomic(_) => refused(it, "an atomic is read by `load(Relaxed)`"),
            Type::Array(element, _) if matches!(**element, Type::Atomic(_)) => {
                refused(it, "take an element, and read it by `load(Relaxed)`")
            }
            Type::Array(..) => match value.kind {
                Kind::Local(id) if self.locals[id].kind == LocalKind::Workgroup => refused(
                    it,
                    "take an element of it: all invocations of the workgroup share the array",
                ),
                _ => Ok(value),
            },
            _ => Ok(value),
        }
    }

    fn literal(&mut self, literal: &Lit) -> Result<Expr> {
        let span = literal.span();
        let known = |suffix: &str| Scalar::of(suffix).filter(|it| *it != Scalar::F16);
        let scalar = |suffix: &str| match known(suffix) {
            Some(scalar) => Ok(Type::Scalar(scalar)),
            None => refused(
                literal,
                format!("no kernel has `{suffix}`: there are `u32`, `i32`, `usize` and `f32`"),
            ),
        };
        match literal {
            Lit::Bool(it) => Ok(expr(Kind::Bool(it.value), Type::BOOL, span)),
            Lit::Int(it) if it.suffix() == "f32" => {
                Ok(expr(Kind::Float(it.base10_parse()?), Type::F32, span))
            }
            Lit::Int(it) => {
                let ty = match it.suffix() {
                    "" => self.known.integer(),
                    suffix => scalar(suffix)?,
                };
                match it.base10_parse::<i64>() {
                    Ok(value) => Ok(expr(Kind::Integer(value), ty, span)),
                    Err(_) => refused(literal, "a number of a kernel has 32 bits"),
                }
            }
            Lit::Float(it) => {
                let ty = match it.suffix() {
                    "" => self.known.float(),
                    suffix => scalar(suffix)?,
                };
                let value: f32 = it.base10_parse()?;
                if !value.is_finite() {
                    return refused(literal, "this is larger than `f32::MAX`");
                }
                Ok(expr(Kind::Float(value), ty, span))
            }
            other => refused(other, "a kernel has numbers and bools only"),
        }
    }

    fn path(&mut self, path: &syn::Path) -> Result<Expr> {
        let (span, name) = (path.span(), text(path));
        if let Some(constant) = associated_constant(path, &name)? {
            return Ok(constant);
        }
        if let Some(constant) = self.constant_of_f16(path)? {
            return Ok(constant);
        }
        if let Some(constant) = self.constant_of_vector(path)? {
            return Ok(constant);
        }
        if let Some(name) = path.get_ident() {
            match self.lookup(&name.to_string()) {
                Some(Visible::Local(id)) => {
                    let ty = self.locals[id].ty.clone();
                    return Ok(expr(Kind::Local(id), ty, span));
                }
                Some(Visible::Constant(value)) => return Ok(Expr { span, ..value }),
                None => {}
            }
        }
        match self.paths.get(&name) {
            Some(Meaning::Constant(id)) => {
                let ty = self.program.constants[*id].ty.clone();
                let tokens = quote::quote!(#path);
                Ok(expr(Kind::Constant(*id, tokens), ty, span))
            }
            Some(Meaning::Function(_)) => refused(path, "a function is no value in WGSL: call it"),
            Some(Meaning::Struct(_)) => {
                refused(path, "a struct's fields have names: `Name { field: … }`")
            }
            None => refused(
                path,
                format!(
                    "no variable `{name}` is here; a constant from outside is one with `#[gpu]` and a NAME in capitals"
                ),
            ),
        }
    }

    fn list(&mut self, list: &syn::ExprArray) -> Result<Expr> {
        let mut all = Vec::new();
        for element in &list.elems {
            let mut value = self.value(element)?;
            if let Some(first) = all.first() {
                let Expr { ty, .. } = first;
                let ty: Type = ty.clone();
                self.expect(&mut value, &ty, element)?;
            }
            all.push(value);
        }
        let Some(first) = all.first() else {
            return refused(list, "WGSL has no arrays without elements: one at least");
        };
        let len = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let ty = Type::Array(Box::new(first.ty.clone()), len);
        Ok(expr(Kind::List(all), ty, list.span()))
    }

    fn index(&mut self, it: &syn::ExprIndex) -> Result<Expr> {
        let base = self.expression(&it.expr)?;
        if let syn::Expr::Range(range) = &*it.index {
            return refused(
                range,
                "WGSL has no parts of slices: use an index from `start` to `end`",
            );
        }
        let mut index = self.value(&it.index)?;
        let element = match self.known.known(&base.ty) {
            Type::Slice(element) | Type::Array(element, _) => *element,
            Type::Vector(_, scalar) => Type::Scalar(scalar),
            Type::Matrix(_) => {
                return refused(&it.index, "a column is `matrix.col(i)`, or `x_axis`");
            }
            other => {
                return refused(
                    &it.expr,
                    format!("`{other}` has no elements: an index is for a slice or an array"),
                );
            }
        };
        if !self.fits(&index.ty, &Type::USIZE) {
            let message = format!(
                "an index is a `usize`, not `{}`: write `as usize`",
                self.known.known(&index.ty)
            );
            return refused(&it.index, message);
        }
        let len = match &base.ty {
            Type::Array(_, len) => Some(*len),
            Type::Vector(n, _) => Some(u32::from(*n)),
            _ => None,
        };
        if let (Some(len), Some(value)) = (len, value_of(&index, &self.program.constants))
            && !(0..i64::from(len)).contains(&value)
        {
            return refused(
                &it.index,
                format!("it has {len} elements: the last one is `{}`", len - 1),
            );
        }
        index.span = it.index.span();
        Ok(expr(
            Kind::Index(Box::new(base), Box::new(index)),
            element,
            it.span(),
        ))
    }

    /// What is assigned to.
    pub(super) fn place(&mut self, it: &syn::Expr) -> Result<Expr> {
        match it {
            syn::Expr::Infer(_) => return refused(it, "write `let _ = …;`"),
            syn::Expr::Tuple(_) => {
                return refused(
                    it,
                    "WGSL has no tuples: assign to one variable after the other",
                );
            }
            _ => {}
        }
        let place = self.expression(it)?;
        let mut root = &place;
        while let Kind::Index(inner, _) | Kind::Field(inner, _) = &root.kind {
            root = inner;
        }
        let Kind::Local(id) = root.kind else {
            return refused(it, "only a variable, or an element of one, is assigned to");
        };
        let local = &self.locals[id];
        let name = &local.name;
        let is_whole = matches!(place.kind, Kind::Local(_));
        if matches!(place.ty, Type::Atomic(_)) {
            return refused(
                it,
                "an atomic is written by `store(value, Relaxed)`, or `fetch_add(value, Relaxed)`",
            );
        }
        match local.kind {
            LocalKind::LetMut => Ok(place),
            LocalKind::Workgroup if is_whole && matches!(place.ty, Type::Array(..)) => {
                refused(it, format!("assign to an element: `{name}[i] = …`"))
            }
            LocalKind::Workgroup => Ok(place),
            LocalKind::ReadWrite if is_whole => {
                refused(it, format!("assign to an element: `{name}[i] = …`"))
            }
            LocalKind::ReadWrite => Ok(place),
            LocalKind::Let => refused(
                it,
                format!("`{name}` does not change: declare it as `mut {name}`"),
            ),
            LocalKind::Texture => {
                refused(it, format!("write to a texel: `{name}.store(at, texel)`"))
            }
            LocalKind::Override => refused(
                it,
                format!("`{name}` is a constant: write `let mut` and another name"),
            ),
            LocalKind::Read => refused(it, format!("`{name}` is only read: take it as `&mut [T]`")),
        }
    }
}

/// `u32::MAX` and the like.
fn associated_constant(path: &syn::Path, name: &str) -> Result<Option<Expr>> {
    let name = name.trim_start_matches("::");
    let name = name
        .strip_prefix("std::")
        .or(name.strip_prefix("core::"))
        .unwrap_or(name);
    let integer = |value, ty| Some(expr(Kind::Integer(value), ty, path.span()));
    let float = |value| Some(expr(Kind::Float(value), Type::F32, path.span()));
    use std::f32::consts;
    Ok(match name {
        "u32::MAX" => integer(u32::MAX.into(), Type::U32),
        "u32::MIN" => integer(0, Type::U32),
        "u32::BITS" | "i32::BITS" => integer(32, Type::U32),
        "usize::MAX" => integer(u32::MAX.into(), Type::USIZE),
        "usize::MIN" => integer(0, Type::USIZE),
        "i32::MAX" => integer(i32::MAX.into(), Type::I32),
        "i32::MIN" => integer(i32::MIN.into(), Type::I32),
        "f32::MAX" => float(f32::MAX),
        "f32::MIN" => float(f32::MIN),
        "f32::EPSILON" => float(f32::EPSILON),
        "f32::MIN_POSITIVE" => float(f32::MIN_POSITIVE),
        "f32::consts::PI" => float(consts::PI),
        "f32::consts::TAU" => float(consts::TAU),
        "f32::consts::E" => float(consts::E),
        "f32::consts::SQRT_2" => float(consts::SQRT_2),
        "f32::consts::LN_2" => float(consts::LN_2),
        "f32::consts::FRAC_PI_2" => float(consts::FRAC_PI_2),
        "f32::consts::FRAC_1_SQRT_2" => float(consts::FRAC_1_SQRT_2),
        "f32::INFINITY" | "f32::NEG_INFINITY" => {
            return refused(
                path,
                "WGSL lets a compiler assume that nothing is infinite: use `f32::MAX` or `f32::MIN`",
            );
        }
        "f32::NAN" => {
            return refused(
                path,
                "WGSL lets a compiler assume that all is a number: use a value that means none, such as `f32::MAX`",
            );
        }
        _ => None,
    })
}

fn unsupported(it: &syn::Expr) -> &'static str {
    use syn::Expr as E;
    match it {
        E::Async(_) | E::Await(_) => "a kernel does not wait: its invocations run side by side",
        E::Closure(_) => "WGSL has no closures: write a function with `#[gpu]`",
        E::Let(_) => "a kernel has no patterns in conditions: compare with `==`",
        E::Macro(it) => super::call::no_macro(&it.mac),
        E::Range(_) => "a range is only what a `for` goes through",
        E::Reference(_) => "a kernel has no references to variables: use the value",
        E::Try(_) => "WGSL has no `Result` nor `Option`: return a value that means none",
        E::Tuple(_) => "WGSL has no tuples: use a variable each",
        E::Unsafe(_) => "nothing in a kernel is unsafe: leave it out",
        E::Const(_) => "write a `const` before it",
        _ => "a kernel cannot have this: see the table of what it has",
    }
}
