//! Floats that round, each with a bound of what it is and of how far the GPU's may be from the CPU's.
//!
//! The errors are those that WGSL allows (<https://www.w3.org/TR/WGSL/#floating-point-accuracy>), with one
//! more unit of the last place for the CPU. No float decides what is done, since the two may differ.

use super::Kernel;
use super::types::{
    Bound,
    Type::{Bool, Real, U32},
};

/// A unit of the last place, of a number below 1.
const UNIT: f64 = 1.0 / (1 << 23) as f64;

/// No float is greater, so that errors do not grow without end.
const MOST: f64 = 8.0;

/// In the order of its text.
type Written = (String, Bound);

impl Kernel {
    /// The text of a float, and its bound.
    pub(super) fn real(&mut self, depth: usize) -> Written {
        if depth == 0 {
            return self.real_leaf();
        }
        let less = depth - 1;
        let (text, bound) = match self.random.below(9) {
            0 => self.real_leaf(),
            1..4 => self.operation(less),
            4..7 => self.function(less),
            7 => {
                let condition = self.expression(Bool, less);
                let ((a, first), (b, second)) = (self.real(less), self.real(less));
                let text = format!("(if {condition} {{ {a} }} else {{ {b} }})");
                (text, first.or(second))
            }
            _ => {
                let ((a, first), (b, second)) = (self.real(less), self.real(less));
                let name = self.random.of(&["min", "max"]);
                (format!("({a}).{name}({b})"), first.or(second))
            }
        };
        if bound.most <= MOST {
            return (text, bound);
        }
        (
            clamped(&text, MOST),
            Bound {
                most: MOST,
                ..bound
            },
        )
    }

    fn real_leaf(&mut self) -> Written {
        let is_real = |it: &&super::Variable| it.ty == Real;
        let all: Vec<_> = self.visible.iter().filter(is_real).cloned().collect();
        match self.random.below(4) {
            0..2 if !all.is_empty() => {
                let it = &all[self.random.below(all.len())];
                (it.name.clone(), self.bounds[it.id])
            }
            2 => {
                let number = self.random.of(&[0.0, 0.1, -1.25, 2.625, 1e-6]);
                let most = f64::abs(number);
                (format!("{number:?}_f32"), Bound { most, error: 0.0 })
            }
            _ => {
                let number = self.expression(U32, 1);
                let bound = Bound {
                    most: 1.0,
                    error: 2.0 * UNIT,
                };
                (format!("((({number}) % 1000) as f32 * 0.001)"), bound)
            }
        }
    }

    /// A fused operation is nearer to the true result than two roundings are.
    fn operation(&mut self, depth: usize) -> Written {
        let ((a, left), (b, right)) = (self.real(depth), self.real(depth));
        let product = Bound {
            most: left.most * right.most,
            error: left.error * right.most + right.error * (left.most + left.error),
        };
        let sum = Bound {
            most: left.most + right.most,
            error: left.error + right.error,
        };
        let (text, bound, units) = match self.random.below(6) {
            0 => (format!("({a} + {b})"), sum, 1.0),
            1 => (format!("({a} - {b})"), sum, 1.0),
            2 => (format!("({a} * {b})"), product, 1.0),
            3 => {
                let (c, third) = self.real(0);
                let bound = Bound {
                    most: product.most + third.most,
                    error: product.error + third.error,
                };
                (format!("({a}).mul_add({b}, {c})"), bound, 3.0)
            }
            4 => {
                let (c, third) = self.real(0);
                let bound = Bound {
                    most: product.most + 0.5 * third.most,
                    error: product.error + 0.5 * third.error,
                };
                (
                    format!("Vec2::new({a}, {c}).dot(Vec2::new({b}, 0.5))"),
                    bound,
                    4.0,
                )
            }
            _ => {
                // By 1 at least, so that it is no greater than what is divided.
                let error = left.error + left.most * right.error;
                let text = format!("({a} / ({b}).abs().max(1.0))");
                (text, Bound { error, ..left }, 5.0)
            }
        };
        (text, rounded(bound, units))
    }

    /// None has a slope of more than 3 where it is used.
    fn function(&mut self, depth: usize) -> Written {
        let (a, bound) = self.real(depth);
        let Bound { most, error } = bound;
        match self.random.below(8) {
            0 => (format!("({a}).abs()"), bound),
            1 => (format!("(-{a})"), bound),
            2 => (clamped(&a, 0.75), Bound { most: 0.75, error }),
            3 => {
                let most = (most + 1.0).sqrt();
                (
                    format!("(({a}).abs() + 1.0).sqrt()"),
                    rounded(Bound { most, error }, 8.0),
                )
            }
            4 => {
                let bound = Bound {
                    most: 1_f64.exp(),
                    error: 3.0 * error,
                };
                (format!("{}.exp()", clamped(&a, 1.0)), rounded(bound, 8.0))
            }
            5 => {
                let name = self.random.of(&["sin", "cos"]);
                let error = error + 1.0 / 2048.0 + UNIT;
                (
                    format!("{}.{name}()", clamped(&a, 3.0)),
                    Bound { most: 1.0, error },
                )
            }
            6 => {
                let bound = Bound {
                    most: (most + 1.0).log2(),
                    error: 1.5 * error,
                };
                let (text, bound) = (format!("(({a}).abs() + 1.0).log2()"), rounded(bound, 8.0));
                // Near 1 the error is 2⁻²¹, whatever the logarithm is.
                let error = bound.error + 4.0 * UNIT;
                (text, Bound { error, ..bound })
            }
            _ => (self.after_a_change(a, 1), bound),
        }
    }
}

fn clamped(text: &str, most: f64) -> String {
    format!("({text}).clamp({:?}, {most:?})", -most)
}

/// After an operation whose error is so many units of the last place.
fn rounded(bound: Bound, units: f64) -> Bound {
    let error = bound.error + (units + 1.0) * UNIT * (bound.most + bound.error);
    Bound { error, ..bound }
}
