//! Methods of numbers, also called as functions: `x.max(y)` and `f32::max(x, y)`.

use proc_macro2::{Ident, Span};
use syn::{Expr as E, Path, Result, spanned::Spanned as _};

use super::{Lower, expr, refused};
use crate::kernel::builtins;
use crate::kernel::intrinsics::intrinsic;
use crate::kernel::ir::{Argument, Expr, Kind, Operator, Twin};
use crate::kernel::types::{Scalar, Type};

impl Lower<'_> {
    pub(super) fn method_of_number(
        &mut self,
        receiver: Expr,
        method: &Ident,
        written: &[&E],
        span: Span,
    ) -> Result<Expr> {
        let name = method.to_string();
        let ty = self.known.known(&receiver.ty);
        if let Some(operator) =
            wrapping(&name).filter(|_| self.known.is_integer(&ty) && written.len() == 1)
        {
            let mut argument = self.value(written[0])?;
            let is_shift = matches!(operator, Operator::ShiftLeft | Operator::ShiftRight);
            let expected = if is_shift { Type::U32 } else { ty.clone() };
            self.expect(&mut argument, &expected, written[0])?;
            let kind = Kind::Binary(operator, Box::new(receiver), Box::new(argument));
            return Ok(expr(kind, ty, span));
        }
        let of_glam = of_glam(&name).filter(|_| ty == Type::F32);
        let builtin = builtins::find(&ty, &name);
        let expected = match (of_glam, builtin) {
            (Some((count, _)), _) => vec![Argument::Same; count],
            (None, Some(builtin)) => builtin.arguments.to_vec(),
            (None, None) => return refused(method, builtins::instead_of(&ty, &name)),
        };
        if expected.len() != written.len() {
            let count = expected.len();
            return refused(method, format!("`{name}` has {count} arguments here"));
        }
        let mut arguments = vec![receiver];
        for (expected, written) in expected.iter().zip(written) {
            let mut argument = self.value(written)?;
            let expected = match expected {
                Argument::Same => ty.clone(),
                Argument::U32 => Type::U32,
            };
            self.expect(&mut argument, &expected, written)?;
            arguments.push(argument);
        }
        let (kind, result) = match (of_glam, builtin) {
            (None, Some(builtin)) => {
                let result = builtin.result.clone();
                (Kind::Builtin(builtin, arguments), result.unwrap_or(ty))
            }
            (of_glam, _) => {
                let wgsl = of_glam.map_or("", |(_, wgsl)| wgsl);
                let intrinsic = intrinsic(wgsl, Twin::Trait("FloatExt".to_owned(), name));
                (Kind::Intrinsic(Box::new(intrinsic), arguments), ty)
            }
        };
        Ok(expr(kind, result, span))
    }

    /// `f32::max(x, y)`; `None` if it is another function.
    pub(super) fn function_of_number(
        &mut self,
        it: &syn::ExprCall,
        path: &Path,
    ) -> Result<Option<Expr>> {
        let names = Vec::from_iter(path.segments.iter().map(|it| &it.ident));
        let [of, method] = names[..] else {
            return Ok(None);
        };
        let scalar = Scalar::of(&of.to_string()).filter(|it| *it != Scalar::F16);
        let (Some(scalar), Some(first)) = (scalar, it.args.first()) else {
            return Ok(None);
        };
        let is_from_bits = scalar == Scalar::F32 && method == "from_bits" && it.args.len() == 1;
        let expected = if is_from_bits {
            Type::U32
        } else {
            Type::Scalar(scalar)
        };
        let mut receiver = self.value(first)?;
        self.expect(&mut receiver, &expected, first)?;
        if is_from_bits {
            let kind = Kind::Builtin(&builtins::FROM_BITS, vec![receiver]);
            return Ok(Some(expr(kind, Type::F32, it.span())));
        }
        let rest = Vec::from_iter(it.args.iter().skip(1));
        let value = self.method_of_number(receiver, method, &rest, it.span())?;
        Ok(Some(value))
    }
}

/// The methods that glam gives floats, by its trait `FloatExt`: how many arguments, and what WGSL has.
fn of_glam(name: &str) -> Option<(usize, &'static str)> {
    Some(match name {
        "lerp" => (2, "mix($0, $1, $2)"),
        "smoothstep" => (2, "smoothstep($1, $2, $0)"),
        "step" => (1, "step($0, $1)"),
        "saturate" => (0, "saturate($0)"),
        "fract_gl" => (0, "fract($0)"),
        _ => return None,
    })
}

/// The operator that does what a method does: all of them wrap.
fn wrapping(name: &str) -> Option<Operator> {
    Some(match name {
        "wrapping_add" => Operator::Add,
        "wrapping_sub" => Operator::Subtract,
        "wrapping_mul" => Operator::Multiply,
        "wrapping_shl" => Operator::ShiftLeft,
        "wrapping_shr" => Operator::ShiftRight,
        _ => return None,
    })
}
