//! Kernels whose invocations work together: workgroup memory, barriers and atomics.
//!
//! Between two barriers an invocation writes its own element or reads any, or all change what they share by
//! operations whose order does not count: only then does one result come of it.

use super::Kernel;
use super::types::Type::{Bool, I32, Struct, U32, Usize};

/// Operations whose order does not count, as long as no other comes between.
const COMMUTATIVE: [&str; 6] = [
    "fetch_add",
    "fetch_and",
    "fetch_or",
    "fetch_xor",
    "fetch_max",
    "fetch_min",
];

impl Kernel {
    /// A kernel of workgroups, which have 32 invocations.
    pub(super) fn workgroups(&mut self) -> (&'static str, f64) {
        let seed = self.seed;
        self.visible.clear();
        for (name, ty, is_mutable) in [
            ("i", Usize, false),
            ("local", Usize, false),
            ("s", I32, false),
            ("a", U32, true),
        ] {
            self.declare(name, ty, is_mutable);
        }
        self.line("#[kernel(workgroup_size = 32)]");
        self.open(&format!(
            "fn k{seed}(i: GlobalIndex, local: LocalIndex, workgroup: WorkgroupIndex, s: i32, input: &[u32], \
             out: &mut [u32], counts: &[AtomicU32]) {{"
        ));
        for memory in [
            "let tile: [u32; 32];",
            "let tally: [AtomicU32; 8];",
            "let own: [AtomicI32; 32];",
            &format!("let parts: [{}; 32];", self.name_of(Struct)),
        ] {
            self.line("#[workgroup]");
            self.line(memory);
        }
        self.line("let mut a = input[i.min(input.len() - 1)];");
        self.statements(2);
        for _ in 0..=self.random.below(3) {
            self.part();
        }
        let counted = self.random.of(&COMMUTATIVE);
        for _ in 0..self.random.below(3) {
            let (index, value) = (self.expression(Usize, 2), self.expression(U32, 2));
            self.line(&format!(
                "counts[{index} % 8].{counted}({value}, Ordering::Relaxed);"
            ));
        }
        let result = self.expression(U32, 2);
        self.line(&format!("if i < out.len() {{ out[i] = {result} ^ a; }}"));
        self.close();
        ("S, input, out, counts", 0.0)
    }

    /// What comes before a barrier and after it, also in loops and branches that all take.
    fn part(&mut self) {
        let outer = self.visible.clone();
        let head = match self.random.below(5) {
            0 => Some("for round in 0..3_u32 {"),
            1 => Some("if s < 0 {"),
            2 => Some("for round in (0..input.len()).step_by(40) {"),
            _ => None,
        };
        if let Some(head) = head {
            self.open(head);
            match head.contains("0..3") {
                true => self.declare("round", U32, false),
                false if head.contains("round") => self.declare("round", Usize, false),
                false => {}
            }
        }
        match self.random.below(6) {
            0 => self.exchange(),
            5 => self.structs(),
            1 => self.tallies(),
            2 => self.tree(),
            3 => self.results(),
            _ => self.in_buffer(),
        }
        if head.is_some() {
            self.close();
            self.visible = outer;
        }
        self.statements(1);
    }

    /// Each writes its own, and reads another's.
    fn exchange(&mut self) {
        let value = self.expression(U32, 3);
        self.line(&format!("tile[local] = {value};"));
        self.line("barrier();");
        for _ in 0..=self.random.below(2) {
            let (condition, index) = (self.expression(Bool, 1), self.expression(Usize, 2));
            self.line(&format!(
                "if {condition} {{ a = a * 31 + tile[{index} % 32]; }}"
            ));
        }
        self.line("barrier();");
    }

    /// The same with a struct.
    fn structs(&mut self) {
        let (value, index) = (self.expression(Struct, 2), self.expression(Usize, 2));
        self.line(&format!("parts[local] = {value};"));
        self.line("parts[local].pair.x += i as u32;");
        self.line("barrier();");
        self.line(&format!("let found = parts[{index} % 32];"));
        self.line(
            "a ^= found.number + found.pair.element_sum() * found.list[1] + found.three.z as u32;",
        );
        self.line("barrier();");
    }

    /// All count together.
    fn tallies(&mut self) {
        let operation = self.random.of(&COMMUTATIVE);
        for _ in 0..=self.random.below(2) {
            let (index, value) = (self.expression(Usize, 2), self.expression(U32, 2));
            self.line(&format!(
                "tally[{index} % 8].{operation}({value}, Ordering::Relaxed);"
            ));
        }
        self.line("barrier();");
        let index = self.expression(Usize, 1);
        self.line(&format!("a ^= tally[{index} % 8].load(Ordering::Relaxed);"));
        self.line("barrier();");
    }

    /// The sum of all.
    fn tree(&mut self) {
        let value = self.expression(U32, 2);
        self.line(&format!("tile[local] = {value};"));
        self.line("barrier();");
        self.line("let mut half = 16_usize;");
        self.open("while half > 0 {");
        self.line("if local < half { tile[local] += tile[local + half]; }");
        self.line("barrier();");
        self.line("half /= 2;");
        self.close();
        self.line("a += tile[0];");
        self.line("barrier();");
    }

    /// What an atomic was before, which only its own invocation changes.
    fn results(&mut self) {
        for _ in 0..=self.random.below(3) {
            let operation = match self.random.one_in(3) {
                true => self.random.of(&["swap", "fetch_sub"]),
                false => self.random.of(&COMMUTATIVE),
            };
            let value = self.expression(I32, 2);
            self.line(&format!(
                "a = a * 3 + own[local].{operation}({value}, Ordering::Relaxed) as u32;"
            ));
        }
        let value = self.expression(I32, 1);
        self.line(&format!("own[local].store({value}, Ordering::Relaxed);"));
    }

    /// The others' elements of a buffer.
    fn in_buffer(&mut self) {
        let (value, other) = (self.expression(U32, 2), self.expression(Usize, 2));
        self.line(&format!("if i < out.len() {{ out[i] = {value}; }}"));
        self.line("barrier();");
        self.line(&format!("let other = workgroup * 32 + {other} % 32;"));
        self.line("if other < out.len() { a += out[other]; }");
        self.line("barrier();");
    }
}
