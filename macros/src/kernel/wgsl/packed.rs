//! Elements of buffers that Rust has in other places than WGSL: they are read and written part by part.
//!
//! A `Vec3` has 12 bytes and a `vec3<f32>` 16. So a slice of them is an `array<array<f32, 3>>`, and a struct
//! that holds them has another one beside it for memory, whose vectors are arrays, too.

use std::fmt::Write as _;

use super::Writer;
use crate::kernel::layout;
use crate::kernel::types::{Scalar, Struct, Type};

/// What is written of a type, the first time that it is met.
#[derive(Debug)]
pub(super) struct Packed {
    ty: Type,
    /// The type in memory.
    memory: String,
    declaration: String,
    /// The functions that read and write one: their names, texts, and whether they are called.
    unpack: (String, String, bool),
    pack: (String, String, bool),
}

/// Is it the same in memory, wherever it lies?
pub(super) fn is_plain(ty: &Type) -> bool {
    match ty {
        Type::Vector(n, scalar) => (*n, *scalar) == (4, Scalar::F32),
        Type::Matrix(n) => *n != 3,
        Type::Array(element, _) => is_plain(element),
        Type::Struct(_) => false,
        _ => true,
    }
}

impl Writer<'_> {
    /// Is an element in memory as WGSL has it?
    pub(super) fn is_native(element: &Type) -> bool {
        matches!(element, Type::Atomic(_)) || layout::is_native(element)
    }

    /// The type of an element in memory.
    pub(super) fn stored(&mut self, element: &Type) -> String {
        match Self::is_native(element) {
            true => element.wgsl(),
            false => self.in_memory(element),
        }
    }

    /// The value of a packed place.
    pub(super) fn unpacked(&mut self, ty: &Type, place: &str) -> String {
        self.converted(ty, place, true, |it| &mut it.unpack)
    }

    /// What is written to a packed place.
    pub(super) fn packed(&mut self, ty: &Type, value: &str) -> String {
        self.converted(ty, value, true, |it| &mut it.pack)
    }

    fn converted(
        &mut self,
        ty: &Type,
        text: &str,
        calls: bool,
        function: fn(&mut Packed) -> &mut (String, String, bool),
    ) -> String {
        match self.packing.iter_mut().find(|it| it.ty == *ty) {
            Some(it) => {
                let (name, _, is_called) = function(it);
                *is_called |= calls;
                format!("{name}({text})")
            }
            None => text.to_owned(),
        }
    }

    fn in_memory(&mut self, ty: &Type) -> String {
        if is_plain(ty) {
            return ty.wgsl();
        }
        if let Some(known) = self.packing.iter().find(|it| it.ty == *ty) {
            return known.memory.clone();
        }
        let packed = match ty {
            Type::Struct(it) => self.packed_struct(ty, it),
            _ => self.packed_list(ty),
        };
        let memory = packed.memory.clone();
        self.packing.push(packed);
        memory
    }

    fn packed_struct(&mut self, ty: &Type, of: &Struct) -> Packed {
        let mut declaration = String::new();
        for field in &of.fields {
            let align = match layout::of(&field.ty, layout::Of::Rust).align {
                align @ 16.. => format!("@align({align}) "),
                _ => String::new(),
            };
            let memory = self.in_memory(&field.ty);
            let _ = writeln!(declaration, "    {align}{}: {memory},", field.wgsl);
        }
        let name = &of.wgsl;
        let memory = self.names.fresh(&format!("Packed{name}"));
        let all = |each: &mut dyn FnMut(&Type, &str) -> String| {
            let all = of
                .fields
                .iter()
                .map(|it| each(&it.ty, &format!("it.{}", it.wgsl)));
            Vec::from_iter(all).join(", ")
        };
        let unpacked = all(&mut |ty, it| self.converted(ty, it, false, |it| &mut it.unpack));
        let packed = all(&mut |ty, it| self.converted(ty, it, false, |it| &mut it.pack));
        Packed {
            ty: ty.clone(),
            declaration: format!("struct {memory} {{\n{declaration}}}\n"),
            unpack: self.function(&format!("unpack_{name}"), &memory, name, &unpacked),
            pack: self.function(&format!("pack_{name}"), name, &memory, &packed),
            memory,
        }
    }

    /// A vector, a matrix of 3 columns, or an array: a list in memory.
    fn packed_list(&mut self, ty: &Type) -> Packed {
        let (len, part, name) = match ty {
            Type::Vector(n, scalar) => (u32::from(*n), Type::Scalar(*scalar), format!("{ty}")),
            Type::Matrix(n) => {
                let column = Type::Vector(*n, Scalar::F32);
                (u32::from(*n), column, format!("{ty}"))
            }
            Type::Array(element, len) => (*len, (**element).clone(), "array".to_owned()),
            _ => (1, Type::Unit, String::new()),
        };
        let (memory, value) = (
            format!("array<{}, {len}>", self.in_memory(&part)),
            ty.wgsl(),
        );
        let all = |each: &mut dyn FnMut(&str) -> String| {
            let all = (0..len).map(|i| each(&format!("it[{i}]")));
            Vec::from_iter(all).join(", ")
        };
        let unpacked = all(&mut |it| self.converted(&part, it, false, |it| &mut it.unpack));
        let packed = all(&mut |it| self.converted(&part, it, false, |it| &mut it.pack));
        Packed {
            ty: ty.clone(),
            declaration: String::new(),
            unpack: self.function(&format!("unpack_{name}"), &memory, &value, &unpacked),
            pack: self.function(&format!("pack_{name}"), &value, &memory, &packed),
            memory,
        }
    }

    fn function(
        &mut self,
        name: &str,
        from: &str,
        to: &str,
        parts: &str,
    ) -> (String, String, bool) {
        let name = self.names.fresh(name);
        let text = format!("fn {name}(it: {from}) -> {to} {{\n    return {to}({parts});\n}}\n");
        (name, text, false)
    }

    /// What was written beside the functions of the author.
    pub(super) fn packing_text(&self) -> String {
        let mut functions: Vec<&str> = Vec::new();
        // A function comes after those that it calls.
        for it in self.packing.iter().rev() {
            for (name, text, is_called) in [&it.unpack, &it.pack] {
                let calls = |other: &&str| {
                    [" ", "("]
                        .iter()
                        .any(|it| other.contains(&format!("{it}{name}(it")))
                };
                if *is_called || functions.iter().any(calls) {
                    functions.push(text);
                }
            }
        }
        let declarations = self.packing.iter().map(|it| it.declaration.as_str());
        let declarations = declarations.filter(|it| !it.is_empty());
        Vec::from_iter(declarations.chain(functions)).join("\n")
    }
}
