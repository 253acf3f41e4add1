//! Vectors and matrices: operators, methods, constructors and constants.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr as E, Path, Result, spanned::Spanned as _};

use super::{Lower, expr, float16, refused};
use crate::kernel::intrinsics::{self, Parameter};
use crate::kernel::ir::{Expr, Intrinsic, Kind, Operator};
use crate::kernel::types::{Scalar, Type};

type Arguments = syn::punctuated::Punctuated<E, syn::Token![,]>;

impl Lower<'_> {
    /// A method of a vector, of a matrix, or of an index.
    pub(super) fn method_of_vector(
        &mut self,
        it: &syn::ExprMethodCall,
        receiver: Expr,
    ) -> Result<Expr> {
        let ty = self.known.known(&receiver.ty);
        let name = it.method.to_string();
        let Some((parameters, result, intrinsic)) = method(&ty, &name) else {
            return refused(&it.method, intrinsics::instead_of(&ty, &name));
        };
        let mut all = vec![receiver];
        all.extend(self.arguments(&name, &parameters, &it.args, &it.method)?);
        let kind = Kind::Intrinsic(Box::new(intrinsic), all);
        Ok(expr(kind, result, it.span()))
    }

    /// `Vec3::new(x, y, z)`, `vec3(x, y, z)`, and `Vec3::dot(a, b)`; `None` if it is none of these.
    pub(super) fn function_of_vector(
        &mut self,
        it: &syn::ExprCall,
        path: &Path,
    ) -> Result<Option<Expr>> {
        let names = Vec::from_iter(path.segments.iter().map(|it| it.ident.to_string()));
        let (of, name) = match &names[..] {
            [.., of, name] if Type::of_glam(of).is_some() => (Type::of_glam(of), name.as_str()),
            [.., name] => (constructed(name), "new"),
            [] => return Ok(None),
        };
        let Some(of) = of else {
            return Ok(None);
        };
        if of.has_f16() {
            self.needs_f16(path)?;
        }
        let is_short = names.last().is_some_and(|it| constructed(it).is_some());
        let name = match of {
            Type::Matrix(_) if is_short => "from_cols",
            _ => name,
        };
        let name = if name == "from" { "from_array" } else { name };
        let written = path.to_token_stream();
        if let Some((parameters, mut intrinsic)) = intrinsics::function(&of, name, written) {
            intrinsic.of = owner(path);
            let name = names.last().map_or(name, String::as_str);
            let all = self.arguments(name, &parameters, &it.args, path)?;
            let kind = Kind::Intrinsic(Box::new(intrinsic), all);
            return Ok(Some(expr(kind, of, it.span())));
        }
        // A method, called as a function.
        let found = method(&of, name).filter(|_| matches!(of, Type::Vector(..)));
        let Some((mut parameters, result, mut intrinsic)) = found else {
            return refused(path, intrinsics::instead_of(&of, name));
        };
        intrinsic.of = owner(path);
        parameters.insert(0, of);
        let all = self.arguments(name, &parameters, &it.args, path)?;
        let kind = Kind::Intrinsic(Box::new(intrinsic), all);
        Ok(Some(expr(kind, result, it.span())))
    }

    /// `Vec3::ZERO`
    pub(super) fn constant_of_vector(&mut self, path: &Path) -> Result<Option<Expr>> {
        let mut names = path.segments.iter().rev().map(|it| it.ident.to_string());
        let (name, of) = (names.next(), names.next());
        let (Some(name), Some(of)) = (name, of.as_deref().and_then(Type::of_glam)) else {
            return Ok(None);
        };
        let Some(intrinsic) = intrinsics::constant(&of, &name, path.to_token_stream()) else {
            let message = match name.contains("NAN") || name.contains("INFINITY") {
                true => "WGSL lets a compiler assume that all numbers are finite: use a value that means none, such as \
                         `MAX`"
                    .to_owned(),
                false => format!(
                    "no kernel has `{of}::{name}`: there are `ZERO`, `ONE`, `X`, `MAX` and the like"
                ),
            };
            return refused(path, message);
        };
        let kind = Kind::Intrinsic(Box::new(intrinsic), Vec::new());
        Ok(Some(expr(kind, of, path.span())))
    }

    fn arguments(
        &mut self,
        name: &str,
        parameters: &[Type],
        written: &Arguments,
        at: impl ToTokens,
    ) -> Result<Vec<Expr>> {
        if parameters.len() != written.len() {
            let (wants, has) = (parameters.len(), written.len());
            return refused(
                at,
                format!("`{name}` has {wants} arguments, and here are {has}"),
            );
        }
        let mut all = Vec::new();
        for (expected, written) in parameters.iter().zip(written) {
            let mut argument = self.value(written)?;
            self.expect(&mut argument, expected, written)?;
            all.push(argument);
        }
        Ok(all)
    }

    /// The result of an operator of which a side is a vector or a matrix; `None` if none is.
    pub(super) fn check_vector(
        &mut self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
        it: &syn::ExprBinary,
    ) -> Result<Option<Type>> {
        let (a, b) = (self.known.known(&left.ty), self.known.known(&right.ty));
        let is_one = |ty: &Type| matches!(ty, Type::Vector(..) | Type::Matrix(_));
        if !is_one(&a) && !is_one(&b) {
            return Ok(None);
        }
        let is_shift = matches!(operator, Operator::ShiftLeft | Operator::ShiftRight);
        if !is_shift {
            self.literal_of(&a, &b);
            self.literal_of(&b, &a);
        }
        let (a, b) = (self.known.known(&a), self.known.known(&b));
        if let (true, Type::Vector(_, scalar), true) = (is_shift, &a, self.known.is_integer(&b))
            && scalar.is_integer()
        {
            return Ok(Some(a));
        }
        match result(operator, &a, &b) {
            Some(ty) => Ok(Some(ty)),
            None => {
                let help = help(operator, &a, &b);
                let (text, a, b) = (operator.text(), self.known.name(&a), self.known.name(&b));
                refused(it.op, format!("`{text}` is not for {a} and {b}{help}"))
            }
        }
    }

    /// A literal beside a vector is one of its components' type.
    fn literal_of(&mut self, vector: &Type, other: &Type) {
        let component = match vector {
            Type::Vector(_, scalar) => Type::Scalar(*scalar),
            Type::Matrix(_) => Type::F32,
            _ => return,
        };
        if matches!(other, Type::Var(_)) {
            self.known.unify(other, &component);
        }
    }
}

/// The type of a path to its function.
fn owner(path: &Path) -> Option<TokenStream> {
    let mut path = path.clone();
    path.segments.pop();
    path.segments.pop_punct();
    (!path.segments.is_empty()).then(|| path.to_token_stream())
}

/// The vector or matrix that a function makes which is called by its name alone.
fn constructed(name: &str) -> Option<Type> {
    let name = match name.strip_prefix("vec") {
        Some(n) => format!("Vec{n}"),
        None => match name.split_at_checked(1)? {
            (prefix, rest) if rest.starts_with("vec") => {
                format!("{}{}", prefix.to_uppercase(), rest.replace("vec", "Vec"))
            }
            (_, rest) => format!("M{}", rest.strip_prefix("at").map(|n| format!("at{n}"))?),
        },
    };
    Type::of_glam(&name)
}

fn method(ty: &Type, name: &str) -> Option<(Vec<Type>, Type, Intrinsic)> {
    match ty {
        Type::Vector(n, scalar) => {
            let without = intrinsics::cast(*n, *scalar, name)
                .or_else(|| intrinsics::swizzle(*n, *scalar, name));
            if let Some((result, intrinsic)) = without {
                return Some((Vec::new(), result, intrinsic));
            }
            let method = intrinsics::method_of(*n, *scalar, name)?;
            let parameters = method.parameters.iter().map(|it| match it {
                Parameter::Vector => ty.clone(),
                Parameter::Component => Type::Scalar(*scalar),
                Parameter::Index => Type::USIZE,
            });
            let (result, intrinsic) = method.of(*n, *scalar);
            Some((parameters.collect(), result, intrinsic))
        }
        Type::Index(n) => {
            let (result, intrinsic) = intrinsics::cast(*n, Scalar::U32, name)?;
            Some((Vec::new(), result, intrinsic))
        }
        Type::Matrix(n) => intrinsics::matrix_method(*n, name),
        _ => None,
    }
}

/// What an operator gives.
fn result(operator: Operator, a: &Type, b: &Type) -> Option<Type> {
    use Operator as O;
    use Type::{Matrix, Scalar as One, Vector};
    let is_number = |scalar: Scalar| scalar != Scalar::Bool;
    let is_float = |ty: &Type| *ty == Type::F32;
    match operator {
        O::Multiply => match (a, b) {
            (Matrix(n), Matrix(m)) if n == m => return Some(a.clone()),
            (Matrix(n), Vector(m, Scalar::F32)) if n == m => return Some(b.clone()),
            (Matrix(_), other) if is_float(other) => return Some(a.clone()),
            (other, Matrix(_)) if is_float(other) => return Some(b.clone()),
            _ => {}
        },
        O::Add | O::Subtract => {
            if let (Matrix(n), Matrix(m)) = (a, b) {
                return (n == m).then(|| a.clone());
            }
        }
        O::Equal | O::NotEqual => {
            let is_of_glam = matches!(a, Vector(..) | Matrix(_));
            return (a == b && is_of_glam).then_some(Type::BOOL);
        }
        _ => {}
    }
    let fits = |scalar: Scalar| match operator {
        O::Add | O::Subtract | O::Multiply | O::Divide | O::Remainder => is_number(scalar),
        O::And | O::Or | O::Xor => scalar.is_integer() || scalar == Scalar::Bool,
        O::ShiftLeft | O::ShiftRight => scalar.is_integer(),
        _ => false,
    };
    let is_shift = matches!(operator, O::ShiftLeft | O::ShiftRight);
    let is_bits = matches!(operator, O::And | O::Or | O::Xor);
    match (a, b) {
        (Vector(n, s), Vector(m, t)) if n == m && fits(*s) => {
            (s == t || (is_shift && t.is_integer())).then(|| a.clone())
        }
        (Vector(_, s), One(t)) if fits(*s) && s == t && is_number(*s) => Some(a.clone()),
        (One(s), Vector(_, t)) if fits(*s) && s == t && is_number(*s) && !is_bits && !is_shift => {
            Some(b.clone())
        }
        _ => None,
    }
}

fn help(operator: Operator, a: &Type, b: &Type) -> String {
    use Operator as O;
    if let Some(help) = float16::help(b, a) {
        return help;
    }
    match (operator, a, b) {
        (O::Less | O::LessEqual | O::Greater | O::GreaterEqual, ..) => {
            ": write `a.cmplt(b).all()`, or `any()`".to_owned()
        }
        (O::Both | O::Either, ..) => ": write `&` or `|`, and `any()` or `all()`".to_owned(),
        (
            O::ShiftLeft | O::ShiftRight | O::And | O::Or | O::Xor,
            Type::Vector(n, Scalar::F32),
            _,
        ) => {
            format!(": cast it by `as_ivec{n}()` or `as_uvec{n}()`")
        }
        (_, Type::Vector(n, _), Type::Vector(m, _)) if n != m => {
            ": a vector becomes longer by `extend(x)`, and shorter by `truncate()`".to_owned()
        }
        (
            O::Add | O::Subtract | O::Multiply | O::Divide | O::Remainder,
            Type::Vector(_, Scalar::F16),
            Type::Scalar(_) | Type::Var(_),
        )
        | (_, Type::Scalar(_) | Type::Var(_), Type::Vector(_, Scalar::F16)) => {
            ": write `f16::from_f32(…)`".to_owned()
        }
        (_, Type::Vector(_, Scalar::F32), Type::Var(_)) => ": write `.0` after it".to_owned(),
        (O::Divide, Type::Matrix(_), _) => ": multiply by `1.0 / x`".to_owned(),
        (O::Multiply, Type::Vector(..), Type::Matrix(_)) => {
            ": write `matrix.transpose() * vector`".to_owned()
        }
        (_, Type::Vector(n, Scalar::F32), Type::Vector(m, _)) if n == m => {
            format!(": write `as_vec{n}()`")
        }
        (_, Type::Vector(n, Scalar::I32), Type::Vector(m, _)) if n == m => {
            format!(": write `as_ivec{n}()`")
        }
        (_, Type::Vector(n, Scalar::U32), Type::Vector(m, _)) if n == m => {
            format!(": write `as_uvec{n}()`")
        }
        (_, Type::Vector(_, scalar), Type::Scalar(_))
        | (_, Type::Scalar(_), Type::Vector(_, scalar)) => {
            let component = Type::Scalar(*scalar);
            format!(": write `as {component}`")
        }
        _ => String::new(),
    }
}
