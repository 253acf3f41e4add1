//! Statements, and where the values of branches go.

use std::collections::HashSet;

use super::Writer;
use crate::kernel::ir::{Arm, Block, Expr, Function, Kind, LocalKind, Operator, Statement};
use crate::kernel::lower::value_of;
use crate::kernel::textures::Operation;
use crate::kernel::types::{Scalar, Type};

/// Where a value goes.
#[derive(Clone, Debug)]
pub(super) enum Target {
    Nowhere,
    Variable(String),
    Return,
}

/// A place in the text, to go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark(usize);

impl Writer<'_> {
    pub(super) fn mark(&self) -> Mark {
        Mark(self.text.wgsl.len())
    }

    /// Takes back what was written since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.text.wgsl.truncate(mark.0);
        self.text.places.retain(|(start, _)| *start < mark.0);
    }

    pub(super) fn body(&mut self, function: &Function) {
        let target = match function.result {
            Type::Unit => Target::Nowhere,
            _ => Target::Return,
        };
        self.tables(function);
        self.block(&function.body, &target);
    }

    pub(super) fn block(&mut self, block: &Block, target: &Target) {
        match (&block.tail, &block.statements[..]) {
            (Some(tail), all) => {
                self.statements(all);
                self.to(tail, target);
            }
            // What never comes to its end stands where a value would.
            (None, [before @ .., Statement::Expr(last)]) if last.ty == Type::Never => {
                self.statements(before);
                self.to(last, target);
            }
            (None, all) => self.statements(all),
        }
    }

    pub(super) fn statements(&mut self, all: &[Statement]) {
        for statement in all {
            match statement {
                Statement::Let(id, value) => self.declaration(*id, value),
                Statement::Declare(id, _) => {
                    let local = &self.function.locals[*id];
                    let name = self.names.fresh(&local.name.to_string());
                    self.line(
                        local.name.span(),
                        &format!("var {name}: {};", local.ty.wgsl()),
                    );
                    self.locals[*id] = name;
                }
                Statement::Expr(it) => self.discard(it),
            }
        }
    }

    fn declaration(&mut self, id: usize, value: &Expr) {
        let local = &self.function.locals[id];
        let (span, is_array) = (local.name.span(), local.ty.has_array());
        let (rust, ty) = (local.name.to_string(), local.ty.wgsl());
        let is_mutable = local.kind == LocalKind::LetMut;
        if !is_mutable {
            self.most[id] = self.most(value);
        }
        if is_branch(value) {
            let name = self.names.fresh(&rust);
            self.line(span, &format!("var {name}: {ty};"));
            self.to(value, &Target::Variable(name.clone()));
            self.locals[id] = name;
            return;
        }
        let known = self.is_known(value);
        let value = self.value(value);
        // An index that is computed needs a variable.
        let is_variable = is_mutable || is_array;
        self.known[id] = !is_variable && (known || value.is_constant);
        let keyword = if is_variable { "var" } else { "let" };
        let value = value.text;
        let name = self.names.fresh(&rust);
        self.line(span, &format!("{keyword} {name} = {value};"));
        self.locals[id] = name;
    }

    /// For its effect.
    pub(super) fn discard(&mut self, it: &Expr) {
        self.to(it, &Target::Nowhere);
    }

    /// Its value in a variable.
    pub(super) fn variable_of(&mut self, it: &Expr) -> super::value::Value {
        let name = self.names.fresh("value");
        self.line(it.span, &format!("var {name}: {};", it.ty.wgsl()));
        self.to(it, &Target::Variable(name.clone()));
        super::value::Value::primary(name)
    }

    pub(super) fn to(&mut self, it: &Expr, target: &Target) {
        match &it.kind {
            Kind::Block(block) => self.block(block, target),
            Kind::If(condition, then, otherwise) => {
                let condition = self.value(condition).text;
                self.if_else(it, &condition, then, otherwise.as_deref(), target);
            }
            Kind::Match(scrutinee, arms) => self.matching(it, scrutinee, arms, target),
            // Not by a `return` in it: to naga, it would come to its end.
            Kind::Loop(..) if is_branch(it) && matches!(target, Target::Return) => {
                let value = self.variable_of(it).text;
                self.leave(it, &format!("return {value};"));
            }
            Kind::Loop(..) | Kind::While(..) | Kind::For(_) => self.any_loop(it, target),
            Kind::Assign(place, value) => self.assign(it, "=", place, value),
            Kind::OpAssign(operator, place, value) => {
                let text = format!("{}=", operator.text());
                self.op_assign(it, *operator, &text, place, value);
            }
            Kind::Barrier(_) => self.barrier(it),
            Kind::Atomic(atomic, place, arguments, _)
                if !atomic.has_result || matches!(target, Target::Nowhere) =>
            {
                let text = self.atomic(atomic, place, arguments);
                let unused = if atomic.name == "load" { "_ = " } else { "" };
                self.line(it.span, &format!("{unused}{text};"));
            }
            Kind::Break(label, value) => self.leave_loop(it, label, value.as_deref()),
            Kind::Continue(label) => self.leave_loop(it, label, None),
            Kind::Return(None) => self.leave(it, "return;"),
            Kind::Return(Some(value)) if value.ty == Type::Unit => {
                self.discard(value);
                self.leave(it, "return;");
            }
            Kind::Return(Some(value)) => self.to(value, &Target::Return),
            _ => {
                let is_call = matches!(
                    it.kind,
                    Kind::Call(..) | Kind::Subgroup(..) | Kind::Texture(Operation::Store, _)
                );
                let value = self.value(it).text;
                match target {
                    Target::Variable(name) => self.line(it.span, &format!("{name} = {value};")),
                    Target::Return => self.leave(it, &format!("return {value};")),
                    Target::Nowhere if is_call && it.ty == Type::Unit => {
                        self.line(it.span, &format!("{value};"))
                    }
                    Target::Nowhere if is_call => self.line(it.span, &format!("_ = {value};")),
                    // It has no effect.
                    Target::Nowhere => {}
                }
            }
        }
    }

    pub(super) fn leave(&mut self, it: &Expr, line: &str) {
        self.line(it.span, line);
        self.is_unreachable = true;
    }

    fn if_else(
        &mut self,
        it: &Expr,
        condition: &str,
        then: &Block,
        otherwise: Option<&Expr>,
        target: &Target,
    ) {
        if self.is_unreachable {
            return;
        }
        self.open(it.span, &format!("if {condition} {{"));
        self.block(then, target);
        let mut ends = self.is_unreachable;
        self.indent -= 1;
        self.is_unreachable = false;
        ends &= match otherwise {
            Some(otherwise) => self.otherwise(otherwise, target),
            None => {
                self.line(it.span, "}");
                false
            }
        };
        self.is_unreachable = ends;
    }

    /// What comes after an `else`. Does it never come to its end?
    fn otherwise(&mut self, it: &Expr, target: &Target) -> bool {
        if let Kind::If(condition, then, otherwise) = &it.kind {
            let start = self.mark();
            let condition = self.value(condition).text;
            if self.mark() == start {
                self.if_else(it, &condition, then, otherwise.as_deref(), target);
                self.join_else(start);
                return self.is_unreachable;
            }
            self.back_to(start);
        }
        self.open(it.span, "} else {");
        self.to(it, target);
        let ends = self.is_unreachable;
        self.close("}");
        ends
    }

    /// Puts `} else ` before the `if` that begins there.
    fn join_else(&mut self, start: Mark) {
        let indent = "    ".repeat(self.indent);
        let at = start.0 + indent.len();
        let joined = "} else ";
        if self.text.wgsl[at..].starts_with("if ") {
            self.text.wgsl.insert_str(at, joined);
            let after = self
                .text
                .places
                .iter_mut()
                .filter(|(place, _)| *place > start.0);
            after.for_each(|(place, _)| *place += joined.len());
        }
    }

    fn matching(&mut self, it: &Expr, scrutinee: &Expr, arms: &[Arm], target: &Target) {
        let constants = &self.program.constants;
        if let Some(known) = value_of(scrutinee, constants) {
            // There is one for all others.
            let is_it = |case: &Expr| value_of(case, constants) == Some(known);
            let mut taken = arms
                .iter()
                .filter(|arm| arm.values.is_empty() || arm.values.iter().any(is_it));
            return taken.next().map_or((), |arm| self.to(&arm.body, target));
        }
        let value = self.value(scrutinee).text;
        if self.is_unreachable {
            return;
        }
        // WGSL's `break` within a `switch` leaves the `switch`.
        if arms.iter().any(|arm| self.has_break(&arm.body)) {
            let value = self.spill(scrutinee.span, "let", &value);
            return self.chain(it, &value, arms, target);
        }
        let mut seen = HashSet::new();
        let mut ends = true;
        self.open(it.span, &format!("switch {value} {{"));
        for arm in arms {
            let values = arm
                .values
                .iter()
                .filter(|it| seen.insert(value_of(it, &self.program.constants)));
            let values = Vec::from_iter(values);
            let case = match (values.is_empty(), arm.values.is_empty()) {
                (_, true) => "default: {".to_owned(),
                (true, false) => continue,
                (false, false) => {
                    let values = values.into_iter().map(|it| self.value(it).text);
                    format!("case {}: {{", Vec::from_iter(values).join(", "))
                }
            };
            self.open(arm.body.span, &case);
            self.to(&arm.body, target);
            ends &= self.is_unreachable;
            self.close("}");
        }
        self.close("}");
        self.is_unreachable = ends;
    }

    /// A `match` as `if`s.
    fn chain(&mut self, it: &Expr, value: &str, arms: &[Arm], target: &Target) {
        let mut ends = true;
        for (i, arm) in arms.iter().enumerate() {
            let cases = arm
                .values
                .iter()
                .map(|it| format!("{value} == {}", self.value(it).text));
            let cases = Vec::from_iter(cases).join(" || ");
            let line = match (i, arm.values.is_empty()) {
                (0, true) => "{".to_owned(),
                (0, false) => format!("if {cases} {{"),
                (_, true) => "} else {".to_owned(),
                (_, false) => format!("}} else if {cases} {{"),
            };
            self.open(it.span, &line);
            self.to(&arm.body, target);
            ends &= self.is_unreachable;
            self.indent -= 1;
            self.is_unreachable = false;
        }
        self.line(it.span, "}");
        self.is_unreachable = ends;
    }

    /// Rust computes the value before the place.
    fn assign(&mut self, it: &Expr, operator: &str, place: &Expr, value: &Expr) {
        let text = if is_branch(value) {
            self.variable_of(value).text
        } else {
            self.value(value).text
        };
        self.write(it, operator, place, value, text);
    }

    fn write(&mut self, it: &Expr, operator: &str, place: &Expr, value: &Expr, mut text: String) {
        let start = self.mark();
        let (mut target, is_packed) = self.place(place);
        if self.mark() != start && !super::super::lower::is_constant(value) {
            self.back_to(start);
            text = self.spill(value.span, "let", &text);
            target = self.place(place).0;
        }
        if is_packed {
            if let Some(operator) = operator.strip_suffix('=').filter(|it| !it.is_empty()) {
                let old = self.unpacked(&place.ty, &target);
                text = match text.contains(' ') {
                    true => format!("{old} {operator} ({text})"),
                    false => format!("{old} {operator} {text}"),
                };
            }
            text = self.packed(&place.ty, &text);
            return self.line(it.span, &format!("{target} = {text};"));
        }
        self.line(it.span, &format!("{target} {operator} {text};"));
    }

    fn op_assign(&mut self, it: &Expr, operator: Operator, text: &str, place: &Expr, value: &Expr) {
        let is_shift = matches!(operator, Operator::ShiftLeft | Operator::ShiftRight);
        let is_bool = matches!(
            place.ty,
            Type::Scalar(Scalar::Bool) | Type::Vector(_, Scalar::Bool)
        );
        if operator == Operator::Xor && is_bool {
            let new = self.value(value).operand(Operator::NotEqual, false);
            let old = self.value(place).text;
            return self.write(it, "=", place, value, format!("{old} != {new}"));
        }
        use Operator::{And, Divide, Or, Remainder, Xor};
        let is_vector = matches!(place.ty, Type::Vector(..)) && matches!(operator, And | Or | Xor);
        if !is_shift && !is_vector && !matches!(operator, Divide | Remainder) {
            return self.assign(it, text, place, value);
        }
        let by = self.value(value);
        let by = self.right_side(operator, value, by);
        let by = match place.ty {
            Type::Vector(n, scalar) => {
                super::vector::right_side(operator, (n, scalar), &value.ty, by).text
            }
            _ if is_shift && value.ty == Type::I32 => {
                match value_of(value, &self.program.constants) {
                    Some(by) => format!("{by}u"),
                    None => format!("u32({})", by.text),
                }
            }
            _ => by.text,
        };
        self.write(it, text, place, value, by);
    }
}

/// Is it written as statements?
pub(super) fn is_branch(it: &Expr) -> bool {
    match it.kind {
        Kind::If(..) | Kind::Match(..) | Kind::Block(_) => it.ty != Type::Never,
        Kind::Loop(..) => !matches!(it.ty, Type::Never | Type::Unit),
        _ => false,
    }
}
