//! What is known of the types that the author does not write.

use super::types::{Scalar, Type};

/// What is known of a literal without a suffix.
#[derive(Clone, Copy, Debug)]
enum Known {
    Integer,
    Float,
    Is(Scalar),
    /// The same as another.
    SameAs(usize),
}

/// What is known of all literals of a function.
#[derive(Debug, Default)]
pub(super) struct Inference(Vec<Known>);

impl Inference {
    pub(super) fn integer(&mut self) -> Type {
        self.0.push(Known::Integer);
        Type::Var(self.0.len() - 1)
    }

    pub(super) fn float(&mut self) -> Type {
        self.0.push(Known::Float);
        Type::Var(self.0.len() - 1)
    }

    fn root(&self, mut var: usize) -> usize {
        while let Known::SameAs(other) = self.0[var] {
            var = other;
        }
        var
    }

    /// The type, as far as it is known.
    pub(super) fn known(&self, ty: &Type) -> Type {
        match ty {
            Type::Var(var) => match self.0[self.root(*var)] {
                Known::Is(scalar) => Type::Scalar(scalar),
                _ => Type::Var(self.root(*var)),
            },
            Type::Array(element, len) => Type::Array(Box::new(self.known(element)), *len),
            other => other.clone(),
        }
    }

    /// The type at last: an integer that nothing says more of is an `i32`, and a float an `f32`.
    pub(super) fn decided(&self, ty: &Type) -> Type {
        match self.known(ty) {
            Type::Var(var) => match self.0[var] {
                Known::Float => Type::F32,
                _ => Type::I32,
            },
            Type::Array(element, len) => Type::Array(Box::new(self.decided(&element)), len),
            other => other,
        }
    }

    /// What an error calls it.
    pub(super) fn name(&self, ty: &Type) -> String {
        match self.known(ty) {
            Type::Var(var) if matches!(self.0[var], Known::Float) => "a float".to_owned(),
            Type::Var(_) => "an integer".to_owned(),
            known => format!("`{known}`"),
        }
    }

    pub(super) fn is_integer(&self, ty: &Type) -> bool {
        match self.known(ty) {
            Type::Scalar(scalar) => scalar.is_integer(),
            Type::Var(var) => matches!(self.0[var], Known::Integer),
            _ => false,
        }
    }

    pub(super) fn is_float(&self, ty: &Type) -> bool {
        match self.known(ty) {
            Type::Scalar(scalar) => scalar.is_float(),
            Type::Var(var) => matches!(self.0[var], Known::Float),
            _ => false,
        }
    }

    pub(super) fn is_number(&self, ty: &Type) -> bool {
        self.is_integer(ty) || self.is_float(ty)
    }

    /// Makes two types one, if they can be.
    pub(super) fn unify(&mut self, a: &Type, b: &Type) -> bool {
        match (self.known(a), self.known(b)) {
            (Type::Var(a), Type::Var(b)) => {
                let same_kind =
                    matches!(self.0[a], Known::Integer) == matches!(self.0[b], Known::Integer);
                if same_kind && a != b {
                    self.0[a] = Known::SameAs(b);
                }
                same_kind
            }
            (Type::Var(var), Type::Scalar(scalar)) | (Type::Scalar(scalar), Type::Var(var)) => {
                let fits = match self.0[var] {
                    Known::Float => scalar == Scalar::F32,
                    _ => scalar.is_integer(),
                };
                if fits {
                    self.0[var] = Known::Is(scalar);
                }
                fits
            }
            (Type::Array(a, n), Type::Array(b, m)) => n == m && self.unify(&a, &b),
            (a, b) => a == b,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Inference, Type};

    #[test]
    fn literals_take_the_type_of_what_they_meet() {
        let mut known = Inference::default();
        let (a, b, c) = (known.integer(), known.integer(), known.float());
        assert!(known.unify(&a, &b));
        assert!(!known.unify(&a, &c));
        assert!(known.unify(&b, &Type::U32));
        assert_eq!(known.known(&a), Type::U32);
        assert!(!known.unify(&a, &Type::I32));
        assert!(!known.unify(&c, &Type::I32));
        assert_eq!(known.decided(&c), Type::F32);
        let array = Type::Array(Box::new(known.integer()), 3);
        assert!(known.unify(&array, &Type::Array(Box::new(Type::USIZE), 3)));
        assert_eq!(known.decided(&array).to_string(), "[usize; 3]");
    }
}
