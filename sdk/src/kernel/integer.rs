pub(super) mod sealed {
    pub trait Sealed {}
}

/// The integers of kernels, and vectors of them, with the arithmetic that WGSL has: it wraps, and nothing is an error. What
/// the operators of a kernel are on the CPU.
///
/// Source: [WGSL, 8.7. Arithmetic Expressions](https://www.w3.org/TR/WGSL/#arithmetic-expr) and
/// [8.9. Bit Expressions](https://www.w3.org/TR/WGSL/#bit-expr).
pub trait Int: Copy + sealed::Sealed {
    /// What a shift is by: a `u32`, and for a vector one for each component.
    type By;
    /// `a + b`, modulo 2³².
    fn add(self, other: Self) -> Self;
    /// `a - b`, modulo 2³².
    fn sub(self, other: Self) -> Self;
    /// `a * b`, modulo 2³².
    fn mul(self, other: Self) -> Self;
    /// `a / b`; divided by 0, `a`, and so is the least `i32` divided by -1.
    fn div(self, other: Self) -> Self;
    /// `a % b`, with the sign of `a`; by 0, it is 0, and so is that of the least `i32` by -1.
    fn rem(self, other: Self) -> Self;
    /// `-a`; of the least `i32`, itself.
    fn neg(self) -> Self;
    /// `a << by`, where `by` is taken modulo 32.
    fn shl(self, by: Self::By) -> Self;
    /// `a >> by`, where `by` is taken modulo 32. Of an `i32`, the sign comes in.
    fn shr(self, by: Self::By) -> Self;
}

macro_rules! int {
    ($($int:ident)*) => {
        $(
            impl sealed::Sealed for $int {}

            impl Int for $int {
                type By = u32;
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
                    if other == 0 { self } else { self.wrapping_div(other) }
                }
                fn rem(self, other: Self) -> Self {
                    if other == 0 { 0 } else { self.wrapping_rem(other) }
                }
                fn neg(self) -> Self {
                    self.wrapping_neg()
                }
                fn shl(self, by: u32) -> Self {
                    self.wrapping_shl(by)
                }
                fn shr(self, by: u32) -> Self {
                    self.wrapping_shr(by)
                }
            }
        )*
    };
}

int!(u32 i32);

impl sealed::Sealed for usize {}

/// Of 32 bits, as on `wasm32`, wherever it runs.
impl Int for usize {
    type By = u32;
    fn add(self, other: Self) -> Self {
        low(self).wrapping_add(low(other)) as usize
    }
    fn sub(self, other: Self) -> Self {
        low(self).wrapping_sub(low(other)) as usize
    }
    fn mul(self, other: Self) -> Self {
        low(self).wrapping_mul(low(other)) as usize
    }
    fn div(self, other: Self) -> Self {
        Int::div(low(self), low(other)) as usize
    }
    fn rem(self, other: Self) -> Self {
        Int::rem(low(self), low(other)) as usize
    }
    fn neg(self) -> Self {
        low(self).wrapping_neg() as usize
    }
    fn shl(self, by: u32) -> Self {
        low(self).wrapping_shl(by) as usize
    }
    fn shr(self, by: u32) -> Self {
        low(self).wrapping_shr(by) as usize
    }
}

/// The 32 bits that a `usize` of a kernel has.
fn low(value: usize) -> u32 {
    value as u32
}

#[cfg(test)]
mod tests {
    use super::Int;

    #[test]
    fn arithmetic_wraps_at_32_bits() {
        assert_eq!(Int::add(u32::MAX, 2), 1);
        assert_eq!(Int::add(u32::MAX as usize, 2), 1);
        assert_eq!(Int::sub(0_usize, 1), u32::MAX as usize);
        assert_eq!(Int::mul(1_usize << 31, 2), 0);
        assert_eq!(Int::neg(i32::MIN), i32::MIN);
        assert_eq!(Int::shl(1_u32, 33), 2);
        assert_eq!(Int::shl(3_usize, 31), 1 << 31);
        assert_eq!(Int::shr(-8_i32, 1), -4);
    }

    #[test]
    fn division_is_wgsls() {
        assert_eq!(Int::div(7_u32, 0), 7);
        assert_eq!(Int::rem(7_u32, 0), 0);
        assert_eq!(Int::div(i32::MIN, -1), i32::MIN);
        assert_eq!(Int::rem(i32::MIN, -1), 0);
        assert_eq!((Int::div(-7, 2), Int::rem(-7, 2)), (-3, -1));
        assert_eq!((Int::div(9_usize, 0), Int::rem(9_usize, 0)), (9, 0));
    }
}
