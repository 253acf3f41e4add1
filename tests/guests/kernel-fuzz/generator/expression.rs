//! Expressions that are exact.

use super::Kernel;
use super::types::Type::{
    self, Array, Bool, Grid, I32, Mask, Real, Signed, Struct, U32, Unsigned, Usize, Whole,
};

impl Kernel {
    pub(super) fn literal(&mut self, ty: Type, all: &[&'static str]) -> String {
        format!("{}_{}", self.random.of(all), ty.rust())
    }

    pub(super) fn variable(&mut self, ty: Type) -> Option<String> {
        let fitting: Vec<_> = self
            .visible
            .iter()
            .filter(|it| it.ty == ty)
            .cloned()
            .collect();
        match fitting.is_empty() {
            true => None,
            false => Some(fitting[self.random.below(fitting.len())].name.clone()),
        }
    }

    fn leaf(&mut self, ty: Type) -> String {
        if !self.random.one_in(4)
            && let Some(name) = self.variable(ty)
        {
            return name;
        }
        match ty {
            U32 => self.literal(
                U32,
                &[
                    "0",
                    "1",
                    "2",
                    "31",
                    "255",
                    "65536",
                    "2147483648",
                    "4294967295",
                ],
            ),
            I32 => self.literal(
                I32,
                &["0", "1", "-1", "5", "-100", "2147483647", "-2147483648"],
            ),
            Usize => self.literal(Usize, &["0", "1", "7", "4294967295"]),
            Bool => self.random.of(&["true", "false"]).to_owned(),
            Whole => self
                .random
                .of(&["0.0_f32", "1.0_f32", "-3.0_f32", "64.0_f32"])
                .to_owned(),
            Array => match self.random.one_in(2) {
                true => "[1_u32, 2, 3, 4]".to_owned(),
                false => format!("T{}", self.seed),
            },
            Grid => "[[1_i32, -2, 3], [7; 3]]".to_owned(),
            Unsigned | Signed | Mask => self.vector_leaf(ty),
            Struct => self.parts(0),
            Real => unreachable!("its expressions are in real.rs"),
        }
    }

    /// What a division is by: no constant 0.
    fn divisor(&mut self, ty: Type) -> String {
        match self.variable(ty) {
            Some(name) if !self.random.one_in(3) => name,
            _ => self.literal(ty, &["1", "3", "10"]),
        }
    }

    pub(super) fn expression(&mut self, ty: Type, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(ty);
        }
        let less = depth - 1;
        match self.random.below(16) {
            0 => self.leaf(ty),
            4 if matches!(ty, U32 | I32 | Bool) => self.component(ty, less),
            3 => self.choice(ty, less),
            1 => {
                let condition = self.expression(Bool, less);
                let (a, b) = (self.expression(ty, less), self.expression(ty, less));
                format!("(if {condition} {{ {a} }} else {{ {b} }})")
            }
            2 => self.side_effect(ty, less),
            _ => match ty {
                U32 | I32 | Usize => self.integer(ty, less),
                Bool => self.boolean(less),
                Whole => self.float(less),
                Array => {
                    let (a, b) = (self.expression(U32, less), self.expression(U32, less));
                    match self.random.one_in(2) {
                        true => format!("[{a}, {b}, 5, {a}]"),
                        false => format!("[{b}; 4]"),
                    }
                }
                Grid => {
                    let (a, b) = (self.expression(I32, less), self.expression(I32, less));
                    match self.random.one_in(2) {
                        true => format!("[[{a}, 5, {b}], [{b}; 3]]"),
                        false => format!("[[{b}, {a}, {b}]; 2]"),
                    }
                }
                Unsigned => self.pair(less),
                Signed => self.three(less),
                Mask => self.mask(less),
                Struct => self.parts(less),
                Real => unreachable!("its expressions are in real.rs"),
            },
        }
    }

    /// A block that changes a variable, whose order among the others counts.
    fn side_effect(&mut self, ty: Type, depth: usize) -> String {
        let value = self.expression(ty, depth);
        self.after_a_change(value, depth.min(1))
    }

    /// The value, after a statement that changes a variable, if there is one.
    pub(super) fn after_a_change(&mut self, value: String, depth: usize) -> String {
        let is_open = |it: &&super::Variable| it.is_mutable && it.ty == U32;
        let all: Vec<_> = self.visible.iter().filter(is_open).cloned().collect();
        if all.is_empty() {
            return value;
        }
        let name = all[self.random.below(all.len())].name.clone();
        let change = self.expression(U32, depth);
        format!("{{ {name} += {change}; {value} }}")
    }

    fn integer(&mut self, ty: Type, depth: usize) -> String {
        let a = self.expression(ty, depth);
        let cast = |inner: String| format!("({inner} as {})", ty.rust());
        match self.random.below(12) {
            0..4 => {
                let operator = self.random.of(&["+", "-", "*", "&", "|", "^"]);
                format!("({a} {operator} {})", self.expression(ty, depth))
            }
            4 => format!("({a} {} {})", self.random.of(&["/", "%"]), self.divisor(ty)),
            5 => {
                let by = match self.variable(I32) {
                    Some(name) if self.random.one_in(2) => name,
                    _ => self.random.of(&["0", "3", "31"]).to_owned(),
                };
                format!("({a} {} {by})", self.random.of(&["<<", ">>"]))
            }
            6 => {
                let from = self.random.of(&[U32, I32, Usize, Bool, Whole]);
                cast(self.expression(from, depth))
            }
            7 => format!(
                "({a}).{}({})",
                self.random.of(&["min", "max"]),
                self.expression(ty, depth)
            ),
            8 => format!("(!{a})"),
            9 if ty == I32 => format!(
                "({})",
                self.random
                    .of(&[format!("-({a})").as_str(), format!("({a}).abs()").as_str()])
            ),
            9 => cast(format!(
                "({a}).{}()",
                self.random
                    .of(&["count_ones", "leading_zeros", "reverse_bits"])
            )),
            10 if ty == U32 => self.looked_up(a, depth),
            10 if ty == I32 => match self.variable(Grid) {
                Some(grid) => {
                    let (row, column) = (self.expression(Usize, 1), self.expression(Usize, 1));
                    format!("{grid}[{row} % 2][{column} % 3]")
                }
                None => a,
            },
            _ => format!("({a} + {})", self.leaf(ty)),
        }
    }

    /// Of an array, of a constant, or of a function.
    fn looked_up(&mut self, a: String, depth: usize) -> String {
        match self.random.below(4) {
            0 => format!("({a}).rotate_left({})", self.expression(U32, depth)),
            1 => {
                let list = match self.variable(Array) {
                    Some(list) if !self.random.one_in(3) => list,
                    _ => format!("T{}", self.seed),
                };
                format!("{list}[{} % 4]", self.expression(Usize, depth))
            }
            _ if self.helpers > 0 => {
                let i = self.random.below(self.helpers);
                let (b, list) = (self.expression(I32, depth), self.expression(Array, 1));
                let three = self.expression(Signed, 1);
                format!("h{}_{i}({a}, {b}, {list}, {three})", self.seed)
            }
            _ => a,
        }
    }

    /// A `match` that has a value.
    fn choice(&mut self, ty: Type, depth: usize) -> String {
        let value = self.expression(U32, depth);
        let [a, b, c] = [(); 3].map(|()| self.expression(ty, depth));
        format!("(match {value} % 4 {{ 0 => {a}, 2 | 3 => {{ {b} }} _ => {c} }})")
    }

    fn boolean(&mut self, depth: usize) -> String {
        match self.random.below(4) {
            0 => {
                let operator = self.random.of(&["&&", "||", "&", "|", "^", "==", "!="]);
                format!(
                    "({} {operator} {})",
                    self.expression(Bool, depth),
                    self.expression(Bool, depth)
                )
            }
            1 => format!("(!{})", self.expression(Bool, depth)),
            _ => {
                let ty = self.random.of(&[U32, I32, Usize, Whole]);
                let operator = self.random.of(&["<", "<=", ">", ">=", "==", "!="]);
                format!(
                    "({} {operator} {})",
                    self.expression(ty, depth),
                    self.expression(ty, depth)
                )
            }
        }
    }

    /// Whole and small, so that no operation rounds.
    fn float(&mut self, depth: usize) -> String {
        let small = |it: String| format!("((({it}) % 65) as f32)");
        match self.random.below(4) {
            0 => small(self.expression(I32, depth)),
            1 => small(self.expression(U32, depth)),
            2 => {
                let operator = self.random.of(&["+", "-", "*"]);
                let (a, b) = (self.leaf(Whole), self.leaf(Whole));
                format!("({a} {operator} {b}).clamp(-64.0, 64.0)")
            }
            _ => format!(
                "({}).{}()",
                self.leaf(Whole),
                self.random.of(&["abs", "floor", "trunc", "round"])
            ),
        }
    }
}
