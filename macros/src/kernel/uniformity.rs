//! Do all invocations of a workgroup come to a barrier? What naga does not see, and WGSL requires.
//!
//! Source: [WGSL, 15.2. Uniformity](https://www.w3.org/TR/WGSL/#uniformity). As there, a value may differ
//! between invocations if it comes of a value that does, or was assigned where not all of them came.

use std::collections::BTreeMap;

use proc_macro2::Span;
use syn::{Error, Result};

use super::ir::{
    Block, Expr, For, Function, Kind, Label, LocalId, LocalKind, LoopId, Operator, Statement,
};
use super::signature::{Builtin, Kernel, Role};
use super::textures::Operation;
use super::types::Type;

/// Why a value may differ between the invocations of a workgroup, and where that begins.
#[derive(Clone, Copy, Debug)]
struct Cause {
    span: Span,
    why: &'static str,
}

/// `None` for what is the same for all.
type Differs = Option<Cause>;

const PLACE: &str = "each invocation has another one";
const MEMORY: &str = "other invocations may write it: read it by `workgroup_uniform_load`, or decide by what is the \
                      same for all, such as a scalar or an element of a `&[T]`";
const BUFFER: &str = "other invocations may write it: decide by what is the same for all, such as a scalar or an \
                      element of a `&[T]`";
const ATOMIC: &str = "each invocation may find another value in an atomic";
const SUBGROUP: &str = "each subgroup may have another value";

/// Refuses a barrier that only some invocations of a workgroup may come to.
pub(super) fn check(kernel: &Kernel, function: &Function) -> Result<()> {
    let mut walk = Walk {
        function,
        differing: BTreeMap::new(),
        branch: None,
        returned: None,
        loops: Vec::new(),
        error: None,
    };
    for (id, role) in &kernel.roles {
        let is_place = matches!(
            role,
            Role::Builtin(Builtin::Global | Builtin::Local | Builtin::Lane, _)
        );
        if is_place {
            let span = function.locals[*id].name.span();
            walk.differing.insert(*id, Cause { span, why: PLACE });
        }
    }
    walk.block(&function.body);
    walk.error.map_or(Ok(()), Err)
}

/// What is known at a place of the function.
struct Walk<'a> {
    function: &'a Function,
    /// The variables whose values may differ.
    differing: BTreeMap<LocalId, Cause>,
    /// Why not all may come here: a condition around it,
    branch: Differs,
    /// a `return` before it,
    returned: Differs,
    /// or a `break` or `continue` of a loop around it, the innermost last.
    loops: Vec<Loop>,
    error: Option<Error>,
}

/// A loop, as far as it is known.
#[derive(Clone, Copy, Default)]
struct Loop {
    of: LoopId,
    /// Why some may have left it, or gone on to its next round.
    left: Differs,
    /// Why its value differs.
    value: Differs,
}

impl Walk<'_> {
    /// Why not all may come here.
    fn control(&self) -> Differs {
        let left = self.loops.iter().find_map(|it| it.left);
        self.branch.or(self.returned).or(left)
    }

    fn block(&mut self, block: &Block) -> Differs {
        for statement in &block.statements {
            match statement {
                Statement::Let(id, value) => {
                    let value = self.value(value);
                    self.assign(*id, value);
                }
                Statement::Declare(id, _) => self.assign(*id, None),
                Statement::Expr(it) => {
                    self.value(it);
                }
            }
        }
        block.tail.as_ref().and_then(|it| self.value(it))
    }

    fn assign(&mut self, id: LocalId, value: Differs) {
        match value.or(self.control()) {
            Some(cause) => {
                self.differing.entry(id).or_insert(cause);
            }
            None => {
                self.differing.remove(&id);
            }
        }
    }

    fn value(&mut self, it: &Expr) -> Differs {
        match &it.kind {
            Kind::Local(id) => self.local(*id, it.span),
            Kind::Block(block) => self.block(block),
            Kind::If(condition, then, otherwise) => {
                let condition = self.value(condition);
                let otherwise = otherwise.as_deref().map_or(Branch::Nothing, Branch::Expr);
                self.branches(condition, [Branch::Block(then), otherwise])
            }
            Kind::Match(scrutinee, arms) => {
                let scrutinee = self.value(scrutinee);
                self.branches(scrutinee, arms.iter().map(|arm| Branch::Expr(&arm.body)))
            }
            Kind::Binary(Operator::Both | Operator::Either, a, b) => {
                let left = self.value(a);
                self.branches(left, [Branch::Expr(b), Branch::Nothing])
            }
            Kind::Loop(label, body) => self.repeated(label, None, body),
            Kind::While(label, condition, body) => self.repeated(label, Some(condition), body),
            Kind::For(inner) => self.for_loop(inner),
            Kind::Assign(place, value) => {
                let value = self.value(value);
                self.store(place, value)
            }
            Kind::OpAssign(_, place, value) => {
                let value = self.value(value);
                let old = self.value(place);
                self.store(place, value.or(old))
            }
            Kind::Break(label, _) | Kind::Continue(label) => {
                let value = it.parts().first().and_then(|it| self.value(it));
                self.jump(label, value);
                None
            }
            Kind::Return(value) => {
                value.as_ref().and_then(|it| self.value(it));
                self.returned = self.returned.or(self.control());
                None
            }
            _ => self.operation(it),
        }
    }

    /// What has a value for its parts, one after the other.
    fn operation(&mut self, it: &Expr) -> Differs {
        if let Kind::UniformLoad(_, place) = &it.kind {
            if let Some(cause) = self.place(place).1 {
                let rule = "all invocations of a workgroup load one and the same element";
                self.refuse(rule, it.span, cause);
            }
            return self.meets("`workgroup_uniform_load`", it.span);
        }
        let parts = it.parts().into_iter();
        let parts = parts.fold(None, |all: Differs, part| {
            let part = self.value(part);
            all.or(part)
        });
        let own = |why| Some(Cause { span: it.span, why });
        match it.kind {
            Kind::Texture(Operation::Load, ref all) => match all.first().map(|it| &it.ty) {
                Some(Type::Texture(texture)) if texture.is_written() => own(BUFFER),
                _ => parts,
            },
            Kind::Atomic(..) => own(ATOMIC),
            Kind::Barrier(_) => self.meets("a barrier", it.span),
            Kind::Subgroup(..) => {
                self.meets("a subgroup's function", it.span);
                own(SUBGROUP)
            }
            _ => parts,
        }
    }

    fn local(&self, id: LocalId, span: Span) -> Differs {
        let why = match self.function.locals[id].kind {
            LocalKind::Workgroup => MEMORY,
            LocalKind::ReadWrite => BUFFER,
            LocalKind::Let
            | LocalKind::LetMut
            | LocalKind::Read
            | LocalKind::Override
            | LocalKind::Texture => {
                return self.differing.get(&id).copied();
            }
        };
        Some(Cause { span, why })
    }

    /// Each branch begins with what is known before, and what differs after one differs.
    fn branches<'b>(
        &mut self,
        condition: Differs,
        all: impl IntoIterator<Item = Branch<'b>>,
    ) -> Differs {
        let outer = self.branch;
        self.branch = outer.or(condition);
        let before = self.differing.clone();
        let mut after = BTreeMap::new();
        let mut value = condition;
        for branch in all {
            self.differing.clone_from(&before);
            let of_branch = match branch {
                Branch::Block(block) => self.block(block),
                Branch::Expr(it) => self.value(it),
                Branch::Nothing => None,
            };
            value = value.or(of_branch);
            after.extend(std::mem::take(&mut self.differing));
        }
        self.differing = after;
        self.branch = outer;
        value
    }

    /// A loop's body, until nothing more differs after it.
    fn repeated(&mut self, label: &Label, condition: Option<&Expr>, body: &Block) -> Differs {
        self.until_known(label, |walk| {
            let condition = condition.and_then(|it| walk.value(it));
            walk.leaves(condition);
            walk.block(body);
        })
    }

    fn for_loop(&mut self, inner: &For) -> Differs {
        let (start, end) = (self.value(&inner.start), self.value(&inner.end));
        let step = inner.step.as_ref().and_then(|it| self.value(it));
        let bounds = start.or(end).or(step);
        self.until_known(&inner.label, |walk| {
            walk.assign(inner.variable, bounds);
            walk.leaves(bounds);
            walk.block(&inner.body);
        })
    }

    fn until_known(&mut self, label: &Label, mut walk: impl FnMut(&mut Self)) -> Differs {
        self.loops.push(Loop {
            of: label.of,
            ..Loop::default()
        });
        loop {
            let before = self.differing.clone();
            let known = self.known();
            walk(self);
            for (id, cause) in before {
                self.differing.entry(id).or_insert(cause);
            }
            if self.known() == known {
                break;
            }
        }
        let last = self.loops.pop().unwrap_or_default();
        last.left.or(last.value)
    }

    /// Some leave all loops up to the one that is named, if not all come here.
    fn jump(&mut self, label: &Label, value: Differs) {
        let control = self.control();
        for it in self.loops.iter_mut().rev() {
            it.left = it.left.or(control);
            if it.of == label.of {
                it.value = it.value.or(value);
                break;
            }
        }
    }

    /// The innermost loop ends for some, if this differs.
    fn leaves(&mut self, condition: Differs) {
        if let Some(last) = self.loops.last_mut() {
            last.left = last.left.or(condition);
        }
    }

    /// How much is known: it only grows.
    fn known(&self) -> (usize, bool, Option<[bool; 2]>) {
        let last = self.loops.last();
        let last = last.map(|it| [it.left.is_some(), it.value.is_some()]);
        (self.differing.len(), self.returned.is_some(), last)
    }

    /// A part of a variable keeps what differs in the others.
    fn store(&mut self, place: &Expr, value: Differs) -> Differs {
        let (root, indices) = self.place(place);
        let Kind::Local(id) = root.kind else {
            return None;
        };
        if self.function.locals[id].kind == LocalKind::LetMut {
            let is_whole = std::ptr::eq(root, place);
            let kept = self.differing.get(&id).copied().filter(|_| !is_whole);
            self.assign(id, value.or(indices).or(kept));
        }
        None
    }

    /// The root of a place, and why an index on the way may differ.
    fn place<'e>(&mut self, place: &'e Expr) -> (&'e Expr, Differs) {
        let mut indices = None;
        let mut root = place;
        while let Kind::Index(base, _) | Kind::Field(base, _) = &root.kind {
            if let Kind::Index(_, index) = &root.kind {
                let index = self.value(index);
                indices = indices.or(index);
            }
            root = base;
        }
        (root, indices)
    }

    fn meets(&mut self, what: &str, span: Span) -> Differs {
        if let Some(cause) = self.control() {
            let rule = format!(
                "all invocations of a workgroup come to {what}, or none: put it where no condition or loop \
                 around it, and no `return` before it, differs between them"
            );
            self.refuse(&rule, span, cause);
        }
        None
    }

    fn refuse(&mut self, rule: &str, span: Span, cause: Cause) {
        if self.error.is_some() {
            return;
        }
        let mut error = Error::new(span, rule);
        error.combine(Error::new(
            cause.span,
            format!("it depends on this, and {}", cause.why),
        ));
        self.error = Some(error);
    }
}

enum Branch<'a> {
    Block(&'a Block),
    Expr(&'a Expr),
    /// An `else` that is not there.
    Nothing,
}
