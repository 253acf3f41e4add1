//! `f16`: numbers of 16 bits, which Rust has as a type of the crate `half`, without literals and casts.

use quote::ToTokens;
use syn::{Path, Result, spanned::Spanned as _};

use super::{Lower, expr, refused, text};
use crate::kernel::intrinsics::intrinsic;
use crate::kernel::ir::{Expr, Function, Intrinsic, Kind, Twin};
use crate::kernel::types::{Scalar, Type};

const F16: Type = Type::Scalar(Scalar::F16);

const NO_FEATURE: &str =
    "not every device has `f16`: write `features(f16)` in the kernel's attribute";

impl Lower<'_> {
    /// Says where the feature is named, unless it is. A function has it from its kernels.
    pub(super) fn needs_f16(&self, at: impl ToTokens) -> Result<()> {
        match self.is_kernel && !self.features.has_f16() {
            true => refused(at, NO_FEATURE),
            false => Ok(()),
        }
    }

    /// That of what the kernel calls.
    pub(crate) fn check_f16(&self, name: &syn::Ident) -> Result<()> {
        match self.program.has_f16() {
            true => self.needs_f16(name),
            false => Ok(()),
        }
    }

    /// `f16::from_f32(x)`; `None` if it is another function.
    pub(super) fn function_of_f16(
        &mut self,
        it: &syn::ExprCall,
        path: &Path,
    ) -> Result<Option<Expr>> {
        let name = text(path);
        let Some(name) = name.strip_prefix("f16::") else {
            return Ok(None);
        };
        self.needs_f16(path)?;
        let (true, [written]) = (
            matches!(name, "from_f32" | "from_f32_const"),
            &Vec::from_iter(&it.args)[..],
        ) else {
            return refused(path, "a number becomes an `f16` by `f16::from_f32(x)`");
        };
        let mut value = self.value(written)?;
        self.expect(&mut value, &Type::F32, written)?;
        if let Kind::Float(value) = value.kind
            && value.abs() > 65504.0
        {
            return refused(written, "the largest `f16` is 65504");
        }
        let intrinsic = Intrinsic {
            is_constructor: name == "from_f32_const",
            ..intrinsic("f16($0)", Twin::Written(path.to_token_stream()))
        };
        let kind = Kind::Intrinsic(Box::new(intrinsic), vec![value]);
        Ok(Some(expr(kind, F16, it.span())))
    }

    /// `f16::ZERO`
    pub(super) fn constant_of_f16(&mut self, path: &Path) -> Result<Option<Expr>> {
        let name = text(path);
        let Some(name) = name.strip_prefix("f16::") else {
            return Ok(None);
        };
        self.needs_f16(path)?;
        let value = match name {
            "ZERO" => "0.0",
            "ONE" => "1.0",
            "NEG_ONE" => "-1.0",
            "MAX" => "65504.0",
            "MIN" => "-65504.0",
            "EPSILON" => "0.0009765625",
            _ => {
                let message = format!("no kernel has `f16::{name}`: write `f16::from_f32(…)`");
                return refused(path, message);
            }
        };
        let intrinsic = Intrinsic {
            is_constructor: true,
            ..intrinsic(
                format!("f16({value}f)"),
                Twin::Written(path.to_token_stream()),
            )
        };
        let kind = Kind::Intrinsic(Box::new(intrinsic), Vec::new());
        Ok(Some(expr(kind, F16, path.span())))
    }

    pub(super) fn method_of_f16(
        &mut self,
        it: &syn::ExprMethodCall,
        receiver: Expr,
    ) -> Result<Expr> {
        let name = it.method.to_string();
        let (count, result, wgsl) = match name.as_str() {
            "to_f32" => (0, Type::F32, "f32($0)"),
            "min" => (1, F16, "min($0, $1)"),
            "max" => (1, F16, "max($0, $1)"),
            _ => {
                let message = format!(
                    "Rust has no `{name}` of an `f16`: write `f16::from_f32(x.to_f32().{name}(…))`"
                );
                return refused(&it.method, message);
            }
        };
        if it.args.len() != count {
            let message = format!("`{name}` has {count} arguments here");
            return refused(&it.method, message);
        }
        let mut all = vec![receiver];
        for written in &it.args {
            let mut argument = self.value(written)?;
            self.expect(&mut argument, &F16, written)?;
            all.push(argument);
        }
        let intrinsic = intrinsic(wgsl, Twin::Method(name));
        let kind = Kind::Intrinsic(Box::new(intrinsic), all);
        Ok(expr(kind, result, it.span()))
    }
}

impl super::Program {
    /// Is anything of it an `f16`?
    pub(crate) fn has_f16(&self) -> bool {
        let mut structs = self.structs.iter();
        let mut constants = self.constants.iter();
        structs.any(|it| it.fields.iter().any(|field| field.ty.has_f16()))
            || constants.any(|it| it.value.has(&|it| it.ty.has_f16()))
            || self.functions.iter().any(Function::has_f16)
    }
}

/// What makes a vector of `f16` of another, or another of it.
pub(super) fn help(found: &Type, expected: &Type) -> Option<String> {
    let (Type::Vector(n, from), Type::Vector(m, to)) = (found, expected) else {
        return None;
    };
    match (from, to) {
        _ if n != m => None,
        (Scalar::F32, Scalar::F16) => Some(format!(": write `{expected}::from_vec{n}(…)`")),
        (Scalar::I32 | Scalar::U32, Scalar::F16) => {
            Some(format!(": write `{expected}::from_vec{n}(v.as_vec{n}())`"))
        }
        (Scalar::F16, Scalar::I32 | Scalar::U32) => {
            let cast = expected.to_string().to_lowercase();
            Some(format!(": write `as_vec{n}().as_{cast}()`"))
        }
        _ => None,
    }
}

impl Function {
    /// Is anything in it an `f16`?
    pub(crate) fn has_f16(&self) -> bool {
        self.locals.iter().any(|it| it.ty.has_f16()) || self.has(&|it| it.ty.has_f16())
    }
}

impl Type {
    pub(super) fn has_f16(&self) -> bool {
        match self {
            Self::Scalar(scalar) | Self::Vector(_, scalar) => *scalar == Scalar::F16,
            Self::Array(element, _) | Self::Slice(element) => element.has_f16(),
            Self::Struct(it) => it.fields.iter().any(|field| field.ty.has_f16()),
            _ => false,
        }
    }
}
