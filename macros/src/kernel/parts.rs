//! What expressions are made of.

use super::ir::{Block, Expr, Function, Kind, Local, LocalKind, Statement};

/// Both for `&self` and for `&mut self`.
macro_rules! parts {
    ($name:ident, $iter:ident, $as_deref:ident, $($reference:tt)+) => {
        impl Expr {
            /// The expressions that it is made of.
            pub(super) fn $name($($reference)+ self) -> Vec<$($reference)+ Expr> {
                match $($reference)+ self.kind {
                    Kind::Not(it)
                    | Kind::Negate(it)
                    | Kind::Cast(it)
                    | Kind::Field(it, _)
                    | Kind::UniformLoad(_, it)
                    | Kind::Repeat(it, _) => vec![it],
                    Kind::Binary(_, a, b)
                    | Kind::Index(a, b)
                    | Kind::Assign(a, b)
                    | Kind::OpAssign(_, a, b) => vec![a, b],
                    Kind::Call(_, _, all)
                    | Kind::Subgroup(_, _, all)
                    | Kind::Texture(_, all)
                    | Kind::Builtin(_, all)
                    | Kind::Intrinsic(_, all)
                    | Kind::List(all) => all.$iter().collect(),
                    Kind::Struct(_, all) => all.$iter().map(|(_, it)| it).collect(),
                    Kind::Atomic(_, place, all, _) => {
                        let mut parts: Vec<$($reference)+ Expr> = vec![place];
                        parts.extend(all);
                        parts
                    }
                    Kind::Return(it) | Kind::Break(_, it) => it.$as_deref().into_iter().collect(),
                    Kind::Block(block) | Kind::Loop(_, block) => block.$name(),
                    Kind::While(_, condition, body) => {
                        let mut parts: Vec<$($reference)+ Expr> = vec![condition];
                        parts.extend(body.$name());
                        parts
                    }
                    Kind::If(condition, then, otherwise) => {
                        let mut parts: Vec<$($reference)+ Expr> = vec![condition];
                        parts.extend(then.$name());
                        parts.extend(otherwise.$as_deref());
                        parts
                    }
                    Kind::Match(value, arms) => {
                        let mut parts: Vec<$($reference)+ Expr> = vec![value];
                        for arm in arms {
                            parts.extend($($reference)+ arm.values);
                            parts.push($($reference)+ arm.body);
                        }
                        parts
                    }
                    Kind::For(it) => {
                        let it = $($reference)+ **it;
                        let mut parts = vec![$($reference)+ it.start, $($reference)+ it.end];
                        parts.extend($($reference)+ it.step);
                        parts.extend(it.body.$name());
                        parts
                    }
                    Kind::Integer(_)
                    | Kind::Float(_)
                    | Kind::Bool(_)
                    | Kind::Local(_)
                    | Kind::Constant(..)
                    | Kind::Barrier(_)
                    | Kind::Len(_)
                    | Kind::Continue(_) => Vec::new(),
                }
            }
        }

        impl Block {
            /// The expressions that it is made of.
            pub(super) fn $name($($reference)+ self) -> Vec<$($reference)+ Expr> {
                let statements = self.statements.$iter().filter_map(|it| match it {
                    Statement::Let(_, it) | Statement::Expr(it) => Some(it),
                    Statement::Declare(..) => None,
                });
                statements.chain(self.tail.$as_deref()).collect()
            }
        }
    };
}

parts!(parts, iter, as_deref, &);
parts!(parts_mut, iter_mut, as_deref_mut, &mut);

impl Expr {
    /// Is there such an expression in it, or is it one?
    pub(super) fn has(&self, is_it: &dyn Fn(&Expr) -> bool) -> bool {
        is_it(self) || self.parts().into_iter().any(|part| part.has(is_it))
    }
}

impl Function {
    /// Does it need all invocations of a workgroup at once?
    pub(super) fn is_of_workgroups(&self) -> bool {
        let is_memory = |local: &Local| local.kind == LocalKind::Workgroup;
        self.locals.iter().any(is_memory) || self.has(&|it| Self::waits(it))
    }

    /// Do all invocations do it at once?
    fn waits(it: &Expr) -> bool {
        matches!(
            it.kind,
            Kind::Barrier(_) | Kind::UniformLoad(..) | Kind::Subgroup(..)
        )
    }

    pub(super) fn has_subgroups(&self) -> bool {
        self.has(&|it| matches!(it.kind, Kind::Subgroup(..)))
    }

    pub(super) fn has(&self, is_it: &dyn Fn(&Expr) -> bool) -> bool {
        self.body.parts().into_iter().any(|part| part.has(is_it))
    }
}
