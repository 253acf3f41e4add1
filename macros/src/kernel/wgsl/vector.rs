//! Vectors, matrices and structs: what their operations are in WGSL.

use super::Writer;
use super::value::Value;
use crate::kernel::builtins::PRELUDE;
use crate::kernel::ir::{Expr, Intrinsic, Kind, Operator};
use crate::kernel::types::{Scalar, Type};

impl Writer<'_> {
    pub(super) fn intrinsic(&mut self, it: &Intrinsic, arguments: &[Expr]) -> Value {
        let mut values = self.values(&Vec::from_iter(arguments));
        let is_constant = values.iter().all(|it| it.is_constant);
        if is_constant
            && !it.is_constructor
            && let (Some(first), Some(value)) = (arguments.first(), values.first().cloned())
        {
            values[0] = self.at_run_time(first, value);
        }
        for (i, (argument, value)) in arguments.iter().zip(&mut values).enumerate() {
            let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
            if it.wgsl.matches(&format!("${i}")).count() > 1 && !value.text.chars().all(is_word) {
                *value = Value::primary(self.spill(argument.span, "let", &value.text));
            }
        }
        for (name, _) in PRELUDE {
            if it.wgsl.contains(name) {
                self.prelude.insert(name);
            }
        }
        let is_alone = it.wgsl.ends_with("($0)");
        let text = filled(&it.wgsl, |i, is_argument| {
            values.get(i).cloned().map(|value| match is_argument {
                true if is_alone => value.text,
                true => value.argument(),
                false => value.closed(),
            })
        });
        match is_constant && it.is_constructor {
            true => Value::constant(text),
            false => Value::loose(&text),
        }
    }

    /// The fields in the struct's order, computed in the author's.
    pub(super) fn structure(&mut self, ty: &Type, fields: &[(proc_macro2::Ident, Expr)]) -> Value {
        let Type::Struct(of) = ty else {
            return Value::primary("");
        };
        let expressions = Vec::from_iter(fields.iter().map(|(_, it)| it));
        let values = self.values(&expressions);
        let is_constant = values.iter().all(|it| it.is_constant);
        let texts = Vec::from_iter(values.into_iter().map(Value::argument));
        let text = in_order(ty, fields, &texts);
        let text = format!("{}({text})", of.wgsl);
        match is_constant {
            true => Value::constant(text),
            false => Value::primary(text),
        }
    }

    /// An operator that WGSL has for equal vectors only, or gives a bool for each component.
    pub(super) fn vector_operator(
        &self,
        operator: Operator,
        (a, left): (&Type, Value),
        (b, right): (&Type, Value),
    ) -> Value {
        use Operator as O;
        let Type::Vector(n, scalar) = *a else {
            return Value::operator(left, operator, right);
        };
        let right = right_side(operator, (n, scalar), b, right);
        match operator {
            O::Equal | O::NotEqual => {
                let function = if operator == O::Equal { "all" } else { "any" };
                let text = Value::operator(left, operator, right).text;
                Value::primary(format!("{function}({text})"))
            }
            O::Xor if scalar == Scalar::Bool => Value::operator(left, O::NotEqual, right),
            _ => Value::operator(left, operator, right),
        }
    }
}

/// The right side of an operator whose left one is a vector: some want a vector there.
pub(super) fn right_side(
    operator: Operator,
    (n, scalar): (u8, Scalar),
    ty: &Type,
    value: Value,
) -> Value {
    use Operator as O;
    let text = match (operator, ty) {
        (O::ShiftLeft | O::ShiftRight, Type::Scalar(Scalar::I32)) => {
            let by = Type::Vector(n, Scalar::U32).wgsl();
            format!("{by}(u32({}))", value.argument())
        }
        (O::ShiftLeft | O::ShiftRight, Type::Scalar(_) | Type::Vector(_, Scalar::I32)) => {
            let by = Type::Vector(n, Scalar::U32).wgsl();
            format!("{by}({})", value.argument())
        }
        (O::And | O::Or | O::Xor, Type::Scalar(_)) => {
            format!("{}({})", Type::Vector(n, scalar).wgsl(), value.argument())
        }
        _ => return value,
    };
    Value::primary(text)
}

/// The values of fields, in the struct's order.
pub(super) fn in_order(
    ty: &Type,
    fields: &[(proc_macro2::Ident, Expr)],
    texts: &[String],
) -> String {
    let Type::Struct(of) = ty else {
        return String::new();
    };
    let all = of.fields.iter().filter_map(|field| {
        let mut written = fields.iter().zip(texts);
        let is_it = |name: &proc_macro2::Ident| crate::kernel::lower::plain(name) == field.name;
        written
            .find(|((name, _), _)| is_it(name))
            .map(|(_, text)| text.clone())
    });
    Vec::from_iter(all).join(", ")
}

/// A pattern with the arguments in it: is one alone between commas or brackets?
pub(super) fn filled(
    pattern: &str,
    mut argument: impl FnMut(usize, bool) -> Option<String>,
) -> String {
    let mut text = String::new();
    let mut parts = pattern.split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        let is_after = |c: Option<char>| matches!(c, Some('(' | ',' | '['));
        let is_argument = is_after(text.trim_end().chars().last())
            && matches!(rest.trim_start().chars().next(), Some(')' | ',' | ']'));
        let value = number.parse().ok().and_then(|i| argument(i, is_argument));
        text.push_str(&value.unwrap_or_default());
        text.push_str(rest);
    }
    text
}

/// Is a part of it an array, which an index that is computed needs a variable for?
impl Type {
    pub(super) fn has_array(&self) -> bool {
        match self {
            Self::Array(..) | Self::Matrix(_) => true,
            Self::Struct(it) => it.fields.iter().any(|field| field.ty.has_array()),
            _ => false,
        }
    }
}

/// Is it an expression that a vector is part of?
pub(super) fn is_of_vectors(a: &Expr, b: &Expr) -> bool {
    let is_one = |it: &Expr| matches!(it.ty, Type::Vector(..) | Type::Matrix(_));
    is_one(a) || is_one(b) || matches!(a.kind, Kind::Struct(..))
}
