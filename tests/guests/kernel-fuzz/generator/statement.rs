//! Statements.

use super::Kernel;
use super::types::{
    NAMES,
    Type::{self, Array, Bool, Grid, I32, Mask, Real, Signed, U32, Unsigned, Usize},
};

impl Kernel {
    pub(super) fn statements(&mut self, most: usize) {
        for _ in 0..=self.random.below(most + 1) {
            self.statement();
        }
    }

    /// A block, with its own variables.
    fn block(&mut self, head: &str) {
        let outer = self.visible.clone();
        self.open(&format!("{head} {{"));
        if self.indent < 5 {
            self.statements(2);
        } else {
            self.assignment();
        }
        if self.loops > 0 && self.random.one_in(6) {
            let condition = self.expression(Bool, 1);
            let way = self.random.of(&["break", "continue"]);
            let label = match self.random.one_in(2) {
                true => format!(" 'l{}", self.random.below(self.loops)),
                false => String::new(),
            };
            self.line(&format!("if {condition} {{ {way}{label}; }}"));
        }
        self.close();
        self.visible = outer;
    }

    fn statement(&mut self) {
        match self.random.below(10) {
            0..3 => self.declaration(),
            3..5 => self.assignment(),
            5 => {
                let condition = self.expression(Bool, 2);
                self.block(&format!("if {condition}"));
                if self.random.one_in(2) {
                    self.block("else");
                }
            }
            6 => self.counting(),
            7 => self.matching(),
            8 => {
                let condition = self.expression(Bool, 1);
                self.turns(|kernel| {
                    let label = kernel.label();
                    kernel.block(&format!(
                        "{label} while {{ turns += 1; turns < 4 && {condition} }}"
                    ));
                });
            }
            _ => self.turns(|kernel| {
                let label = kernel.label();
                kernel.open(&format!("{label} loop {{"));
                kernel.line("turns += 1;");
                kernel.line("if turns > 3 { break; }");
                kernel.block("");
                kernel.close();
            }),
        }
    }

    /// A loop whose turns a variable counts.
    fn turns(&mut self, written: impl FnOnce(&mut Self)) {
        self.line("let mut turns = 0_u32;");
        self.declare("turns", U32, false);
        self.loops += 1;
        written(self);
        self.loops -= 1;
    }

    /// That of the innermost loop, before it.
    fn label(&self) -> String {
        format!("'l{}:", self.loops - 1)
    }

    fn declaration(&mut self) {
        let ty = self.random.of(&Type::OF_VARIABLES);
        let (value, bound) = match ty {
            Real => {
                let (value, bound) = self.real(3);
                (value, Some(bound))
            }
            _ => (self.expression(ty, 3), None),
        };
        let is_mutable = !self.random.one_in(3);
        let name = self.random.of(&NAMES);
        let keyword = if is_mutable { "let mut" } else { "let" };
        let of = self.name_of(ty);
        self.line(&format!("{keyword} {name}: {of} = {value};"));
        self.declare(name, ty, is_mutable);
        if let Some(bound) = bound {
            *self.bounds.last_mut().unwrap() = bound;
        }
    }

    pub(super) fn assignment(&mut self) {
        // In a loop, the error of a float would grow each turn.
        let has_loop = self.loops > 0;
        let is_open = |it: &&super::Variable| it.is_mutable && !(it.ty == Real && has_loop);
        let mutable: Vec<_> = self.visible.iter().filter(is_open).cloned().collect();
        if mutable.is_empty() {
            return;
        }
        let it = mutable[self.random.below(mutable.len())].clone();
        if it.ty == Real {
            let (value, bound) = self.real(3);
            // Whether it is assigned may depend on what the other variables are.
            self.bounds[it.id] = self.bounds[it.id].or(bound);
            return self.line(&format!("{} = {value};", it.name));
        }
        let (place, ty) = match it.ty {
            Array if !self.random.one_in(4) => {
                let index = self.expression(Usize, 1);
                (format!("{}[{index} % 4]", it.name), U32)
            }
            Grid if !self.random.one_in(4) => {
                let (row, column) = (self.expression(Usize, 1), self.expression(Usize, 1));
                (format!("{}[{row} % 2][{column} % 3]", it.name), I32)
            }
            ty => self.place(&it.name, ty),
        };
        let operators: &[&str] = match ty {
            U32 | I32 | Usize => &["=", "+=", "-=", "*=", "^=", "&=", "|=", "<<=", ">>="],
            Bool | Mask => &["=", "&=", "|=", "^="],
            Unsigned | Signed => &["=", "+=", "-=", "*=", "/=", "%=", "^=", "&=", "|="],
            _ => &["="],
        };
        let operator = self.random.of(operators);
        let value = match operator {
            "<<=" | ">>=" => match self.variable(U32) {
                Some(name) if self.random.one_in(2) => name,
                _ => format!("({} % 32)", self.expression(U32, 2)),
            },
            _ => self.expression(ty, 3),
        };
        self.line(&format!("{place} {operator} {value};"));
    }

    fn counting(&mut self) {
        let ty = self.random.of(&[U32, I32, Usize]);
        let name = self.random.of(&["k", "j", "index"]);
        let start = self.literal(ty, &["0", "1", "3"]);
        let end = match self.random.below(3) {
            0 => self.literal(ty, &["0", "2", "5", "7"]),
            1 if ty == Usize => match self.variable(Array) {
                Some(list) => format!("{list}.len()"),
                None => format!("T{}.len()", self.seed),
            },
            _ => {
                let end = self.expression(ty, 1);
                format!("({end} % {})", self.literal(ty, &["5", "7"]))
            }
        };
        let by = match self.random.one_in(3) {
            true => format!("({} % 3 + 1)", self.expression(Usize, 1)),
            false => self.random.of(&["1", "2", "3", "4294967295"]).to_owned(),
        };
        let range = match self.random.below(6) {
            0 => format!("({start}..{end}).rev()"),
            1 => format!("({start}..={end}).rev()"),
            2 => format!("({start}..{end}).step_by({by})"),
            3 => format!("({start}..={end}).step_by({by})"),
            4 => format!("{start}..={end}"),
            _ => format!("{start}..{end}"),
        };
        let outer = self.visible.clone();
        self.declare(name, ty, false);
        self.loops += 1;
        let label = self.label();
        self.block(&format!("{label} for {name} in {range}"));
        self.loops -= 1;
        self.visible = outer;
    }

    fn matching(&mut self) {
        let ty = self.random.of(&[U32, I32]);
        let value = self.expression(ty, 2);
        let by = self.literal(ty, &["4", "7"]);
        self.open(&format!("match {value} % {by} {{"));
        for pattern in ["0", "1 | 3", "4..=5", "_"] {
            self.block(&format!("{pattern} =>"));
        }
        self.close();
    }
}
