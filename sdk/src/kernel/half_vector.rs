use std::array;
use std::fmt;
use std::ops::{
    Add, AddAssign, Div, DivAssign, Index, IndexMut, Mul, MulAssign, Neg, Rem, RemAssign, Sub,
    SubAssign,
};

use bytemuck::{Pod, Zeroable};
use glam::{Vec2, Vec3, Vec4};

use crate::typed::f16;

macro_rules! operators {
    ($vector:ident: $($trait:ident $method:ident $assign:ident $method_assign:ident)*) => {$(
        impl $trait for $vector {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                let (a, b) = (self.to_array(), other.to_array());
                Self::from_array(array::from_fn(|i| $trait::$method(a[i], b[i])))
            }
        }

        impl $trait<f16> for $vector {
            type Output = Self;
            fn $method(self, other: f16) -> Self {
                $trait::$method(self, Self::splat(other))
            }
        }

        impl $trait<$vector> for f16 {
            type Output = $vector;
            fn $method(self, other: $vector) -> $vector {
                $trait::$method($vector::splat(self), other)
            }
        }

        impl $assign for $vector {
            fn $method_assign(&mut self, other: Self) {
                *self = $trait::$method(*self, other);
            }
        }

        impl $assign<f16> for $vector {
            fn $method_assign(&mut self, other: f16) {
                *self = $trait::$method(*self, other);
            }
        }
    )*};
}

macro_rules! vectors {
    ($($vector:ident $n:literal $vec:ident $as_vec:ident $from_vec:ident { $($x:ident $with:ident $at:literal)* })*) => {$(
        #[doc = concat!("A vector of ", $n, " numbers of 16 bits, as glam's `", stringify!($vec), "` is of 32.")]
        ///
        /// Each operation is rounded to 16 bits, as it is in a shader.
        #[derive(Clone, Copy, Default, PartialEq)]
        #[repr(C)]
        #[allow(missing_docs)]
        pub struct $vector {
            $(pub $x: f16),*
        }

        // SAFETY: all its fields are numbers of 2 bytes, which may be 0.
        #[allow(unsafe_code)]
        unsafe impl Zeroable for $vector {}
        // SAFETY: as above, and may be any other bytes; there is nothing between them.
        #[allow(unsafe_code)]
        unsafe impl Pod for $vector {}

        impl $vector {
            /// All 0.
            pub const ZERO: Self = Self::splat(f16::ZERO);
            /// All 1.
            pub const ONE: Self = Self::splat(f16::ONE);

            /// Of its components.
            pub const fn new($($x: f16),*) -> Self {
                Self { $($x),* }
            }

            /// All components the same.
            pub const fn splat(x: f16) -> Self {
                Self { $($x: x),* }
            }

            /// Of an array.
            pub const fn from_array(array: [f16; $n]) -> Self {
                Self { $($x: array[$at]),* }
            }

            /// As an array.
            pub const fn to_array(self) -> [f16; $n] {
                [$(self.$x),*]
            }

            #[doc = concat!("The nearest to the numbers of a `", stringify!($vec), "`.")]
            pub fn $from_vec(wide: $vec) -> Self {
                Self::new($(f16::from_f32(wide.$x)),*)
            }

            /// The same numbers, of 32 bits.
            pub fn $as_vec(self) -> $vec {
                $vec::new($(self.$x.to_f32()),*)
            }

            /// The smaller of each two components.
            pub fn min(self, other: Self) -> Self {
                Self::new($(self.$x.min(other.$x)),*)
            }

            /// The larger of each two components.
            pub fn max(self, other: Self) -> Self {
                Self::new($(self.$x.max(other.$x)),*)
            }

            /// Each component within its bounds.
            pub fn clamp(self, low: Self, high: Self) -> Self {
                self.max(low).min(high)
            }

            /// The smallest component.
            pub fn min_element(self) -> f16 {
                self.to_array().into_iter().fold(f16::INFINITY, f16::min)
            }

            /// The largest component.
            pub fn max_element(self) -> f16 {
                self.to_array().into_iter().fold(f16::NEG_INFINITY, f16::max)
            }

            /// The sum of the components.
            pub fn element_sum(self) -> f16 {
                self.to_array().into_iter().fold(f16::ZERO, Add::add)
            }

            /// The sum of the products of components.
            pub fn dot(self, other: Self) -> f16 {
                (self * other).element_sum()
            }

            $(
                #[doc = concat!("With another `", stringify!($x), "`.")]
                pub fn $with(mut self, $x: f16) -> Self {
                    self.$x = $x;
                    self
                }
            )*
        }

        operators! {
            $vector:
            Add add AddAssign add_assign
            Sub sub SubAssign sub_assign
            Mul mul MulAssign mul_assign
            Div div DivAssign div_assign
            Rem rem RemAssign rem_assign
        }

        impl Neg for $vector {
            type Output = Self;
            fn neg(self) -> Self {
                Self::new($(-self.$x),*)
            }
        }

        impl Index<usize> for $vector {
            type Output = f16;
            fn index(&self, index: usize) -> &f16 {
                match index {
                    $($at => &self.$x,)*
                    _ => panic!("index out of bounds: the len is {} but the index is {index}", $n),
                }
            }
        }

        impl IndexMut<usize> for $vector {
            fn index_mut(&mut self, index: usize) -> &mut f16 {
                match index {
                    $($at => &mut self.$x,)*
                    _ => panic!("index out of bounds: the len is {} but the index is {index}", $n),
                }
            }
        }

        impl From<[f16; $n]> for $vector {
            fn from(array: [f16; $n]) -> Self {
                Self::from_array(array)
            }
        }

        impl fmt::Debug for $vector {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($vector))$(.field(&self.$x))*.finish()
            }
        }
    )*};
}

vectors! {
    F16Vec2 2 Vec2 as_vec2 from_vec2 { x with_x 0 y with_y 1 }
    F16Vec3 3 Vec3 as_vec3 from_vec3 { x with_x 0 y with_y 1 z with_z 2 }
    F16Vec4 4 Vec4 as_vec4 from_vec4 { x with_x 0 y with_y 1 z with_z 2 w with_w 3 }
}

impl F16Vec2 {
    /// With a third component.
    pub const fn extend(self, z: f16) -> F16Vec3 {
        F16Vec3::new(self.x, self.y, z)
    }
}

impl F16Vec3 {
    /// With a fourth component.
    pub const fn extend(self, w: f16) -> F16Vec4 {
        F16Vec4::new(self.x, self.y, self.z, w)
    }

    /// Without the last component.
    pub const fn truncate(self) -> F16Vec2 {
        F16Vec2::new(self.x, self.y)
    }
}

impl F16Vec4 {
    /// Without the last component.
    pub const fn truncate(self) -> F16Vec3 {
        F16Vec3::new(self.x, self.y, self.z)
    }
}

#[cfg(test)]
mod tests {
    use super::{F16Vec2, F16Vec3, f16};
    use glam::Vec3;

    #[test]
    fn each_operation_is_rounded() {
        let v = F16Vec3::from_vec3(Vec3::new(2048.0, 0.1, -3.0));
        let sum = v + f16::ONE;
        assert_eq!(sum.as_vec3(), Vec3::new(2048.0, 1.0996094, -2.0));
        assert_eq!(
            (f16::from_f32(2.0) * v - v).dot(F16Vec3::ONE),
            v.element_sum()
        );
        assert_eq!(v.min_element().to_f32(), -3.0);
        let mut short = v.truncate();
        short[1] = f16::ONE;
        assert_eq!(-short, F16Vec2::new(f16::from_f32(-2048.0), f16::NEG_ONE));
        assert_eq!(short.extend(v.z).with_y(v.y), v);
    }
}
