//! Where the parts of a type are in memory: of Rust, with `#[repr(C)]`, and of WGSL.
//!
//! Source of WGSL's: [WGSL, 14.4.1. Alignment and Size](https://www.w3.org/TR/WGSL/#alignment-and-size)

use super::types::{Scalar, Struct, Type};

/// Bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) align: u32,
    pub(super) size: u32,
}

impl Layout {
    fn new(align: u32, size: u32) -> Self {
        Self { align, size }
    }

    /// From one element of an array to the next.
    fn stride(self) -> u32 {
        self.size.next_multiple_of(self.align)
    }
}

/// Whose memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Rust,
    Wgsl,
}

/// How a type lies in memory. A `usize` is not asked for: no buffer has one.
pub(super) fn of(ty: &Type, memory: Of) -> Layout {
    match ty {
        Type::Scalar(scalar) => scalar_of(*scalar),
        Type::Atomic(_) => Layout::new(4, 4),
        Type::Vector(n, scalar) => {
            let component = scalar_of(*scalar);
            let size = u32::from(*n) * component.size;
            let align = match memory {
                Of::Wgsl => size.next_power_of_two(),
                Of::Rust if (*n, *scalar) == (4, Scalar::F32) => 16,
                Of::Rust => component.align,
            };
            Layout::new(align, size)
        }
        Type::Matrix(n) => {
            let column = of(&Type::Vector(*n, Scalar::F32), memory);
            let align = match memory {
                Of::Rust if *n == 2 => 16,
                _ => column.align,
            };
            Layout::new(align, u32::from(*n) * column.stride())
        }
        Type::Array(element, len) => {
            let element = of(element, memory);
            Layout::new(element.align, len * element.stride())
        }
        Type::Struct(it) => {
            let parts = it.fields.iter().map(|field| of(&field.ty, memory));
            let align = parts.clone().map(|it| it.align).max().unwrap_or(1);
            let end = parts.fold(0, |end: u32, it| end.next_multiple_of(it.align) + it.size);
            Layout::new(align, end.next_multiple_of(align))
        }
        _ => Layout::new(1, 0),
    }
}

fn scalar_of(scalar: Scalar) -> Layout {
    match scalar {
        Scalar::Bool => Layout::new(1, 1),
        Scalar::F16 => Layout::new(2, 2),
        _ => Layout::new(4, 4),
    }
}

/// At which byte each field begins.
pub(super) fn offsets(of_struct: &Struct, memory: Of) -> Vec<u32> {
    let mut end: u32 = 0;
    let fields = of_struct.fields.iter().map(|field| {
        let layout = of(&field.ty, memory);
        let offset = end.next_multiple_of(layout.align);
        end = offset + layout.size;
        offset
    });
    fields.collect()
}

/// Is an element of a slice where both have it, with all its parts?
pub(super) fn is_native(ty: &Type) -> bool {
    of(ty, Of::Rust).size == of(ty, Of::Wgsl).stride() && has_native_parts(ty)
}

fn has_native_parts(ty: &Type) -> bool {
    match ty {
        Type::Matrix(n) => *n != 3,
        Type::Array(element, _) => is_native(element),
        Type::Struct(it) => {
            offsets(it, Of::Rust) == offsets(it, Of::Wgsl)
                && it.fields.iter().all(|field| has_native_parts(&field.ty))
        }
        _ => true,
    }
}

/// Why no buffer holds it, and what to write.
pub(super) fn no_element(ty: &Type) -> Option<String> {
    match ty {
        Type::Scalar(Scalar::Bool) => {
            Some("a buffer has no `bool`: use `u32`, and `!= 0`".to_owned())
        }
        Type::Scalar(Scalar::Usize) => Some(
            "in a buffer a `usize` is as long as the host has it: use `u32`, and `as usize`"
                .to_owned(),
        ),
        Type::Vector(n, Scalar::Bool) => Some(format!(
            "a buffer has no `bool`: use `UVec{n}`, and `cmpne(UVec{n}::ZERO)`"
        )),
        Type::Array(element, _) => no_element(element),
        Type::Struct(it) => no_struct(it),
        _ => None,
    }
}

fn no_struct(it: &Struct) -> Option<String> {
    let name = &it.name;
    for field in &it.fields {
        if let Some(why) = no_element(&field.ty) {
            return Some(format!("`{name}::{}`: {why}", field.name));
        }
    }
    let total = of(&Type::Struct(it.clone().into()), Of::Rust).size;
    let starts = offsets(it, Of::Rust);
    let ends = it.fields.iter().zip(&starts);
    let ends = ends.map(|(field, start)| start + of(&field.ty, Of::Rust).size);
    let next = starts.iter().copied().skip(1).chain([total]);
    let mut gaps = ends.zip(next).enumerate();
    let (i, (end, next)) = gaps.find(|(_, (end, next))| end != next)?;
    let (after, bytes) = (&it.fields[i].name, next - end);
    let padding = match bytes % 4 {
        0 => format!("[f32; {}]", bytes / 4),
        _ => format!("[f16; {}]", bytes / 2),
    };
    Some(format!(
        "`{name}` has {bytes} bytes after `{after}` that are no field's, which no buffer holds: put a field \
         `_pad: {padding}` there, or its largest fields first"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn structure(types: &[Type]) -> Type {
        let fields = types.iter().zip(["a", "b", "c"]).map(|(ty, name)| {
            let name = name.to_owned();
            super::super::types::Field {
                wgsl: name.clone(),
                name,
                ty: ty.clone(),
            }
        });
        let fields = fields.collect();
        let (name, wgsl) = ("S".to_owned(), "S".to_owned());
        Type::Struct(Struct { name, wgsl, fields }.into())
    }

    const VEC3: Type = Type::Vector(3, Scalar::F32);

    #[test]
    fn layouts_are_rusts_and_wgsls() {
        let both = |ty: &Type| (of(ty, Of::Rust), of(ty, Of::Wgsl));
        assert_eq!(both(&VEC3), (Layout::new(4, 12), Layout::new(16, 12)));
        let mat3 = (Layout::new(4, 36), Layout::new(16, 48));
        assert_eq!(both(&Type::Matrix(3)), mat3);
        let list = Type::Array(Box::new(VEC3), 2);
        assert_eq!(both(&list), (Layout::new(4, 24), Layout::new(16, 32)));
        let pair = structure(&[Type::F32, VEC3]);
        assert_eq!(both(&pair), (Layout::new(4, 16), Layout::new(16, 32)));
        let late = structure(&[Type::F32, Type::Vector(4, Scalar::F32)]);
        assert_eq!(both(&late), (Layout::new(16, 32), Layout::new(16, 32)));
    }

    #[test]
    fn what_both_have_in_one_place_is_native() {
        assert!(is_native(&structure(&[VEC3, Type::F32])));
        assert!(is_native(&Type::Vector(2, Scalar::I32)));
        assert!(is_native(&Type::Matrix(4)));
        for other in [VEC3, Type::Matrix(3), structure(&[VEC3, VEC3])] {
            assert!(!is_native(&other), "{other:?}");
        }
        let inner = structure(&[VEC3, Type::F32]);
        assert!(is_native(&structure(&[inner.clone(), inner.clone()])));
        assert!(!is_native(&structure(&[Type::F32, inner])));
    }

    #[test]
    fn a_gap_is_no_element() {
        let gap = structure(&[Type::F32, Type::Vector(4, Scalar::F32)]);
        let said = no_element(&gap).unwrap();
        assert!(
            said.contains("12 bytes after `a`") && said.contains("[f32; 3]"),
            "{said}"
        );
        assert!(no_element(&structure(&[Type::BOOL])).is_some());
        assert_eq!(no_element(&structure(&[Type::F32, VEC3])), None);
    }
}
