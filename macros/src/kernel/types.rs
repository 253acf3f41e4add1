//! Types of the kernel language.

use std::fmt;
use std::sync::Arc;

use super::textures::Texture;

/// A scalar. `usize` has 32 bits, as on `wasm32`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Bool,
    I32,
    U32,
    Usize,
    F32,
    /// `half::f16`, with the feature `f16`.
    F16,
}

impl Scalar {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "bool" => Self::Bool,
            "i32" => Self::I32,
            "u32" => Self::U32,
            "usize" => Self::Usize,
            "f32" => Self::F32,
            "f16" => Self::F16,
            _ => return None,
        })
    }

    pub(super) fn rust(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I32 => "i32",
            Self::U32 => "u32",
            Self::Usize => "usize",
            Self::F32 => "f32",
            Self::F16 => "f16",
        }
    }

    pub(super) fn wgsl(self) -> &'static str {
        match self {
            Self::Usize => "u32",
            other => other.rust(),
        }
    }

    pub(super) fn is_integer(self) -> bool {
        matches!(self, Self::I32 | Self::U32 | Self::Usize)
    }

    pub(super) fn is_float(self) -> bool {
        matches!(self, Self::F32 | Self::F16)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Unit,
    /// Of what does not come to its end, such as `return`.
    Never,
    Scalar(Scalar),
    /// `AtomicU32` or `AtomicI32`, in memory only.
    Atomic(Scalar),
    /// An index in two or three dimensions: `x`, `y` and `z` of `usize`.
    Index(u8),
    /// glam's `Vec3`, `IVec3`, `UVec3` or `BVec3`, or `F16Vec3`, of two to four components.
    Vector(u8, Scalar),
    /// glam's `Mat2`, `Mat3` or `Mat4`: as many columns as rows, of `f32`.
    Matrix(u8),
    /// With `#[derive(GpuType)]`.
    Struct(Arc<Struct>),
    Array(Box<Type>, u32),
    /// `&Texture2d<T>` and the like, and `&Sampler`: parameters of the kernel.
    Texture(Texture),
    Sampler,
    /// `&[T]` or `&mut [T]`, a parameter of the kernel.
    Slice(Box<Type>),
    /// Of a literal, until something says which.
    Var(usize),
}

/// A struct of the author's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Struct {
    pub(super) name: String,
    /// What WGSL calls it: no other of a kernel's structs is called so.
    pub(super) wgsl: String,
    pub(super) fields: Vec<Field>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) wgsl: String,
    pub(super) ty: Type,
}

impl Struct {
    pub(super) fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|it| it.name == name)
    }
}

impl Type {
    pub(super) const BOOL: Self = Self::Scalar(Scalar::Bool);
    pub(super) const USIZE: Self = Self::Scalar(Scalar::Usize);
    pub(super) const U32: Self = Self::Scalar(Scalar::U32);
    pub(super) const I32: Self = Self::Scalar(Scalar::I32);
    pub(super) const F32: Self = Self::Scalar(Scalar::F32);

    /// A vector or a matrix, by glam's name.
    pub(super) fn of_glam(name: &str) -> Option<Self> {
        let (kind, n) = name.split_at_checked(name.len().checked_sub(1)?)?;
        let n = n.parse().ok().filter(|n| (2..=4).contains(n))?;
        Some(match kind {
            "Vec" => Self::Vector(n, Scalar::F32),
            "IVec" => Self::Vector(n, Scalar::I32),
            "UVec" => Self::Vector(n, Scalar::U32),
            "F16Vec" => Self::Vector(n, Scalar::F16),
            "BVec" => Self::Vector(n, Scalar::Bool),
            "Mat" => Self::Matrix(n),
            _ => return None,
        })
    }

    /// What a struct and its structs and arrays are made of, by names that begin with its own.
    pub(super) fn leaves(&self, name: &str) -> Vec<(String, Self)> {
        match self {
            Self::Struct(it) => {
                let fields = it.fields.iter();
                let leaves = fields.flat_map(|it| it.ty.leaves(&format!("{name}_{}", it.name)));
                leaves.collect()
            }
            Self::Array(element, len) => {
                let leaves = (0..*len).flat_map(|i| element.leaves(&format!("{name}_{i}")));
                leaves.collect()
            }
            other => vec![(name.to_owned(), other.clone())],
        }
    }

    pub(super) fn wgsl(&self) -> String {
        match self {
            Self::Scalar(scalar) => scalar.wgsl().to_owned(),
            Self::Atomic(scalar) => format!("atomic<{}>", scalar.wgsl()),
            Self::Index(n) => format!("vec{n}<u32>"),
            Self::Vector(n, scalar) => format!("vec{n}<{}>", scalar.wgsl()),
            Self::Matrix(n) => format!("mat{n}x{n}<f32>"),
            Self::Struct(it) => it.wgsl.clone(),
            Self::Array(element, len) => format!("array<{}, {len}>", element.wgsl()),
            Self::Slice(element) => format!("array<{}>", element.wgsl()),
            Self::Texture(it) => it.wgsl(true),
            Self::Sampler => "sampler".to_owned(),
            Self::Unit | Self::Never | Self::Var(_) => String::new(),
        }
    }
}

/// As Rust's compiler calls it.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("()"),
            Self::Never => f.write_str("!"),
            Self::Scalar(scalar) => f.write_str(scalar.rust()),
            Self::Atomic(Scalar::I32) => f.write_str("AtomicI32"),
            Self::Atomic(_) => f.write_str("AtomicU32"),
            Self::Index(n) => write!(f, "Index{n}"),
            Self::Vector(n, scalar) => write!(f, "{}Vec{n}", prefix(*scalar)),
            Self::Matrix(n) => write!(f, "Mat{n}"),
            Self::Struct(it) => f.write_str(&it.name),
            Self::Array(element, len) => write!(f, "[{element}; {len}]"),
            Self::Slice(element) => write!(f, "[{element}]"),
            Self::Texture(it) => it.fmt(f),
            Self::Sampler => f.write_str("Sampler"),
            Self::Var(_) => f.write_str("a number"),
        }
    }
}

/// What comes before `Vec3`.
fn prefix(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::I32 => "I",
        Scalar::U32 | Scalar::Usize => "U",
        Scalar::Bool => "B",
        Scalar::F16 => "F16",
        Scalar::F32 => "",
    }
}
