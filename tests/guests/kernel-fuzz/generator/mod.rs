//! Random kernels, as Rust.

mod expression;
mod random;
mod real;
mod shared;
mod statement;
mod types;
mod vector;

use std::fmt::Write as _;

use random::Random;
use types::{
    Bound,
    Type::{self, Array, I32, U32, Usize},
    Variable,
};

/// A kernel that is being written.
pub(crate) struct Kernel {
    random: Random,
    visible: Vec<Variable>,
    /// Of the variables that are `Real`, by their number.
    bounds: Vec<Bound>,
    text: String,
    indent: usize,
    /// How many loops are around.
    loops: usize,
    /// How many helper functions it has.
    helpers: usize,
    seed: u64,
}

/// A kernel's text, and how it is called.
pub(crate) struct Written {
    /// A kernel `k{seed}` and its functions.
    pub(crate) text: String,
    /// What it takes of `S, input, out, reals, counts`.
    pub(crate) arguments: &'static str,
    /// How far its floats may be from its twin's.
    pub(crate) error: f64,
}

impl Kernel {
    /// The kernel of a seed.
    pub(crate) fn random(seed: u64) -> Written {
        let mut kernel = Self {
            random: Random::new(seed),
            visible: Vec::new(),
            bounds: Vec::new(),
            text: String::new(),
            indent: 0,
            loops: 0,
            helpers: 0,
            seed,
        };
        kernel.line("#[gpu]");
        kernel.line(&format!(
            "const T{seed}: [u32; 4] = [3, 4_000_000_000, 17, 0];"
        ));
        kernel.structure();
        for _ in 0..kernel.random.below(3) {
            kernel.helper();
        }
        let (arguments, error) = match kernel.random.below(3) {
            0 => kernel.workgroups(),
            1 => kernel.floats(),
            _ => kernel.integers(),
        };
        Written {
            text: kernel.text,
            arguments,
            error,
        }
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}{line}", "    ".repeat(self.indent));
    }

    fn open(&mut self, line: &str) {
        self.line(line);
        self.indent += 1;
    }

    fn close(&mut self) {
        self.indent -= 1;
        self.line("}");
    }

    /// The name is that of the variable from now on.
    fn declare(&mut self, name: &str, ty: Type, is_mutable: bool) {
        self.visible.retain(|it| it.name != name);
        let id = self.bounds.len();
        self.bounds.push(Bound::NONE);
        self.visible.push(Variable {
            name: name.to_owned(),
            ty,
            is_mutable,
            id,
        });
    }

    fn helper(&mut self) {
        let (seed, i) = (self.seed, self.helpers);
        self.visible.clear();
        self.declare("p", U32, true);
        self.declare("q", I32, false);
        self.declare("list", Array, false);
        self.declare("three", Type::Signed, true);
        self.line("#[gpu]");
        self.open(&format!(
            "fn h{seed}_{i}(mut p: u32, q: i32, list: [u32; 4], mut three: IVec3) -> u32 {{"
        ));
        self.statements(2);
        if self.random.one_in(3) {
            let condition = self.expression(Type::Bool, 2);
            let result = self.expression(U32, 2);
            self.line(&format!("if {condition} {{ return {result}; }}"));
            self.statements(1);
        }
        let result = self.expression(U32, 3);
        self.line(&result);
        self.close();
        self.helpers += 1;
    }

    /// A kernel whose invocations know nothing of each other.
    fn integers(&mut self) -> (&'static str, f64) {
        let seed = self.seed;
        self.begin(&format!(
            "fn k{seed}(i: GlobalIndex, s: i32, input: &[u32], out: &mut [u32]) {{"
        ));
        let result = self.expression(U32, 3);
        self.line(&format!("out[i] = {result};"));
        self.end();
        ("S, input, out", 0.0)
    }

    /// One that has floats, which it only computes floats of.
    fn floats(&mut self) -> (&'static str, f64) {
        let seed = self.seed;
        self.begin(&format!(
            "fn k{seed}(i: GlobalIndex, s: i32, input: &[u32], out: &mut [u32], reals: &mut [f32]) {{"
        ));
        let (result, bound) = self.real(4);
        self.line(&format!("reals[i] = {result};"));
        self.line("out[i] = a;");
        self.end();
        ("S, input, out, reals", bound.error)
    }

    fn begin(&mut self, head: &str) {
        self.visible.clear();
        self.declare("i", Usize, false);
        self.declare("s", I32, false);
        self.line("#[kernel(workgroup_size = 32)]");
        self.open(head);
        self.line("if i >= out.len() { return; }");
        self.line("let mut a = input[i];");
        self.declare("a", U32, true);
        self.statements(4);
    }

    /// What the variables are at the end counts, too.
    fn end(&mut self) {
        for it in self.visible.clone() {
            let name = it.name;
            let number = match it.ty {
                U32 => name,
                Type::Unsigned => format!("{name}.element_sum()"),
                Type::Signed => format!("({name}.x ^ {name}.y ^ {name}.z) as u32"),
                Type::Struct => format!("({name}.number ^ {name}.pair.y ^ {name}.list[2])"),
                _ => continue,
            };
            self.line(&format!("out[i] = out[i] * 31 + {number};"));
        }
        self.close();
    }
}
