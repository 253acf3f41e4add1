//! Functions of subgroups.

use quote::ToTokens;
use syn::{Result, spanned::Spanned as _};

use super::{Lower, expr, refused};
use crate::kernel::ir::{Expr, Kind};
use crate::kernel::subgroups::{Lane, Subgroup, Values};
use crate::kernel::types::{Scalar, Type};

impl Lower<'_> {
    /// Says where the feature is named, unless it is.
    pub(crate) fn needs_subgroups(&self, at: impl ToTokens) -> Result<()> {
        match self.features.has_subgroups() {
            true => Ok(()),
            false => refused(
                at,
                "not every device has subgroups: write `features(subgroups)` in the kernel's attribute",
            ),
        }
    }

    /// `subgroup_add(x)` and the like.
    pub(super) fn subgroup(
        &mut self,
        it: &syn::ExprCall,
        path: &syn::Path,
        subgroup: &'static Subgroup,
    ) -> Result<Expr> {
        if !self.is_kernel {
            return refused(
                path,
                "a kernel talks to its subgroup, not a function: call it there",
            );
        }
        self.needs_subgroups(path)?;
        let count = 1 + usize::from(subgroup.lane != Lane::None);
        if it.args.len() != count {
            let takes = match subgroup.lane {
                Lane::None => "one argument, the value",
                _ => "two arguments, the value and the lane",
            };
            let message = format!("`{}` has {takes}", subgroup.name);
            return refused(path, message);
        }
        let value = self.value(&it.args[0])?;
        let ty = self.known.known(&value.ty);
        if matches!(ty, Type::Var(_)) {
            return refused(&it.args[0], "say which number this is, as in `1_u32`");
        }
        if !subgroup.of.takes(&ty) {
            let (wants, found) = (subgroup.of.name(), self.known.name(&ty));
            return refused(
                &it.args[0],
                format!("`{}` is of {wants}, not of {found}", subgroup.name),
            );
        }
        let mut arguments = vec![value];
        if let Some(written) = it.args.iter().nth(1) {
            arguments.push(self.lane(subgroup, written)?);
        }
        let result = match subgroup.of {
            Values::Ballot => Type::Vector(4, Scalar::U32),
            _ => ty,
        };
        let kind = Kind::Subgroup(subgroup, path.to_token_stream(), arguments);
        Ok(expr(kind, result, it.span()))
    }

    fn lane(&mut self, subgroup: &Subgroup, written: &syn::Expr) -> Result<Expr> {
        let mut lane = self.value(written)?;
        if !self.fits(&lane.ty, &Type::USIZE) {
            return refused(written, "a lane is a `usize`: write `as usize`");
        }
        lane.span = written.span();
        if subgroup.lane == Lane::Constant && self.known_value(&lane).is_none() {
            let message = match subgroup.name {
                "subgroup_broadcast" => {
                    "this lane is a constant: for one that is computed, use `subgroup_shuffle`"
                }
                _ => "this lane is a constant: `0`, `1`, `2` or `3`",
            };
            return refused(written, message);
        }
        Ok(lane)
    }
}
