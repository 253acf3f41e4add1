//! The bodies of loops, and the ways out of them and out of functions.

use quote::ToTokens;
use syn::{Expr as E, Lifetime, Result, spanned::Spanned as _};

use super::{Loop, Lower, expr, refused};
use crate::kernel::ir::{Block, Expr, Kind, Label};
use crate::kernel::types::Type;

impl Lower<'_> {
    /// The body of a loop, and the type of what it breaks with, if it does.
    pub(super) fn body(
        &mut self,
        label: Option<&syn::Label>,
        block: &syn::Block,
        has_value: bool,
    ) -> Result<(Label, Block, Option<Type>)> {
        let label = Label {
            of: self.number_of_loops,
            name: label.map(|it| it.name.ident.clone()),
        };
        self.number_of_loops += 1;
        self.loops.push(Loop {
            label: label.clone(),
            has_value,
            ty: None,
        });
        let body = self.block(block);
        let ty = self.loops.pop().and_then(|it| it.ty);
        let body = body?;
        if !self.fits(&body.ty, &Type::Unit) {
            let found = self.known.known(&body.ty);
            let message =
                format!("a loop's body has no value, and this is `{found}`: end it with `;`");
            return refused(block.stmts.last(), message);
        }
        Ok((label, body, ty))
    }

    pub(super) fn jump(&mut self, it: &E) -> Result<Expr> {
        let span = it.span();
        let kind = match it {
            E::Break(it) => {
                let place = self.around(it.label.as_ref(), "break", it)?;
                let value = self.break_with(it, place)?;
                Kind::Break(self.written(place, it.label.as_ref()), value)
            }
            E::Continue(it) => {
                let place = self.around(it.label.as_ref(), "continue", it)?;
                Kind::Continue(self.written(place, it.label.as_ref()))
            }
            E::Return(it) => {
                let expected = self.result.clone();
                match &it.expr {
                    Some(value) => {
                        let mut lowered = self.expression(value)?;
                        self.expect(&mut lowered, &expected, value)?;
                        Kind::Return(Some(Box::new(lowered)))
                    }
                    None if expected == Type::Unit => Kind::Return(None),
                    None => return refused(it, format!("the function returns `{expected}`")),
                }
            }
            other => return refused(other, "this is no jump"),
        };
        Ok(expr(kind, Type::Never, span))
    }

    /// The loop of a `break` or a `continue`, by its place among those around.
    fn around(&self, label: Option<&Lifetime>, way: &str, at: impl ToTokens) -> Result<usize> {
        let Some(label) = label else {
            return match self.loops.len().checked_sub(1) {
                Some(last) => Ok(last),
                None => refused(at, format!("a `{way}` is within a loop")),
            };
        };
        let is_it = |it: &Loop| it.label.name.as_ref() == Some(&label.ident);
        match self.loops.iter().rposition(is_it) {
            Some(place) => Ok(place),
            None => refused(
                label,
                format!("no loop around this `{way}` has the label `{label}`"),
            ),
        }
    }

    /// What a jump says of its loop.
    fn written(&self, place: usize, label: Option<&Lifetime>) -> Label {
        Label {
            of: self.loops[place].label.of,
            name: label.map(|it| it.ident.clone()),
        }
    }

    /// The value of a `break`, of which the loop's type comes.
    fn break_with(&mut self, it: &syn::ExprBreak, place: usize) -> Result<Option<Box<Expr>>> {
        let value = match &it.expr {
            Some(written) if !self.loops[place].has_value => {
                return refused(
                    written,
                    "only a `loop` has a value: assign it to a variable before the `break`",
                );
            }
            Some(written) => Some((self.value(written)?, written)),
            None => None,
        };
        let (value, ty) = match (value, self.loops[place].ty.clone()) {
            (Some((mut value, written)), Some(known)) => {
                self.expect(&mut value, &known, written)?;
                (Some(value), known)
            }
            (Some((value, _)), None) => {
                let ty = value.ty.clone();
                (Some(value), ty)
            }
            (None, Some(known)) if known != Type::Unit => {
                let message = format!("the loop's other `break`s have a value, `{known}`");
                return refused(it, message);
            }
            (None, _) => (None, Type::Unit),
        };
        self.loops[place].ty = Some(ty);
        Ok(value.map(Box::new))
    }
}
