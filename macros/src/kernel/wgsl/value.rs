//! An expression as WGSL, and what goes around it.

use crate::kernel::ir::Operator;

/// How tightly an expression binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Primary,
    Unary,
    Operator(Operator),
    /// Operators, whichever: it is in parentheses within anything else.
    Loose,
}

/// An expression's text.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) level: Level,
    /// Would WGSL compute it before the kernel runs?
    pub(super) is_constant: bool,
}

impl Value {
    pub(super) fn primary(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            level: Level::Primary,
            is_constant: false,
        }
    }

    /// A text that is in parentheses only where it needs them.
    pub(super) fn loose(text: &str) -> Self {
        match text.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
            Some(inner) => Self {
                level: Level::Loose,
                ..Self::primary(inner)
            },
            None => Self::primary(text),
        }
    }

    /// One word or call, made of literals.
    pub(super) fn constant(text: String) -> Self {
        Self::literal(text, false)
    }

    pub(super) fn operator(left: Self, operator: Operator, right: Self) -> Self {
        let is_constant = left.is_constant && right.is_constant;
        let (left, right) = (left.operand(operator, true), right.operand(operator, false));
        Self {
            text: format!("{left} {} {right}", operator.text()),
            level: Level::Operator(operator),
            is_constant,
        }
    }

    pub(super) fn literal(text: String, is_negative: bool) -> Self {
        let level = if is_negative {
            Level::Unary
        } else {
            Level::Primary
        };
        Self {
            text,
            level,
            is_constant: true,
        }
    }

    /// In parentheses, unless it is one word or call.
    pub(super) fn closed(self) -> String {
        match self.level {
            Level::Primary => self.text,
            _ => format!("({})", self.text),
        }
    }

    /// As an argument: `f(a < b, c > (d))` would begin a list of templates.
    pub(super) fn argument(self) -> String {
        match self.level {
            Level::Operator(operator) if operator.is_comparison() => self.closed(),
            Level::Operator(Operator::Both | Operator::Either) | Level::Loose => self.closed(),
            _ => self.text,
        }
    }

    /// As an operand. WGSL, unlike Rust, does not mix all operators.
    pub(super) fn operand(self, of: Operator, is_left: bool) -> String {
        use Operator as O;
        let additive = |it| matches!(it, O::Add | O::Subtract);
        let multiplicative = |it| matches!(it, O::Multiply | O::Divide | O::Remainder);
        let arithmetic = |it| additive(it) || multiplicative(it);
        let is_open = match self.level {
            Level::Primary | Level::Unary => true,
            Level::Loose => false,
            Level::Operator(it) => match of {
                _ if multiplicative(of) => is_left && multiplicative(it),
                _ if additive(of) => multiplicative(it) || (is_left && additive(it)),
                O::And | O::Or | O::Xor | O::Both | O::Either if it == of => is_left,
                O::Both | O::Either => it.is_comparison(),
                _ if of.is_comparison() => arithmetic(it),
                _ => false,
            },
        };
        if is_open {
            self.text
        } else {
            format!("({})", self.text)
        }
    }
}
