//! Loops.

use super::{Writer, is_same, literal::integer, statement::Target};
use crate::kernel::ir::{Block, Expr, For, Kind, Label, LocalKind};
use crate::kernel::lower::{is_constant, value_of};
use crate::kernel::types::Type;

/// More than any slice has: a binding has less than 2³² bytes, and an element at least two.
const MOST_ELEMENTS: i64 = i32::MAX as i64;

/// From any element, it leads out of the slice, and to a number.
const LONGEST_STEP: i64 = 1 << 31;

impl Writer<'_> {
    pub(super) fn endless(&mut self, it: &Expr, label: &Label, body: &Block, target: &Target) {
        self.open(it.span, "loop {");
        self.within(label, target.clone(), |writer| {
            writer.block(body, &Target::Nowhere);
        });
        self.close("}");
        self.is_unreachable = it.ty == Type::Never;
    }

    pub(super) fn while_loop(&mut self, it: &Expr, label: &Label, condition: &Expr, body: &Block) {
        self.within(label, Target::Nowhere, |writer| {
            writer.head_and_body(it, condition, body);
        });
        self.close("}");
    }

    fn head_and_body(&mut self, it: &Expr, condition: &Expr, body: &Block) {
        let start = self.mark();
        let text = self.value(condition).text;
        if self.mark() == start {
            self.open(it.span, &format!("while {text} {{"));
        } else {
            self.back_to(start);
            self.open(it.span, "loop {");
            let text = self.value(condition).text;
            self.line(condition.span, &format!("if !({text}) {{ break; }}"));
        }
        self.block(body, &Target::Nowhere);
    }

    pub(super) fn for_loop(&mut self, it: &Expr, inner: &For) {
        let mut bounds = vec![&inner.start, &inner.end];
        bounds.extend(&inner.step);
        let texts = self.values(&bounds);
        if self.is_unreachable {
            return;
        }
        let mut texts = texts.into_iter().map(|it| it.text);
        let (start, end) = (
            texts.next().unwrap_or_default(),
            texts.next().unwrap_or_default(),
        );
        let step = texts.next();
        let end = self.kept(&inner.end, end);
        let step = match (&inner.step, step) {
            (Some(expr), Some(text)) => Some(match value_of(expr, &self.program.constants) {
                Some(_) => text,
                None => self.kept_step(inner, expr, &text),
            }),
            _ => None,
        };
        match (inner.is_reversed, inner.is_inclusive, step) {
            (true, _, Some(step)) => {
                let start = self.kept(&inner.start, start);
                self.by_steps(it, inner, (&end, "-="), (&start, &end), &step);
            }
            (true, false, _) => self.backwards(it, inner, &start, &end),
            (true, true, _) if let Some(end) = self.after(inner) => {
                self.backwards(it, inner, &start, &end)
            }
            (true, true, _) => {
                let start = self.kept(&inner.start, start);
                self.through_the_last(it, inner, &end, &start, "-=", (&start, &end));
            }
            (false, false, None) => self.forwards(it, inner, (&start, "<", &end), None),
            (false, true, None) if self.has_next(inner, 1) => {
                self.forwards(it, inner, (&start, "<=", &end), None)
            }
            (false, true, None) => {
                let start = self.kept(&inner.start, start);
                self.through_the_last(it, inner, &start, &end, "+=", (&start, &end));
            }
            (false, _, Some(step)) => {
                let compare = if inner.is_inclusive { "<=" } else { "<" };
                let known = inner.step.as_ref();
                let known = known.and_then(|it| value_of(it, &self.program.constants));
                if known.map_or(self.is_free(inner), |by| self.has_next(inner, by)) {
                    let step = known.map_or(step, |by| integer(by, &inner.start.ty));
                    self.forwards(it, inner, (&start, compare, &end), Some(&step));
                } else {
                    let start = self.kept(&inner.start, start);
                    self.by_steps(it, inner, (&start, "+="), (&start, &end), &step);
                }
            }
        }
    }

    /// A bound, which Rust computes once.
    fn kept(&mut self, it: &Expr, text: String) -> String {
        let is_fixed = match it.kind {
            Kind::Local(id) => self.function.locals[id].kind != LocalKind::LetMut,
            Kind::Len(_) => true,
            _ => is_constant(it),
        };
        if is_fixed {
            text
        } else {
            self.spill(it.span, "let", &text)
        }
    }

    /// A step that is not known before. By steps of 0, which panics in Rust, a GPU would come to no end.
    fn kept_step(&mut self, inner: &For, it: &Expr, text: &str) -> String {
        let value = match self.is_free(inner) {
            true => format!("min(max({text}, 1u), {LONGEST_STEP}u)"),
            false => format!("max({text}, 1u)"),
        };
        self.spill(it.span, "let", &value)
    }

    /// Does any step, cut to the longest, come to a number?
    fn is_free(&self, inner: &For) -> bool {
        inner.start.ty != Type::I32 && self.has_next(inner, LONGEST_STEP)
    }

    /// Is there a number, a step after the last one?
    fn has_next(&self, inner: &For, step: i64) -> bool {
        let is_signed = inner.start.ty == Type::I32;
        let most = if is_signed {
            i64::from(i32::MAX)
        } else {
            i64::from(u32::MAX)
        };
        self.most(&inner.end).is_some_and(|end| end + step <= most)
    }

    /// The number after the end, if both are known.
    fn after(&self, inner: &For) -> Option<String> {
        let end = value_of(&inner.end, &self.program.constants)?;
        let has_next = self.has_next(inner, 1);
        has_next.then(|| integer(end + 1, &inner.start.ty))
    }

    /// The most that an integer can be, where that is known.
    pub(super) fn most(&self, it: &Expr) -> Option<i64> {
        match &it.kind {
            Kind::Len(_) => Some(MOST_ELEMENTS),
            Kind::Local(id) => self.most[*id],
            Kind::Cast(inner) if is_same(&inner.ty, &it.ty) => self.most(inner),
            Kind::Builtin(builtin, arguments) if builtin.wgsl == "min" && it.ty != Type::F32 => {
                arguments.iter().filter_map(|it| self.most(it)).min()
            }
            _ => value_of(it, &self.program.constants),
        }
    }

    /// Opens a body in which the variable counts, or is a copy of what counts.
    fn forwards(
        &mut self,
        it: &Expr,
        inner: &For,
        (start, compare, end): (&str, &str, &str),
        step: Option<&str>,
    ) {
        let local = &self.function.locals[inner.variable];
        let (rust, span) = (local.name.to_string(), local.name.span());
        let is_changed = local.kind == LocalKind::LetMut;
        let counter = self.names.fresh(&rust);
        let next = step.map_or_else(|| "++".to_owned(), |step| format!(" += {step}"));
        let head =
            format!("for (var {counter} = {start}; {counter} {compare} {end}; {counter}{next}) {{");
        self.open(it.span, &head);
        self.locals[inner.variable].clone_from(&counter);
        if is_changed {
            let copy = self.names.fresh(&rust);
            self.line(span, &format!("var {copy} = {counter};"));
            self.locals[inner.variable] = copy;
        }
        self.counted(inner);
        self.close("}");
    }

    /// What counts is one more than the variable, since there may be no number before the first.
    fn backwards(&mut self, it: &Expr, inner: &For, start: &str, end: &str) {
        let start = self.kept(&inner.start, start.to_owned());
        let counter = self.names.fresh("next");
        let one = self.one(inner);
        let head = format!("for (var {counter} = {end}; {counter} > {start}; {counter}--) {{");
        self.open(it.span, &head);
        self.copy(inner, &format!("{counter} - {one}"));
        self.counted(inner);
        self.close("}");
    }

    /// From the first number to the last, after which there may be none.
    fn through_the_last(
        &mut self,
        it: &Expr,
        inner: &For,
        first: &str,
        last: &str,
        step: &str,
        (start, end): (&str, &str),
    ) {
        let (counter, was_last) = (self.names.fresh("next"), self.names.fresh("was_last"));
        let one = self.one(inner);
        self.line(it.span, &format!("var {counter} = {first};"));
        self.open(it.span, &format!("if {start} <= {end} {{"));
        self.open(it.span, "loop {");
        self.copy(inner, &counter);
        self.counted(inner);
        self.is_unreachable = false;
        self.open(it.span, "continuing {");
        self.line(it.span, &format!("let {was_last} = {counter} == {last};"));
        self.line(it.span, &format!("{counter} {step} {one};"));
        self.line(it.span, &format!("break if {was_last};"));
        self.close("}");
        self.close("}");
        self.close("}");
    }

    /// By steps, of which the last one may go beyond all numbers.
    fn by_steps(
        &mut self,
        it: &Expr,
        inner: &For,
        (first, operator): (&str, &str),
        (start, end): (&str, &str),
        step: &str,
    ) {
        let (counter, left) = (self.names.fresh("next"), self.names.fresh("left"));
        let ty = inner.start.ty.wgsl();
        let step = if ty == "i32" {
            format!("i32({step})")
        } else {
            step.to_owned()
        };
        let compare = if inner.is_inclusive {
            ("<=", "<")
        } else {
            ("<", "<=")
        };
        self.line(it.span, &format!("var {counter} = {first};"));
        self.open(it.span, &format!("if {start} {} {end} {{", compare.0));
        self.open(it.span, "loop {");
        match (inner.is_reversed, inner.is_inclusive) {
            // As of a range backwards, what counts is one more.
            (true, false) => self.copy(inner, &format!("{counter} - {}", self.one(inner))),
            _ => self.copy(inner, &counter),
        }
        self.counted(inner);
        self.is_unreachable = false;
        self.open(it.span, "continuing {");
        let more = match inner.is_reversed {
            true => format!("{counter} - {start}"),
            false => format!("{end} - {counter}"),
        };
        self.line(it.span, &format!("let {left} = u32({more});"));
        self.line(it.span, &format!("{counter} {operator} {step};"));
        self.line(
            it.span,
            &format!("break if {left} {} u32({step});", compare.1),
        );
        self.close("}");
        self.close("}");
        self.close("}");
    }

    fn counted(&mut self, inner: &For) {
        self.within(&inner.label, Target::Nowhere, |writer| {
            writer.block(&inner.body, &Target::Nowhere);
        });
    }

    fn one(&self, inner: &For) -> &'static str {
        if inner.start.ty == Type::I32 {
            "1i"
        } else {
            "1u"
        }
    }

    /// The variable, as a copy of what counts.
    fn copy(&mut self, inner: &For, counter: &str) {
        let local = &self.function.locals[inner.variable];
        let span = local.name.span();
        let keyword = if local.kind == LocalKind::LetMut {
            "var"
        } else {
            "let"
        };
        let name = self.names.fresh(&local.name.to_string());
        self.line(span, &format!("{keyword} {name} = {counter};"));
        self.locals[inner.variable] = name;
    }
}
