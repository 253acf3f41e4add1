//! The ways out of loops. WGSL has no labels: a variable says that a loop further out is left or begun again, and
//! the loops in between, which are left, too, look at it.

use std::collections::BTreeSet;

use super::{Writer, statement::Target};
use crate::kernel::ir::{Expr, Kind, Label, LoopId};
use crate::kernel::types::Type;

/// A `break` or a `continue`, by the loop that it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Way {
    to: LoopId,
    is_continue: bool,
}

/// A loop while its body is written.
#[derive(Debug)]
pub(super) struct Around {
    pub(super) label: Label,
    /// Where the values of its `break`s go.
    pub(super) target: Target,
}

impl Writer<'_> {
    /// A loop, and what comes of the jumps in it to loops around it.
    pub(super) fn any_loop(&mut self, it: &Expr, target: &Target) {
        if self.is_unreachable {
            return;
        }
        let ways = match &it.kind {
            // Its bounds are computed before it.
            Kind::For(inner) => self.ways(inner.body.parts()),
            _ => self.ways(it.parts()),
        };
        for way in &ways {
            self.declare_way(it, *way);
        }
        match &it.kind {
            Kind::Loop(label, body) => self.endless(it, label, body, target),
            Kind::While(label, condition, body) => self.while_loop(it, label, condition, body),
            Kind::For(inner) => self.for_loop(it, inner),
            _ => {}
        }
        if it.ty == Type::Never {
            // By a jump, something does come here.
            self.is_unreachable = false;
        }
        for way in &ways {
            if let Some(is_taken) = self.taken.get(way) {
                let jump = self.jump(*way);
                self.line(it.span, &format!("if {is_taken} {{ {jump} }}"));
            }
        }
        if it.ty == Type::Never && matches!(target, Target::Return) {
            // To naga, a loop without a `break` comes to its end.
            let result = self.function.result.wgsl();
            self.line(it.span, &format!("return {result}();"));
        }
        self.is_unreachable |= it.ty == Type::Never;
    }

    /// The body of a loop, in which jumps find it.
    pub(super) fn within(&mut self, label: &Label, target: Target, write: impl FnOnce(&mut Self)) {
        let label = label.clone();
        self.loops.push(Around { label, target });
        write(self);
        self.loops.pop();
    }

    /// `break`, also with a value, or `continue`.
    pub(super) fn leave_loop(&mut self, it: &Expr, label: &Label, value: Option<&Expr>) {
        let around = self.loops.iter().find(|around| around.label.of == label.of);
        if let (Some(value), Some(target)) = (value, around.map(|it| it.target.clone())) {
            self.to(value, &target);
        }
        let way = Way {
            to: label.of,
            is_continue: matches!(it.kind, Kind::Continue(_)),
        };
        if !self.is_of_innermost(way)
            && let Some(is_taken) = self.taken.get(&way)
        {
            self.line(it.span, &format!("{is_taken} = true;"));
        }
        self.leave(it, self.jump(way));
    }

    /// Does it hold a jump that WGSL writes as a `break`?
    pub(super) fn has_break(&self, it: &Expr) -> bool {
        let is_break = |way: &Way| self.jump(*way) == "break;";
        self.ways(vec![it]).iter().any(is_break)
    }

    /// What says that a jump has been made, from any of the loops between it and its own.
    fn declare_way(&mut self, it: &Expr, way: Way) {
        let Some(own) = self.loops.last().filter(|_| self.is_of_innermost(way)) else {
            return;
        };
        let label = own.label.name.as_ref().map(ToString::to_string);
        let jump = if way.is_continue { "continue" } else { "break" };
        let name = format!("{jump}_{}", label.as_deref().unwrap_or("outer"));
        let is_taken = self.names.fresh(&name);
        self.line(it.span, &format!("var {is_taken} = false;"));
        self.taken.insert(way, is_taken);
    }

    /// How it is written within the innermost loop: one of a loop further out leaves this one.
    fn jump(&self, way: Way) -> &'static str {
        match way.is_continue && self.is_of_innermost(way) {
            true => "continue;",
            false => "break;",
        }
    }

    fn is_of_innermost(&self, way: Way) -> bool {
        self.loops.last().is_some_and(|it| it.label.of == way.to)
    }

    /// The jumps to loops around.
    fn ways(&self, parts: Vec<&Expr>) -> BTreeSet<Way> {
        let mut ways = BTreeSet::new();
        for part in parts {
            if let Kind::Break(label, _) | Kind::Continue(label) = &part.kind
                && self.loops.iter().any(|it| it.label.of == label.of)
            {
                let is_continue = matches!(part.kind, Kind::Continue(_));
                let to = label.of;
                ways.insert(Way { to, is_continue });
            }
            ways.extend(self.ways(part.parts()));
        }
        ways
    }
}
