//! What values are of, and what has a name.

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    U32,
    I32,
    Usize,
    Bool,
    /// A whole number of at most 64, as a float: exact.
    Whole,
    /// A float that rounds: see [`super::real`].
    Real,
    /// `[u32; 4]`
    Array,
    /// `[[i32; 3]; 2]`
    Grid,
    /// `UVec2`
    Unsigned,
    /// `IVec3`
    Signed,
    /// `BVec2`
    Mask,
    /// A struct of these.
    Struct,
}

use Type::{Array, Bool, Grid, I32, Mask, Real, Signed, Struct, U32, Unsigned, Usize, Whole};

impl Type {
    /// Of variables, the usual ones more often.
    pub(super) const OF_VARIABLES: [Self; 14] = [
        U32, U32, I32, I32, Usize, Bool, Whole, Real, Array, Grid, Unsigned, Signed, Mask, Struct,
    ];

    pub(super) fn rust(self) -> &'static str {
        match self {
            U32 => "u32",
            I32 => "i32",
            Usize => "usize",
            Bool => "bool",
            Whole | Real => "f32",
            Array => "[u32; 4]",
            Grid => "[[i32; 3]; 2]",
            Unsigned => "UVec2",
            Signed => "IVec3",
            Mask => "BVec2",
            Struct => unreachable!("its name has the kernel's number"),
        }
    }
}

/// How large a float may be, and how far two that compute it may be apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) most: f64,
    pub(super) error: f64,
}

impl Bound {
    pub(super) const NONE: Self = Self {
        most: 0.0,
        error: 0.0,
    };

    /// Of what is one or the other.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            most: self.most.max(other.most),
            error: self.error.max(other.error),
        }
    }
}

#[derive(Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) ty: Type,
    pub(super) is_mutable: bool,
    /// Where [`super::Kernel::bounds`] has that of a `Real`.
    pub(super) id: usize,
}

/// Names that Rust has, and WGSL has for something else.
pub(super) const NAMES: [&str; 12] = [
    "x", "y", "z", "max", "texture", "value", "vec2", "next", "select", "_a", "ptr", "array",
];
