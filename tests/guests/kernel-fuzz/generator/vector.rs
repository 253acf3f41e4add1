//! Vectors of integers, and a struct.

use super::Kernel;
use super::types::Type::{self, Array, Bool, I32, Mask, Signed, Struct, U32, Unsigned, Usize};

impl Kernel {
    /// The struct that the kernel has, and a function of it.
    pub(super) fn structure(&mut self) {
        let name = self.name_of(Struct);
        self.line("#[derive(Clone, Copy, Debug, PartialEq, GpuType)]");
        self.line("#[repr(C)]");
        self.line(&format!(
            "struct {name} {{ number: u32, pair: UVec2, three: IVec3, list: [u32; 4] }}"
        ));
        self.line("#[gpu]");
        self.line(&format!(
            "fn turned{}(mut it: {name}, by: u32) -> {name} {{",
            self.seed
        ));
        self.line("    it.pair = it.pair.yx() + by;");
        self.line(&format!(
            "    {name} {{ three: -it.three.zxy(), number: it.number ^ by, list: it.list, pair: it.pair }}"
        ));
        self.line("}");
    }

    /// What the type is called.
    pub(super) fn name_of(&self, ty: Type) -> String {
        match ty {
            Struct => format!("Parts{}", self.seed),
            ty => ty.rust().to_owned(),
        }
    }

    pub(super) fn vector_leaf(&mut self, ty: Type) -> String {
        match ty {
            Unsigned => self.random.of(&[
                "UVec2::ZERO",
                "UVec2::ONE",
                "UVec2::Y",
                "UVec2::MAX",
                "uvec2(7, 40)",
                "UVec2::splat(3)",
            ]),
            Signed => self.random.of(&[
                "IVec3::ZERO",
                "IVec3::NEG_ONE",
                "IVec3::MIN",
                "ivec3(-7, 0, 33)",
                "IVec3::new(1, -1, 2147483647)",
            ]),
            _ => self
                .random
                .of(&["BVec2::TRUE", "BVec2::FALSE", "BVec2::new(true, false)"]),
        }
        .to_owned()
    }

    pub(super) fn pair(&mut self, depth: usize) -> String {
        let a = self.expression(Unsigned, depth);
        match self.random.below(10) {
            0..3 => self.both_sides(&a, Unsigned, depth),
            3 => {
                let number = self.expression(U32, depth);
                match self.random.one_in(2) {
                    true => format!("({a} * {number})"),
                    false => format!("({number} + {a})"),
                }
            }
            4 => format!("({a}).yx()"),
            5 => format!("(!{a})"),
            6 => format!("({}).xz().as_uvec2()", self.expression(Signed, depth)),
            7 => {
                let (mask, b) = (
                    self.expression(Mask, depth),
                    self.expression(Unsigned, depth),
                );
                format!("UVec2::select({mask}, {a}, {b})")
            }
            8 => {
                let number = self.expression(U32, depth);
                format!("({a}).with_x({number})")
            }
            _ => {
                let (x, y) = (self.expression(U32, depth), self.expression(U32, depth));
                format!("UVec2::new({x}, {y})")
            }
        }
    }

    pub(super) fn three(&mut self, depth: usize) -> String {
        let a = self.expression(Signed, depth);
        match self.random.below(9) {
            0..3 => self.both_sides(&a, Signed, depth),
            3 => format!("(-{a})"),
            4 => format!(
                "({a}).{}()",
                self.random.of(&["abs", "signum", "zyx", "yxx"])
            ),
            5 => format!("({a}).wrapping_sub({})", self.expression(Signed, depth)),
            6 => {
                let (pair, z) = (
                    self.expression(Unsigned, depth),
                    self.expression(I32, depth),
                );
                format!("({pair}).as_ivec2().extend({z})")
            }
            7 => format!("({a} - {})", self.expression(I32, depth)),
            _ => {
                let (x, y) = (self.expression(I32, depth), self.expression(I32, depth));
                format!("ivec3({x}, 5, {y})")
            }
        }
    }

    fn both_sides(&mut self, a: &str, ty: Type, depth: usize) -> String {
        let b = self.expression(ty, depth);
        match self.random.below(4) {
            0 => format!("({a}).{}({b})", self.random.of(&["min", "max"])),
            _ => {
                let operators = ["+", "-", "*", "&", "|", "^", "/", "%", "<<", ">>"];
                format!("({a} {} {b})", self.random.of(&operators))
            }
        }
    }

    pub(super) fn mask(&mut self, depth: usize) -> String {
        match self.random.below(4) {
            0 => format!("(!{})", self.expression(Mask, depth)),
            1 => {
                let (a, b) = (self.expression(Mask, depth), self.expression(Mask, depth));
                format!("({a} {} {b})", self.random.of(&["&", "|", "^"]))
            }
            _ => {
                let (a, b) = (
                    self.expression(Unsigned, depth),
                    self.expression(Unsigned, depth),
                );
                let name = self
                    .random
                    .of(&["cmpeq", "cmpne", "cmplt", "cmple", "cmpgt", "cmpge"]);
                format!("({a}).{name}({b})")
            }
        }
    }

    pub(super) fn parts(&mut self, depth: usize) -> String {
        if self.random.one_in(3) {
            let (it, by) = (self.expression(Struct, depth), self.expression(U32, depth));
            return format!("turned{}({it}, {by})", self.seed);
        }
        let name = self.name_of(Struct);
        let (pair, list) = (
            self.expression(Unsigned, depth),
            self.expression(Array, depth),
        );
        let (number, three) = (self.expression(U32, depth), self.expression(Signed, depth));
        // In this order, which is not that of the struct.
        format!("{name} {{ pair: {pair}, list: {list}, number: {number}, three: {three} }}")
    }

    /// A number of a vector or of a struct.
    pub(super) fn component(&mut self, ty: Type, depth: usize) -> String {
        match (ty, self.random.below(4)) {
            (U32, 0) => match self.variable(Struct) {
                Some(it) => format!("{it}.list[{} % 4]", self.expression(Usize, depth)),
                None => format!("({}).y", self.expression(Unsigned, depth)),
            },
            (U32, 1) => {
                let (a, b) = (
                    self.expression(Unsigned, depth),
                    self.expression(Unsigned, depth),
                );
                format!("({a}).dot({b})")
            }
            (U32, 2) => match self.variable(Unsigned) {
                Some(it) => format!("{it}[{} % 2]", self.expression(Usize, depth)),
                None => format!("({}).element_sum()", self.expression(Unsigned, depth)),
            },
            (U32, _) => format!("({}).number", self.expression(Struct, depth.min(1))),
            (I32, 0) => format!("({}).z", self.expression(Signed, depth)),
            (I32, 1) => format!("({}).min_element()", self.expression(Signed, depth)),
            (I32, 2) => format!("({}).element_product()", self.expression(Signed, depth)),
            (I32, _) => format!("({}).three.y", self.expression(Struct, depth.min(1))),
            (_, 0) => format!("({}).any()", self.expression(Mask, depth)),
            (_, 1) => format!("({}).y", self.expression(Mask, depth)),
            _ => {
                let of = self.random.of(&[Signed, Unsigned]);
                let (a, b) = (self.expression(of, depth), self.expression(of, depth));
                format!("({a} {} {b})", self.random.of(&["==", "!="]))
            }
        }
    }

    /// A part of a variable, to be assigned to.
    pub(super) fn place(&mut self, name: &str, ty: Type) -> (String, Type) {
        match (ty, self.random.below(4)) {
            (Unsigned, 0) => (format!("{name}.x"), U32),
            (Unsigned, 1) => (format!("{name}[{} % 2]", self.expression(Usize, 1)), U32),
            (Signed, 0) => (format!("{name}.z"), I32),
            (Mask, 0) => (format!("{name}.y"), Bool),
            (Struct, 0) => (format!("{name}.pair"), Unsigned),
            (Struct, 1) => (format!("{name}.three.y"), I32),
            (Struct, 2) => (
                format!("{name}.list[{} % 4]", self.expression(Usize, 1)),
                U32,
            ),
            _ => (name.to_owned(), ty),
        }
    }
}
