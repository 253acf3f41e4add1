//! Workgroup memory, barriers and atomics.

use super::Writer;
use crate::kernel::ir::{Atomic, Expr, Function, Kind, LocalId, LocalKind};
use crate::kernel::types::Type;

impl Writer<'_> {
    /// The variables that a workgroup shares, which WGSL declares outside of functions.
    pub(super) fn workgroup_memory(&mut self, function: &Function) {
        for (id, local) in function.locals.iter().enumerate() {
            if local.kind == LocalKind::Workgroup {
                let name = self.names.fresh(&local.name.to_string());
                let ty = match (local.len, &local.ty) {
                    (Some(len), Type::Slice(element)) => {
                        format!("array<{}, {}>", element.wgsl(), self.locals[len])
                    }
                    (_, ty) => ty.wgsl(),
                };
                self.line(local.name.span(), &format!("var<workgroup> {name}: {ty};"));
                self.locals[id] = name;
            }
        }
    }

    /// How many elements a slice has, or workgroup memory of an override constant's length.
    pub(super) fn len(&self, id: LocalId) -> String {
        let local = &self.function.locals[id];
        match local.len {
            Some(len) => self.locals[len].clone(),
            None => format!("arrayLength(&{})", self.locals[id]),
        }
    }

    pub(super) fn barrier(&mut self, it: &Expr) {
        self.line(it.span, "workgroupBarrier();");
        if self.function.has_read_and_written_texture() {
            self.line(it.span, "textureBarrier();");
        }
        if self.storage_barriers.contains(&std::ptr::from_ref(it)) {
            self.line(it.span, "storageBarrier();");
        }
    }

    /// Rust computes the place before the arguments.
    pub(super) fn atomic(&mut self, atomic: &Atomic, place: &Expr, arguments: &[Expr]) -> String {
        let start = self.mark();
        let mut target = self.value(place).text;
        let before = self.mark();
        let mut values = self.values(&Vec::from_iter(arguments));
        if self.mark() != before {
            self.back_to(start);
            target = self.kept_place(place);
            values = self.values(&Vec::from_iter(arguments));
        }
        let values = values.into_iter().map(|it| it.text);
        let all = Vec::from_iter(std::iter::once(format!("&{target}")).chain(values));
        format!("{}({})", atomic.wgsl, all.join(", "))
    }

    /// A place whose index does not change any more.
    fn kept_place(&mut self, place: &Expr) -> String {
        let Kind::Index(base, index) = &place.kind else {
            return self.value(place).text;
        };
        let base = self.kept_place(base);
        let text = self.value(index).text;
        let index = self.spill(index.span, "let", &text);
        format!("{base}[{index}]")
    }
}
