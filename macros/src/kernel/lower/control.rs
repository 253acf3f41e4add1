//! `if`, `match` and loops.

use syn::{
    Expr as E, ExprForLoop, ExprIf, ExprMatch, Lit, Pat, RangeLimits, Result, spanned::Spanned as _,
};

use super::{Lower, expr, refused, value_of};
use crate::kernel::ir::{Arm, Expr, For, Kind, LocalKind};
use crate::kernel::types::Type;

/// A pattern of more values than this is too long for a `switch`.
const MOST_VALUES: i64 = 64;

impl Lower<'_> {
    pub(super) fn control(&mut self, it: &E) -> Result<Expr> {
        match it {
            E::If(it) => self.if_else(it),
            E::Match(it) => self.matching(it),
            E::ForLoop(it) => self.for_loop(it),
            E::Loop(it) => {
                let (label, body, ty) = self.body(it.label.as_ref(), &it.body, true)?;
                let ty = ty.unwrap_or(Type::Never);
                Ok(expr(Kind::Loop(label, body), ty, it.span()))
            }
            E::While(it) => {
                let condition = self.condition(&it.cond)?;
                let (label, body, _) = self.body(it.label.as_ref(), &it.body, false)?;
                let kind = Kind::While(label, Box::new(condition), body);
                Ok(expr(kind, Type::Unit, it.span()))
            }
            other => refused(other, "this is no control flow"),
        }
    }

    fn condition(&mut self, it: &E) -> Result<Expr> {
        let mut condition = self.expression(it)?;
        let help = self
            .known
            .is_number(&condition.ty)
            .then_some(": compare it, `!= 0`");
        if !self.fits(&condition.ty, &Type::BOOL) {
            let found = self.known.known(&condition.ty);
            let message = format!(
                "expected `bool`, found `{found}`{}",
                help.unwrap_or_default()
            );
            return refused(it, message);
        }
        condition.span = it.span();
        Ok(condition)
    }

    fn if_else(&mut self, it: &ExprIf) -> Result<Expr> {
        let condition = self.condition(&it.cond)?;
        let then = self.block(&it.then_branch)?;
        let Some((_, otherwise)) = &it.else_branch else {
            if !self.fits(&then.ty, &Type::Unit) {
                return refused(it, "an `if` that has a value needs an `else`");
            }
            let kind = Kind::If(Box::new(condition), then, None);
            return Ok(expr(kind, Type::Unit, it.span()));
        };
        let mut other = self.expression(otherwise)?;
        let ty = self.joined(&then.ty, &mut other, otherwise)?;
        let kind = Kind::If(Box::new(condition), then, Some(Box::new(other)));
        Ok(expr(kind, ty, it.span()))
    }

    /// The type of two branches.
    fn joined(&mut self, first: &Type, second: &mut Expr, at: &E) -> Result<Type> {
        if *first == Type::Never {
            return Ok(second.ty.clone());
        }
        self.expect(second, first, at)?;
        Ok(first.clone())
    }

    fn matching(&mut self, it: &ExprMatch) -> Result<Expr> {
        let scrutinee = self.value(&it.expr)?;
        if !self.known.is_integer(&scrutinee.ty) {
            let found = self.known.known(&scrutinee.ty);
            return refused(
                &it.expr,
                format!("a `match` is over integers, not `{found}`: use `if`"),
            );
        }
        let mut ty = Type::Never;
        let mut arms = Vec::new();
        for (i, arm) in it.arms.iter().enumerate() {
            if let Some((keyword, _)) = &arm.guard {
                return refused(
                    keyword,
                    "a `match` becomes a `switch`, which has no conditions: use `if` in the arm",
                );
            }
            let mut values = Vec::new();
            let is_default = self.pattern(&arm.pat, &scrutinee.ty, &mut values)?;
            if is_default && i + 1 < it.arms.len() {
                return refused(
                    &it.arms[i + 1].pat,
                    "no value comes as far as here: `_` is the last arm",
                );
            }
            if !is_default && i + 1 == it.arms.len() {
                return refused(
                    &arm.pat,
                    "a `match` ends with an arm for all other values: `_ => …`",
                );
            }
            let mut body = self.expression(&arm.body)?;
            ty = self.joined(&ty, &mut body, &arm.body)?;
            arms.push(Arm { values, body });
        }
        if arms.is_empty() {
            return refused(
                it,
                "a `match` ends with an arm for all other values: `_ => …`",
            );
        }
        Ok(expr(Kind::Match(Box::new(scrutinee), arms), ty, it.span()))
    }

    /// The values of a pattern. Is it that of all others?
    fn pattern(&mut self, pattern: &Pat, ty: &Type, values: &mut Vec<Expr>) -> Result<bool> {
        match pattern {
            Pat::Wild(_) => return Ok(true),
            Pat::Paren(it) => return self.pattern(&it.pat, ty, values),
            Pat::Or(it) => {
                for case in &it.cases {
                    if self.pattern(case, ty, values)? {
                        return refused(case, "`_` is an arm of its own, the last one");
                    }
                }
            }
            Pat::Lit(it) if matches!(it.lit, Lit::Int(_)) => {
                let value = E::Lit(it.clone());
                values.push(self.case(&value, ty)?);
            }
            Pat::Path(it) => {
                let value = E::Path(it.clone());
                values.push(self.case(&value, ty)?);
            }
            Pat::Ident(it) if it.ident.to_string().chars().all(|c| !c.is_lowercase()) => {
                let path = syn::ExprPath {
                    attrs: Vec::new(),
                    qself: None,
                    path: it.ident.clone().into(),
                };
                values.push(self.case(&E::Path(path), ty)?);
            }
            Pat::Ident(it) => {
                return refused(it, "write `_`, and name the value before the `match`");
            }
            Pat::Range(it) => self.range(it, ty, values)?,
            other => {
                return refused(
                    other,
                    "a `match` is over integers: `1`, `2 | 3`, `4..=9` or `_`",
                );
            }
        }
        Ok(false)
    }

    fn case(&mut self, value: &E, ty: &Type) -> Result<Expr> {
        let mut case = self.expression(value)?;
        self.expect(&mut case, ty, value)?;
        match value_of(&case, &self.program.constants) {
            Some(_) if matches!(case.kind, Kind::Constant(..)) => Ok(case),
            Some(value) => Ok(expr(Kind::Integer(value), ty.clone(), case.span)),
            None => refused(value, "a case is a literal or a constant"),
        }
    }

    fn range(&mut self, it: &syn::ExprRange, ty: &Type, values: &mut Vec<Expr>) -> Result<()> {
        let (Some(start), Some(end)) = (&it.start, &it.end) else {
            return refused(
                it,
                "a range of a `match` has both ends; for all others, write `_`",
            );
        };
        let (start, end) = (self.case(start, ty)?, self.case(end, ty)?);
        let value = |it: &Expr| value_of(it, &self.program.constants).unwrap_or_default();
        let last = value(&end) - i64::from(matches!(it.limits, RangeLimits::HalfOpen(_)));
        if last - value(&start) >= MOST_VALUES {
            let message =
                format!("a `switch` has a case for each value, {MOST_VALUES} at most: use `if`");
            return refused(it, message);
        }
        let all = value(&start)..=last;
        values.extend(all.map(|value| expr(Kind::Integer(value), ty.clone(), it.span())));
        Ok(())
    }

    fn for_loop(&mut self, it: &ExprForLoop) -> Result<Expr> {
        let (range, is_reversed, step) = steps(&it.expr)?;
        let (Some(start), Some(end)) = (&range.start, &range.end) else {
            return refused(
                range,
                "a `for` goes through a range with both ends, `a..b`; without an end, use `loop`",
            );
        };
        let first = self.value(start)?;
        let mut last = self.value(end)?;
        self.expect(&mut last, &first.ty, end)?;
        if !self.known.is_integer(&first.ty) {
            let found = self.known.name(&first.ty);
            return refused(
                range,
                format!("a range is of integers, not of {found}: use `while`"),
            );
        }
        let step = step.map(|step| self.step(step)).transpose()?;
        let outer = self.visible.len();
        let variable = match &*it.pat {
            Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => {
                let kind = match name.mutability {
                    Some(_) => LocalKind::LetMut,
                    None => LocalKind::Let,
                };
                self.declare(&name.ident, first.ty.clone(), kind)
            }
            Pat::Wild(wild) => {
                let name = syn::Ident::new("_i", wild.span());
                self.declare(&name, first.ty.clone(), LocalKind::Let)
            }
            other => return refused(other, "a `for` has one variable: `for i in a..b`"),
        };
        let body = self.body(it.label.as_ref(), &it.body, false);
        self.visible.truncate(outer);
        let (label, body, _) = body?;
        let kind = Kind::For(Box::new(For {
            label,
            variable,
            start: first,
            end: last,
            is_inclusive: matches!(range.limits, RangeLimits::Closed(_)),
            is_reversed,
            step,
            body,
        }));
        Ok(expr(kind, Type::Unit, it.span()))
    }

    fn step(&mut self, it: &E) -> Result<Expr> {
        let mut step = self.value(it)?;
        if !self.fits(&step.ty, &Type::USIZE) {
            return refused(it, "a step is a `usize`: write `as usize`");
        }
        if value_of(&step, &self.program.constants) == Some(0) {
            return refused(it, "a step of 0 comes to no end");
        }
        step.span = it.span();
        Ok(step)
    }
}

/// What a `for` goes through: a range, whether backwards, and by which steps.
fn steps(it: &E) -> Result<(&syn::ExprRange, bool, Option<&E>)> {
    const WHAT: &str = "a `for` goes through `a..b`, `a..=b`, `(a..b).rev()`, `(a..b).step_by(n)` or \
                        `(a..b).rev().step_by(n)`; through a slice by `for i in 0..slice.len()`";
    let range = |it| -> Result<&syn::ExprRange> {
        let mut inner: &E = it;
        while let E::Paren(syn::ExprParen { expr, .. }) | E::Group(syn::ExprGroup { expr, .. }) =
            inner
        {
            inner = expr;
        }
        match inner {
            E::Range(range) => Ok(range),
            other => refused(other, WHAT),
        }
    };
    match it {
        E::MethodCall(call) if call.method == "rev" && call.args.is_empty() => {
            Ok((range(&call.receiver)?, true, None))
        }
        E::MethodCall(call) if call.method == "step_by" && call.args.len() == 1 => {
            match &*call.receiver {
                E::MethodCall(inner) if inner.method == "rev" && inner.args.is_empty() => {
                    Ok((range(&inner.receiver)?, true, call.args.first()))
                }
                receiver => Ok((range(receiver)?, false, call.args.first())),
            }
        }
        E::MethodCall(call) => refused(&call.method, WHAT),
        other => Ok((range(other)?, false, None)),
    }
}
