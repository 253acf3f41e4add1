//! Expressions. What is no expression in WGSL becomes statements before it.

use super::known::is_early;
use super::literal::{float, integer};
use super::statement::is_branch;
use super::value::{Level, Value};
use super::vector::is_of_vectors;
use super::{Writer, is_same};
use crate::kernel::ir::{Builtin, Expr, Kind, LocalKind, Operator};
use crate::kernel::lower::{is_constant, value_of};
use crate::kernel::types::{Scalar, Type};

impl Writer<'_> {
    /// The text of an expression, after the statements that it needs.
    pub(super) fn value(&mut self, it: &Expr) -> Value {
        if let Some(value) = value_of(it, &self.program.constants)
            && !matches!(it.kind, Kind::Constant(..))
        {
            return Value::literal(integer(value, &it.ty), value < 0);
        }
        match &it.kind {
            Kind::Integer(value) => Value::primary(integer(*value, &it.ty)),
            Kind::Float(value) => Value::literal(float(*value), value.is_sign_negative()),
            Kind::Bool(value) => Value::literal(value.to_string(), false),
            Kind::Local(id) => Value::primary(self.locals[*id].clone()),
            Kind::Constant(id, _) => Value::literal(self.constants[*id].clone(), false),
            Kind::Not(inner) => {
                let is_bool = matches!(
                    inner.ty,
                    Type::Scalar(Scalar::Bool) | Type::Vector(_, Scalar::Bool)
                );
                let operator = if is_bool { "!" } else { "~" };
                self.prefixed(operator, inner)
            }
            // naga has no `-` for matrices.
            Kind::Negate(inner) if matches!(inner.ty, Type::Matrix(_)) => {
                let minus = Value::literal("-1.0f".to_owned(), true);
                Value::operator(self.value(inner), Operator::Multiply, minus)
            }
            Kind::Negate(inner) => self.prefixed("-", inner),
            Kind::Binary(Operator::Both | Operator::Either, ..) => self.short_circuit(it),
            Kind::Binary(operator, a, b) => self.binary(*operator, a, b),
            Kind::Cast(inner) => self.cast(inner, &it.ty),
            Kind::Call(id, _, arguments) => {
                let name = self.functions[*id].clone();
                self.called(&name, arguments)
            }
            Kind::UniformLoad(_, place) => {
                let text = format!("workgroupUniformLoad(&{})", self.value(place).text);
                Value::primary(self.spill(it.span, "let", &text))
            }
            Kind::Texture(operation, all) => self.called(operation.wgsl(), all),
            Kind::Subgroup(subgroup, _, arguments) => self.called(subgroup.wgsl, arguments),
            Kind::Atomic(atomic, place, arguments, _) if atomic.has_result => {
                let text = self.atomic(atomic, place, arguments);
                Value::primary(self.spill(it.span, "let", &text))
            }
            Kind::Builtin(builtin, arguments) => self.builtin(builtin, arguments),
            Kind::Len(id) => Value::primary(self.len(*id)),
            Kind::Index(..) | Kind::Field(..) => {
                let (place, is_packed) = self.place(it);
                let text = match is_packed {
                    true => self.unpacked(&it.ty, &place),
                    false => place,
                };
                Value {
                    is_constant: is_early(it),
                    ..Value::primary(text)
                }
            }
            Kind::Intrinsic(intrinsic, all) => self.intrinsic(intrinsic, all),
            Kind::Struct(_, fields) => self.structure(&it.ty, fields),
            Kind::List(all) => {
                let name = it.ty.wgsl();
                self.called(&name, all)
            }
            Kind::Repeat(element, len) => self.repeat(element, *len, &it.ty),
            Kind::Block(block) => match &block.tail {
                Some(tail) => {
                    self.statements(&block.statements);
                    self.value(tail)
                }
                None => self.nothing(it),
            },
            Kind::If(..) | Kind::Match(..) | Kind::Loop(..) if is_branch(it) => {
                self.variable_of(it)
            }
            _ => self.nothing(it),
        }
    }

    fn called(&mut self, name: &str, arguments: &[Expr]) -> Value {
        let arguments = self.values(&Vec::from_iter(arguments));
        let arguments = arguments.into_iter().map(Value::argument);
        let arguments = Vec::from_iter(arguments).join(", ");
        Value::primary(format!("{name}({arguments})"))
    }

    /// Several, from left to right as Rust has it: what comes before statements is kept by a `let`.
    pub(super) fn values(&mut self, all: &[&Expr]) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        for (i, it) in all.iter().enumerate() {
            let start = self.mark();
            let mut value = self.value(it);
            if self.mark() != start && all[..i].iter().any(|it| !self.is_fixed(it)) {
                self.back_to(start);
                for (before, value) in all[..i].iter().zip(&mut values) {
                    if !self.is_fixed(before) {
                        *value = Value::primary(self.spill(before.span, "let", &value.text));
                    }
                }
                value = self.value(it);
            }
            values.push(value);
        }
        values
    }

    /// Does nothing that comes between change it?
    pub(super) fn is_fixed(&self, it: &Expr) -> bool {
        match &it.kind {
            Kind::Local(id) => self.function.locals[*id].kind != LocalKind::LetMut,
            Kind::Len(_) => true,
            _ => is_constant(it),
        }
    }

    fn prefixed(&mut self, operator: &str, inner: &Expr) -> Value {
        let value = self.value(inner);
        let is_constant = value.is_constant;
        Value {
            text: format!("{operator}{}", value.closed()),
            level: Level::Unary,
            is_constant,
        }
    }

    fn binary(&mut self, operator: Operator, a: &Expr, b: &Expr) -> Value {
        // WGSL has no `^` for bools.
        let operator = match (operator, &a.ty) {
            (Operator::Xor, Type::Scalar(Scalar::Bool)) => Operator::NotEqual,
            _ => operator,
        };
        let mut parts = self.values(&[a, b]).into_iter();
        let (Some(mut left), Some(mut right)) = (parts.next(), parts.next()) else {
            return Value::primary("");
        };
        let is_shift = matches!(operator, Operator::ShiftLeft | Operator::ShiftRight);
        if left.is_constant && right.is_constant && !operator.is_comparison() {
            left = self.at_run_time(a, left);
        }
        right = self.right_side(operator, b, right);
        if is_of_vectors(a, b) {
            return self.vector_operator(operator, (&a.ty, left), (&b.ty, right));
        }
        if is_shift && b.ty == Type::I32 {
            right = match value_of(b, &self.program.constants) {
                Some(by) => Value::primary(integer(by, &Type::U32)),
                None => Value::primary(format!("u32({})", right.text)),
            };
        }
        Value::operator(left, operator, right)
    }

    /// `&&` and `||`, whose right side may need statements.
    fn short_circuit(&mut self, it: &Expr) -> Value {
        let Kind::Binary(operator, a, b) = &it.kind else {
            return self.nothing(it);
        };
        let left = self.value(a);
        let start = self.mark();
        let right = self.value(b);
        if self.mark() == start {
            return Value::operator(left, *operator, right);
        }
        self.back_to(start);
        let name = self.spill(a.span, "var", &left.text);
        let not = if *operator == Operator::Either {
            "!"
        } else {
            ""
        };
        self.open(it.span, &format!("if {not}{name} {{"));
        let right = self.value(b).text;
        self.line(b.span, &format!("{name} = {right};"));
        self.close("}");
        Value::primary(name)
    }

    fn cast(&mut self, inner: &Expr, ty: &Type) -> Value {
        let value = self.value(inner);
        if is_same(&inner.ty, ty) {
            return value;
        }
        let function = match (&inner.ty, ty) {
            (Type::Scalar(Scalar::F32), Type::Scalar(Scalar::I32)) => {
                self.prelude_function("f32_as_i32")
            }
            (Type::Scalar(Scalar::F32), _) => self.prelude_function("f32_as_u32"),
            _ => {
                let is_constant = value.is_constant;
                let text = format!("{}({})", ty.wgsl(), value.argument());
                return Value {
                    is_constant,
                    ..Value::primary(text)
                };
            }
        };
        Value::primary(format!("{function}({})", value.text))
    }

    fn prelude_function(&mut self, name: &'static str) -> &'static str {
        self.prelude.insert(name);
        name
    }

    fn builtin(&mut self, builtin: &Builtin, arguments: &[Expr]) -> Value {
        let mut values = self.values(&Vec::from_iter(arguments));
        if values.iter().all(|it| it.is_constant)
            && let (Some(first), Some(value)) = (arguments.first(), values.first().cloned())
        {
            values[0] = self.at_run_time(first, value);
        }
        let name = builtin.wgsl;
        let is_ours = crate::kernel::builtins::PRELUDE
            .iter()
            .find(|it| it.0 == name);
        if let Some((name, _)) = is_ours {
            self.prelude.insert(name);
        }
        let receiver = arguments.first().map(|it| &it.ty);
        let is_signed = receiver == Some(&Type::I32);
        let texts = Vec::from_iter(values.into_iter().map(Value::argument));
        if name == "clamp" {
            return Value::primary(format!(
                "min(max({}, {}), {})",
                texts[0], texts[1], texts[2]
            ));
        }
        let text = match (is_signed, is_ours) {
            // The prelude's functions are of unsigned integers.
            (true, Some(_)) => format!("i32({name}(u32({}), {}))", texts[0], texts[1]),
            _ => format!("{name}({})", texts.join(", ")),
        };
        // In Rust these count in `u32` whatever they count in.
        let counts = is_signed && builtin.result == Some(Type::U32);
        Value::primary(if counts { format!("u32({text})") } else { text })
    }

    fn repeat(&mut self, element: &Expr, len: u32, ty: &Type) -> Value {
        let is_zero = match element.kind {
            Kind::Float(value) => value == 0.0 && value.is_sign_positive(),
            Kind::Bool(value) => !value,
            _ => value_of(element, &self.program.constants) == Some(0),
        };
        if is_zero {
            return Value::primary(format!("{}()", ty.wgsl()));
        }
        let span = element.span;
        let value = self.value(element).text;
        let value = self.spill(span, "let", &value);
        let (all, i) = (self.names.fresh("all"), self.names.fresh("i"));
        self.line(span, &format!("var {all}: {};", ty.wgsl()));
        self.open(span, &format!("for (var {i} = 0u; {i} < {len}u; {i}++) {{"));
        self.line(span, &format!("{all}[{i}] = {value};"));
        self.close("}");
        Value::primary(all)
    }

    /// Writes what has no value, or never comes to it.
    fn nothing(&mut self, it: &Expr) -> Value {
        self.discard(it);
        Value::primary("0")
    }
}
