use glam::{BVec2, BVec3, BVec4, IVec2, IVec3, IVec4, UVec2, UVec3, UVec4, Vec2, Vec3, Vec4};

use super::{
    F16Vec2, F16Vec3, F16Vec4, Index2, Index3,
    integer::{Int, sealed::Sealed},
};

/// The vectors of integers in kernels: sums and products wrap, as WGSL's do. What glam's methods of these
/// names are of a kernel on the CPU.
///
/// Source: [WGSL, 17.5.17. `dot`](https://www.w3.org/TR/WGSL/#dot-builtin)
pub trait IntVector: Int {
    /// `i32` or `u32`.
    type Component;
    /// The sum of the products of components.
    fn dot(self, other: Self) -> Self::Component;
    /// The sum of the components.
    fn element_sum(self) -> Self::Component;
    /// The product of the components.
    fn element_product(self) -> Self::Component;
}

/// Vectors whose components are compared. glam's `Vec4` gives another type on targets with SIMD; this
/// gives a `BVec4` everywhere.
///
/// Source: [WGSL, 8.8. Comparison Expressions](https://www.w3.org/TR/WGSL/#comparison-expr)
pub trait Compare: Copy + Sealed {
    /// A `bool` for each component.
    type Mask;
    /// `==` of each component.
    fn cmpeq(self, other: Self) -> Self::Mask;
    /// `!=` of each component.
    fn cmpne(self, other: Self) -> Self::Mask;
    /// `<` of each component.
    fn cmplt(self, other: Self) -> Self::Mask;
    /// `<=` of each component.
    fn cmple(self, other: Self) -> Self::Mask;
    /// `>` of each component.
    fn cmpgt(self, other: Self) -> Self::Mask;
    /// `>=` of each component.
    fn cmpge(self, other: Self) -> Self::Mask;
    /// The components of `yes` where the mask is true, and else those of `no`.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
}

macro_rules! compare {
    ($($vector:ident $mask:ident { $($x:ident)* })*) => {$(
        impl Sealed for $vector {}

        impl Compare for $vector {
            type Mask = $mask;
            fn cmpeq(self, other: Self) -> $mask {
                $mask::new($(self.$x == other.$x),*)
            }
            fn cmpne(self, other: Self) -> $mask {
                $mask::new($(self.$x != other.$x),*)
            }
            fn cmplt(self, other: Self) -> $mask {
                $mask::new($(self.$x < other.$x),*)
            }
            fn cmple(self, other: Self) -> $mask {
                $mask::new($(self.$x <= other.$x),*)
            }
            fn cmpgt(self, other: Self) -> $mask {
                $mask::new($(self.$x > other.$x),*)
            }
            fn cmpge(self, other: Self) -> $mask {
                $mask::new($(self.$x >= other.$x),*)
            }
            fn select(mask: $mask, yes: Self, no: Self) -> Self {
                Self::new($(if mask.$x { yes.$x } else { no.$x }),*)
            }
        }
    )*};
}

compare! {
    Vec2 BVec2 { x y }
    Vec3 BVec3 { x y z }
    Vec4 BVec4 { x y z w }
    IVec2 BVec2 { x y }
    IVec3 BVec3 { x y z }
    IVec4 BVec4 { x y z w }
    UVec2 BVec2 { x y }
    UVec3 BVec3 { x y z }
    UVec4 BVec4 { x y z w }
    F16Vec2 BVec2 { x y }
    F16Vec3 BVec3 { x y z }
    F16Vec4 BVec4 { x y z w }
}

macro_rules! int_vectors {
    ($($vector:ident $by:ident $component:ident { $x:ident $($y:ident)* })*) => {$(
        impl Int for $vector {
            type By = $by;
            fn add(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            fn sub(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            fn mul(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
            fn div(self, other: Self) -> Self {
                Self::new(Int::div(self.$x, other.$x), $(Int::div(self.$y, other.$y)),*)
            }
            fn rem(self, other: Self) -> Self {
                Self::new(Int::rem(self.$x, other.$x), $(Int::rem(self.$y, other.$y)),*)
            }
            fn neg(self) -> Self {
                Self::new(self.$x.wrapping_neg(), $(self.$y.wrapping_neg()),*)
            }
            fn shl(self, by: $by) -> Self {
                Self::new(self.$x.wrapping_shl(by.$x), $(self.$y.wrapping_shl(by.$y)),*)
            }
            fn shr(self, by: $by) -> Self {
                Self::new(self.$x.wrapping_shr(by.$x), $(self.$y.wrapping_shr(by.$y)),*)
            }
        }

        impl IntVector for $vector {
            type Component = $component;
            fn dot(self, other: Self) -> $component {
                // glam's own method of this name comes first, and its sums do not wrap.
                IntVector::element_sum(self.wrapping_mul(other))
            }
            fn element_sum(self) -> $component {
                self.$x$(.wrapping_add(self.$y))*
            }
            fn element_product(self) -> $component {
                self.$x$(.wrapping_mul(self.$y))*
            }
        }
    )*};
}

int_vectors! {
    IVec2 UVec2 i32 { x y }
    IVec3 UVec3 i32 { x y z }
    IVec4 UVec4 i32 { x y z w }
    UVec2 UVec2 u32 { x y }
    UVec3 UVec3 u32 { x y z }
    UVec4 UVec4 u32 { x y z w }
}

/// An index has 32 bits in a kernel.
macro_rules! index {
    ($($index:ident { $($x:ident)* } $uvec:ident $as_uvec:ident $ivec:ident $as_ivec:ident $vec:ident $as_vec:ident)*) => {$(
        impl $index {
            /// As a vector of integers.
            pub fn $as_uvec(self) -> $uvec {
                $uvec::new($(self.$x as u32),*)
            }
            /// As a vector of integers with signs.
            pub fn $as_ivec(self) -> $ivec {
                self.$as_uvec().$as_ivec()
            }
            /// As a vector of floats.
            pub fn $as_vec(self) -> $vec {
                self.$as_uvec().$as_vec()
            }
        }
    )*};
}

index! {
    Index2 { x y } UVec2 as_uvec2 IVec2 as_ivec2 Vec2 as_vec2
    Index3 { x y z } UVec3 as_uvec3 IVec3 as_ivec3 Vec3 as_vec3
}

#[cfg(test)]
mod tests {
    use super::{Compare, Index2, Int, IntVector};
    use glam::{BVec4, IVec2, UVec3, Vec2, Vec4};

    #[test]
    fn integers_wrap_in_vectors() {
        let most = IVec2::new(i32::MAX, i32::MIN);
        assert_eq!(
            Int::add(most, IVec2::ONE),
            IVec2::new(i32::MIN, i32::MIN + 1)
        );
        assert_eq!(Int::neg(most), IVec2::new(-i32::MAX, i32::MIN));
        assert_eq!(Int::div(most, IVec2::new(0, -1)), most);
        assert_eq!(Int::rem(most, IVec2::new(0, -1)), IVec2::ZERO);
        let by = UVec3::new(1, 33, 31);
        assert_eq!(Int::shl(UVec3::ONE, by), UVec3::new(2, 2, 1 << 31));
        assert_eq!(Int::shr(IVec2::NEG_ONE, by.truncate()), IVec2::NEG_ONE);
        assert_eq!(
            IntVector::dot(UVec3::MAX, UVec3::new(1, 2, 3)),
            0u32.wrapping_sub(6)
        );
        assert_eq!(IntVector::element_product(UVec3::splat(1 << 16)), 0);
        assert_eq!(IntVector::element_sum(most), -1);
    }

    #[test]
    fn a_mask_chooses_components() {
        let (a, b) = (Vec4::new(1.0, 2.0, 3.0, 4.0), Vec4::splat(2.0));
        let mask = Compare::cmplt(a, b);
        assert_eq!(mask, BVec4::new(true, false, false, false));
        assert_eq!(Compare::select(mask, b, a), Vec4::new(2.0, 2.0, 3.0, 4.0));
        assert_eq!(Compare::cmpge(a, b), !mask);
    }

    #[test]
    fn an_index_is_a_vector() {
        assert_eq!(Index2 { x: 3, y: 4 }.as_vec2(), Vec2::new(3.0, 4.0));
    }
}
