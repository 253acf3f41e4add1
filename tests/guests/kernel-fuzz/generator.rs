//! Random kernels, as Rust.

use std::fmt::Write as _;

/// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    U32,
    I32,
    Usize,
    Bool,
    /// A whole number of at most 64.
    F32,
    /// `[u32; 4]`
    Array,
}

use Type::{Array, Bool, F32, I32, U32, Usize};

impl Type {
    fn rust(self) -> &'static str {
        match self {
            U32 => "u32",
            I32 => "i32",
            Usize => "usize",
            Bool => "bool",
            F32 => "f32",
            Array => "[u32; 4]",
        }
    }
}

#[derive(Clone)]
struct Variable {
    name: String,
    ty: Type,
    is_mutable: bool,
}

/// Names that Rust has, and WGSL has for something else.
const NAMES: [&str; 12] = [
    "x", "y", "z", "max", "texture", "value", "vec2", "next", "select", "_a", "ptr", "array",
];

pub(crate) struct Kernel {
    random: Random,
    visible: Vec<Variable>,
    text: String,
    indent: usize,
    loops: usize,
    /// How many helper functions it has.
    helpers: usize,
    seed: u64,
}

impl Kernel {
    /// The text of a kernel `k{seed}` and its functions.
    pub(crate) fn random(seed: u64) -> String {
        let mut kernel = Self {
            random: Random(seed.wrapping_mul(0xD134_2543_DE82_EF95)),
            visible: Vec::new(),
            text: String::new(),
            indent: 0,
            loops: 0,
            helpers: 0,
            seed,
        };
        for _ in 0..kernel.random.below(3) {
            kernel.helper();
        }
        kernel.entry();
        kernel.text
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}{line}", "    ".repeat(self.indent));
    }

    fn helper(&mut self) {
        let (seed, i) = (self.seed, self.helpers);
        self.visible.clear();
        self.declare("p", U32, true);
        self.declare("q", I32, false);
        self.line("#[gpu]");
        self.line(&format!("fn h{seed}_{i}(mut p: u32, q: i32) -> u32 {{"));
        self.indent += 1;
        self.statements(2);
        let result = self.expression(U32, 3);
        self.line(&result);
        self.indent -= 1;
        self.line("}");
        self.helpers += 1;
    }

    fn entry(&mut self) {
        let seed = self.seed;
        self.visible.clear();
        self.declare("i", Usize, false);
        self.declare("s", I32, false);
        self.line("#[kernel(workgroup_size = 32)]");
        self.line(&format!(
            "fn k{seed}(i: GlobalIndex, s: i32, input: &[u32], out: &mut [u32]) {{"
        ));
        self.indent += 1;
        self.line("if i >= out.len() { return; }");
        self.line("let mut a = input[i];");
        self.declare("a", U32, true);
        self.statements(4);
        let result = self.expression(U32, 3);
        self.line(&format!("out[i] = {result};"));
        // What the variables are at the end counts, too.
        let numbers: Vec<_> = self
            .visible
            .iter()
            .filter(|it| it.ty == U32 && it.name != "i")
            .cloned()
            .collect();
        for it in numbers {
            self.line(&format!("out[i] = out[i] * 31 + {};", it.name));
        }
        self.indent -= 1;
        self.line("}");
    }

    fn declare(&mut self, name: &str, ty: Type, is_mutable: bool) {
        self.visible.retain(|it| it.name != name);
        self.visible.push(Variable {
            name: name.to_owned(),
            ty,
            is_mutable,
        });
    }

    fn any_type(&mut self) -> Type {
        self.random
            .of(&[U32, U32, I32, I32, Usize, Bool, F32, Array])
    }

    fn statements(&mut self, most: usize) {
        for _ in 0..=self.random.below(most + 1) {
            self.statement();
        }
    }

    /// A block, with its own variables.
    fn block(&mut self, head: &str) {
        let outer = self.visible.clone();
        self.line(&format!("{head} {{"));
        self.indent += 1;
        if self.indent < 5 {
            self.statements(2);
        } else {
            self.assignment();
        }
        if self.loops > 0 && self.random.one_in(6) {
            let condition = self.expression(Bool, 1);
            let way = self.random.of(&["break", "continue"]);
            self.line(&format!("if {condition} {{ {way}; }}"));
        }
        self.indent -= 1;
        self.line("}");
        self.visible = outer;
    }

    fn statement(&mut self) {
        match self.random.below(9) {
            0..3 => {
                let ty = self.any_type();
                let value = self.expression(ty, 3);
                let is_mutable = !self.random.one_in(3);
                let name = self.random.of(&NAMES);
                let keyword = if is_mutable { "let mut" } else { "let" };
                self.line(&format!("{keyword} {name}: {} = {value};", ty.rust()));
                self.declare(name, ty, is_mutable);
            }
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
            _ => {
                let condition = self.expression(Bool, 1);
                self.line("let mut turns = 0_u32;");
                self.declare("turns", U32, false);
                self.loops += 1;
                self.block(&format!("while {{ turns += 1; turns < 4 && {condition} }}"));
                self.loops -= 1;
            }
        }
    }

    fn assignment(&mut self) {
        let mutable: Vec<_> = self
            .visible
            .iter()
            .filter(|it| it.is_mutable)
            .cloned()
            .collect();
        if mutable.is_empty() {
            return;
        }
        let it = mutable[self.random.below(mutable.len())].clone();
        let (place, ty) = match it.ty {
            Array => {
                let index = self.expression(Usize, 1);
                (format!("{}[{index} % 4]", it.name), U32)
            }
            ty => (it.name, ty),
        };
        let operators: &[&str] = match ty {
            U32 | I32 | Usize => &["=", "+=", "-=", "*=", "^=", "&=", "|="],
            Bool => &["=", "&=", "|=", "^="],
            _ => &["="],
        };
        let operator = self.random.of(operators);
        let value = self.expression(ty, 3);
        self.line(&format!("{place} {operator} {value};"));
    }

    fn counting(&mut self) {
        let ty = self.random.of(&[U32, I32, Usize]);
        let name = self.random.of(&["k", "j", "index"]);
        let start = self.literal(ty, &["0", "1", "3"]);
        let end = match self.random.one_in(2) {
            true => self.literal(ty, &["0", "2", "5", "7"]),
            false => {
                let end = self.expression(ty, 1);
                format!("({end} % {})", self.literal(ty, &["5", "7"]))
            }
        };
        let range = match self.random.below(5) {
            0 => format!("({start}..{end}).rev()"),
            1 => format!("({start}..={end}).rev()"),
            2 => format!(
                "({start}..{end}).step_by({})",
                self.random.of(&["1", "2", "3"])
            ),
            3 => format!("{start}..={end}"),
            _ => format!("{start}..{end}"),
        };
        let outer = self.visible.clone();
        self.declare(name, ty, false);
        self.loops += 1;
        self.block(&format!("for {name} in {range}"));
        self.loops -= 1;
        self.visible = outer;
    }

    fn matching(&mut self) {
        let ty = self.random.of(&[U32, I32]);
        let value = self.expression(ty, 2);
        let by = self.literal(ty, &["4", "7"]);
        self.line(&format!("match {value} % {by} {{"));
        self.indent += 1;
        for pattern in ["0", "1 | 3", "4..=5", "_"] {
            self.block(&format!("{pattern} =>"));
        }
        self.indent -= 1;
        self.line("}");
    }

    fn literal(&mut self, ty: Type, all: &[&'static str]) -> String {
        format!("{}_{}", self.random.of(all), ty.rust())
    }

    fn variable(&mut self, ty: Type) -> Option<String> {
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
            F32 => self
                .random
                .of(&["0.0_f32", "1.0_f32", "-3.0_f32", "64.0_f32"])
                .to_owned(),
            Array => "[1_u32, 2, 3, 4]".to_owned(),
        }
    }

    /// What a division is by: no constant 0.
    fn divisor(&mut self, ty: Type) -> String {
        match self.variable(ty) {
            Some(name) if !self.random.one_in(3) => name,
            _ => self.literal(ty, &["1", "3", "10"]),
        }
    }

    fn expression(&mut self, ty: Type, depth: usize) -> String {
        if depth == 0 {
            return self.leaf(ty);
        }
        let less = depth - 1;
        match self.random.below(14) {
            0 => self.leaf(ty),
            1 => {
                let condition = self.expression(Bool, less);
                let (a, b) = (self.expression(ty, less), self.expression(ty, less));
                format!("(if {condition} {{ {a} }} else {{ {b} }})")
            }
            2 => self.side_effect(ty, less),
            _ => match ty {
                U32 | I32 | Usize => self.integer(ty, less),
                Bool => self.boolean(less),
                F32 => self.float(less),
                Array => {
                    let (a, b) = (self.expression(U32, less), self.expression(U32, less));
                    self.random
                        .of(&[
                            format!("[{a}, {b}, 5, {a}]").as_str(),
                            format!("[{b}; 4]").as_str(),
                        ])
                        .to_owned()
                }
            },
        }
    }

    /// A block that changes a variable, whose order among the others counts.
    fn side_effect(&mut self, ty: Type, depth: usize) -> String {
        let mutable = self
            .visible
            .iter()
            .filter(|it| it.is_mutable && it.ty == U32);
        let names: Vec<_> = mutable.map(|it| it.name.clone()).collect();
        let value = self.expression(ty, depth);
        if names.is_empty() {
            return value;
        }
        let name = names[self.random.below(names.len())].clone();
        let change = self.expression(U32, depth.min(1));
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
                let from = self.random.of(&[U32, I32, Usize, Bool, F32]);
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
            10 if ty == U32 => match self.random.below(3) {
                0 => format!("({a}).rotate_left({})", self.expression(U32, depth)),
                1 if self.variable(Array).is_some() => {
                    let (name, index) = (
                        self.variable(Array).unwrap_or_default(),
                        self.expression(Usize, depth),
                    );
                    format!("{name}[{index} % 4]")
                }
                _ if self.helpers > 0 => {
                    let i = self.random.below(self.helpers);
                    let b = self.expression(I32, depth);
                    format!("h{}_{i}({a}, {b})", self.seed)
                }
                _ => a,
            },
            _ => format!("({a} + {})", self.leaf(ty)),
        }
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
                let ty = self.random.of(&[U32, I32, Usize, F32]);
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
                let (a, b) = (self.leaf(F32), self.leaf(F32));
                format!("({a} {operator} {b}).clamp(-64.0, 64.0)")
            }
            _ => format!(
                "({}).{}()",
                self.leaf(F32),
                self.random.of(&["abs", "floor", "trunc", "round"])
            ),
        }
    }
}
