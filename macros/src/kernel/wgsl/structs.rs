//! Structs of the author's, and the one of the kernel's parameters that are values.

use super::{Names, Writer};
use crate::kernel::ir::LocalId;
use crate::kernel::signature::{Kernel, Role};
use crate::kernel::types::{Struct, Type};

impl Writer<'_> {
    pub(super) fn structs(&mut self) {
        for it in &self.program.structs {
            self.names.fresh(&it.wgsl);
            self.declare(it);
        }
    }

    fn declare(&mut self, it: &Struct) {
        let span = proc_macro2::Span::call_site();
        self.open(span, &format!("struct {} {{", it.wgsl));
        for field in &it.fields {
            self.line(span, &format!("{}: {},", field.wgsl, field.ty.wgsl()));
        }
        self.close("}");
        self.text.wgsl.push('\n');
    }

    /// The parameters that are values, as one struct: of a struct, each part for itself, since a uniform's
    /// parts have other places than those of other memory. What puts the structs together comes back.
    pub(super) fn uniforms(&mut self, kernel: &Kernel) -> Vec<String> {
        let is_value = |(_, role): &&(LocalId, Role)| matches!(role, Role::Scalar);
        let values = Vec::from_iter(kernel.roles.iter().filter(is_value));
        if values.is_empty() {
            return Vec::new();
        }
        let span = self.function.name.span();
        let (ty, variable) = (self.names.fresh("Params"), self.names.fresh("params"));
        self.open(span, &format!("struct {ty} {{"));
        let mut members = Names::new();
        let mut structs = Vec::new();
        for (id, _) in values {
            let local = &self.function.locals[*id];
            let leaves = local.ty.leaves(&local.name.to_string());
            let parts = leaves.into_iter().map(|(name, ty)| {
                let name = members.fresh(&name);
                let is_bool = ty == Type::BOOL;
                let wgsl = if is_bool { Type::U32.wgsl() } else { ty.wgsl() };
                self.line(span, &format!("{name}: {wgsl},"));
                match is_bool {
                    true => format!("({variable}.{name} != 0u)"),
                    false => format!("{variable}.{name}"),
                }
            });
            let mut parts = Vec::from_iter(parts).into_iter();
            let value = put_together(&local.ty, &mut parts);
            if matches!(local.ty, Type::Struct(_)) {
                structs.push((*id, value));
            } else {
                self.locals[*id] = value;
            }
        }
        self.close("}");
        self.line(
            span,
            &format!("@group(0) @binding(0) var<uniform> {variable}: {ty};"),
        );
        let lines = structs.into_iter().map(|(id, value)| {
            let local = &self.function.locals[id];
            let name = self.names.fresh(&local.name.to_string());
            self.locals[id].clone_from(&name);
            let keyword = if local.ty.has_array() { "var" } else { "let" };
            format!("{keyword} {name} = {value};")
        });
        lines.collect()
    }
}

fn put_together(ty: &Type, parts: &mut impl Iterator<Item = String>) -> String {
    let all = match ty {
        Type::Struct(it) => {
            let all = it.fields.iter().map(|field| put_together(&field.ty, parts));
            Vec::from_iter(all)
        }
        Type::Array(element, len) => {
            let all = (0..*len).map(|_| put_together(element, parts));
            Vec::from_iter(all)
        }
        _ => return parts.next().unwrap_or_default(),
    };
    format!("{}({})", ty.wgsl(), all.join(", "))
}
