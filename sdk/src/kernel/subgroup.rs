//! Subgroups: invocations of a workgroup that run at once, and tell each other their values.

use std::{any::Any, cell::RefCell, fmt};

use glam::{IVec2, IVec3, IVec4, UVec2, UVec3, UVec4, Vec2, Vec3, Vec4};

use super::{Int, Invocation, barrier, f16};

/// How many invocations a subgroup has on the CPU: those of a workgroup in the order of their
/// [`LocalIndex`](super::LocalIndex), 32 at a time. On a GPU they are 4 to 128, and
/// [`SubgroupSize`](super::SubgroupSize) says how many.
pub const SUBGROUP_SIZE: usize = 32;

/// What the invocations of a workgroup have told the others of their subgroups, on the CPU.
#[derive(Default)]
#[doc(hidden)]
pub struct Subgroups(RefCell<Vec<Lane>>);

/// What an invocation has told. One that is a step ahead must not hide its last word from the others.
#[derive(Default)]
struct Lane {
    turn: usize,
    told: [Option<Box<dyn Any>>; 2],
}

impl fmt::Debug for Subgroups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subgroups").finish_non_exhaustive()
    }
}

impl Subgroups {
    fn tell<T: 'static>(&self, lane: usize, value: T) {
        let mut lanes = self.0.borrow_mut();
        if lanes.len() <= lane {
            lanes.resize_with(lane + 1, Lane::default);
        }
        let lane = &mut lanes[lane];
        lane.turn = 1 - lane.turn;
        lane.told[lane.turn] = Some(Box::new(value));
    }

    /// What all of the lane's subgroup have told.
    fn told<T: Copy + 'static>(&self, lane: usize) -> Vec<T> {
        let lanes = self.0.borrow();
        let (turn, first) = (lanes[lane].turn, lane - lane % SUBGROUP_SIZE);
        let of_subgroup = lanes[first..].iter().take(SUBGROUP_SIZE);
        let told = of_subgroup.map(|it| it.told[turn].as_ref()?.downcast_ref().copied());
        let told: Option<Vec<T>> = told.collect();
        told.expect("all invocations of a subgroup call the same function at once")
    }
}

/// What the functions of subgroups give, for the CPU.
#[derive(Debug)]
#[must_use = "it is for kernels"]
pub struct Subgroup<T, R = T> {
    value: T,
    /// Of the values of all, of the lane's own place and of the second argument.
    combine: fn(&[T], usize, usize) -> R,
    by: usize,
}

impl<T: Copy + 'static, R> Subgroup<T, R> {
    /// Waits for the others.
    #[doc(hidden)]
    pub async fn among(self, subgroups: &Subgroups, invocation: &Invocation) -> R {
        let lane = invocation.local_index();
        subgroups.tell(lane, self.value);
        barrier().await;
        let told = subgroups.told(lane);
        (self.combine)(&told, lane % SUBGROUP_SIZE, self.by)
    }
}

/// A number, or a vector of numbers, that subgroups add and multiply as WGSL does.
pub trait SubgroupNumber: Copy + 'static {
    /// What changes no sum.
    #[doc(hidden)]
    const ZERO: Self;
    /// What changes no product.
    #[doc(hidden)]
    const ONE: Self;
    #[doc(hidden)]
    fn plus(self, other: Self) -> Self;
    #[doc(hidden)]
    fn times(self, other: Self) -> Self;
    #[doc(hidden)]
    fn least(self, other: Self) -> Self;
    #[doc(hidden)]
    fn greatest(self, other: Self) -> Self;
}

/// An integer, or a vector of integers, whose bits subgroups combine.
pub trait SubgroupBits: Copy + 'static {
    #[doc(hidden)]
    fn and(self, other: Self) -> Self;
    #[doc(hidden)]
    fn or(self, other: Self) -> Self;
    #[doc(hidden)]
    fn xor(self, other: Self) -> Self;
}

macro_rules! numbers {
    ($($ty:ty: $zero:expr, $one:expr, $add:path, $mul:path;)*) => {
        $(
            impl SubgroupNumber for $ty {
                const ZERO: Self = $zero;
                const ONE: Self = $one;
                fn plus(self, other: Self) -> Self {
                    $add(self, other)
                }
                fn times(self, other: Self) -> Self {
                    $mul(self, other)
                }
                fn least(self, other: Self) -> Self {
                    <$ty>::min(self, other)
                }
                fn greatest(self, other: Self) -> Self {
                    <$ty>::max(self, other)
                }
            }
        )*
    };
}

numbers! {
    u32: 0, 1, Int::add, Int::mul;
    i32: 0, 1, Int::add, Int::mul;
    usize: 0, 1, Int::add, Int::mul;
    f32: 0.0, 1.0, std::ops::Add::add, std::ops::Mul::mul;
    f16: Self::ZERO, Self::ONE, std::ops::Add::add, std::ops::Mul::mul;
    Vec2: Self::ZERO, Self::ONE, std::ops::Add::add, std::ops::Mul::mul;
    Vec3: Self::ZERO, Self::ONE, std::ops::Add::add, std::ops::Mul::mul;
    Vec4: Self::ZERO, Self::ONE, std::ops::Add::add, std::ops::Mul::mul;
    IVec2: Self::ZERO, Self::ONE, IVec2::wrapping_add, IVec2::wrapping_mul;
    IVec3: Self::ZERO, Self::ONE, IVec3::wrapping_add, IVec3::wrapping_mul;
    IVec4: Self::ZERO, Self::ONE, IVec4::wrapping_add, IVec4::wrapping_mul;
    UVec2: Self::ZERO, Self::ONE, UVec2::wrapping_add, UVec2::wrapping_mul;
    UVec3: Self::ZERO, Self::ONE, UVec3::wrapping_add, UVec3::wrapping_mul;
    UVec4: Self::ZERO, Self::ONE, UVec4::wrapping_add, UVec4::wrapping_mul;
}

macro_rules! bits {
    ($($ty:ty)*) => {
        $(
            impl SubgroupBits for $ty {
                fn and(self, other: Self) -> Self {
                    self & other
                }
                fn or(self, other: Self) -> Self {
                    self | other
                }
                fn xor(self, other: Self) -> Self {
                    self ^ other
                }
            }
        )*
    };
}

bits!(u32 i32 usize IVec2 IVec3 IVec4 UVec2 UVec3 UVec4);

fn folded<T: Copy>(all: &[T], start: T, with: fn(T, T) -> T) -> T {
    all.iter().fold(start, |a, b| with(a, *b))
}

/// Of at least one, which all subgroups have.
fn reduced<T: Copy>(all: &[T], with: fn(T, T) -> T) -> T {
    folded(&all[1..], all[0], with)
}

/// That of another lane, or its own if there is no such one: on the GPU, that is any value.
fn of<T: Copy>(all: &[T], lane: usize, other: usize) -> T {
    all.get(other).copied().unwrap_or(all[lane])
}

/// Functions of one argument.
macro_rules! collective {
    ($($(#[doc = $doc:literal])* $wgsl:literal $name:ident<$($t:ident: $bound:ident)?>($value:ty) -> $result:ty = $combine:expr;)*) => {
        $(
            $(#[doc = $doc])*
            ///
            #[doc = concat!("All invocations of a workgroup call it at once. Source: `", $wgsl, "`, [WGSL, 17.12. \
                Subgroup Built-in Functions](https://www.w3.org/TR/WGSL/#subgroup-builtin-functions)")]
            pub fn $name$(<$t: $bound>)?(value: $value) -> Subgroup<$value, $result> {
                Subgroup { value, combine: $combine, by: 0 }
            }
        )*
    };
}

collective! {
    /// The sum of the subgroup's values.
    "subgroupAdd" subgroup_add<T: SubgroupNumber>(T) -> T = |all, _, _| folded(all, T::ZERO, T::plus);
    /// The sum of the values of the lanes before this one.
    "subgroupExclusiveAdd" subgroup_exclusive_add<T: SubgroupNumber>(T) -> T
        = |all, lane, _| folded(&all[..lane], T::ZERO, T::plus);
    /// The sum of the values of the lanes up to this one.
    "subgroupInclusiveAdd" subgroup_inclusive_add<T: SubgroupNumber>(T) -> T
        = |all, lane, _| folded(&all[..=lane], T::ZERO, T::plus);
    /// The product of the subgroup's values.
    "subgroupMul" subgroup_mul<T: SubgroupNumber>(T) -> T = |all, _, _| folded(all, T::ONE, T::times);
    /// The product of the values of the lanes before this one.
    "subgroupExclusiveMul" subgroup_exclusive_mul<T: SubgroupNumber>(T) -> T
        = |all, lane, _| folded(&all[..lane], T::ONE, T::times);
    /// The product of the values of the lanes up to this one.
    "subgroupInclusiveMul" subgroup_inclusive_mul<T: SubgroupNumber>(T) -> T
        = |all, lane, _| folded(&all[..=lane], T::ONE, T::times);
    /// The least of the subgroup's values.
    "subgroupMin" subgroup_min<T: SubgroupNumber>(T) -> T = |all, _, _| reduced(all, T::least);
    /// The greatest of the subgroup's values.
    "subgroupMax" subgroup_max<T: SubgroupNumber>(T) -> T = |all, _, _| reduced(all, T::greatest);
    /// The bits that all values of the subgroup have.
    "subgroupAnd" subgroup_and<T: SubgroupBits>(T) -> T = |all, _, _| reduced(all, T::and);
    /// The bits that some values of the subgroup have.
    "subgroupOr" subgroup_or<T: SubgroupBits>(T) -> T = |all, _, _| reduced(all, T::or);
    /// The bits that an odd number of the subgroup's values have.
    "subgroupXor" subgroup_xor<T: SubgroupBits>(T) -> T = |all, _, _| reduced(all, T::xor);
    /// Whether it is true for all of the subgroup.
    "subgroupAll" subgroup_all<>(bool) -> bool = |all, _, _| all.iter().all(|it| *it);
    /// Whether it is true for some of the subgroup.
    "subgroupAny" subgroup_any<>(bool) -> bool = |all, _, _| all.iter().any(|it| *it);
    /// A bit for each of the subgroup for which it is true, the first lane's the lowest of `x`.
    "subgroupBallot" subgroup_ballot<>(bool) -> UVec4 = |all, _, _| {
        let mut bits = [0; 4];
        for (lane, _) in all.iter().enumerate().filter(|it| *it.1) {
            bits[lane / 32] |= 1 << (lane % 32);
        }
        UVec4::from_array(bits)
    };
    /// The value of the first lane.
    "subgroupBroadcastFirst" subgroup_broadcast_first<T: Copy>(T) -> T = |all, _, _| all[0];
    /// The value of the lane beside this one, in fours of two by two.
    "quadSwapX" quad_swap_x<T: Copy>(T) -> T = |all, lane, _| of(all, lane, lane ^ 1);
    /// The value of the lane below or above this one, in fours of two by two.
    "quadSwapY" quad_swap_y<T: Copy>(T) -> T = |all, lane, _| of(all, lane, lane ^ 2);
    /// The value of the opposite lane, in fours of two by two.
    "quadSwapDiagonal" quad_swap_diagonal<T: Copy>(T) -> T = |all, lane, _| of(all, lane, lane ^ 3);
}

/// Functions of two arguments.
macro_rules! gather {
    ($($(#[doc = $doc:literal])* $wgsl:literal $name:ident($by:ident) = $combine:expr;)*) => {
        $(
            $(#[doc = $doc])*
            ///
            /// Where there is no such lane, it is any value on the GPU, and this lane's own on the CPU.
            ///
            #[doc = concat!("All invocations of a workgroup call it at once. Source: `", $wgsl, "`, [WGSL, 17.12. \
                Subgroup Built-in Functions](https://www.w3.org/TR/WGSL/#subgroup-builtin-functions)")]
            pub fn $name<T: Copy>(value: T, $by: usize) -> Subgroup<T> {
                Subgroup { value, combine: $combine, by: $by }
            }
        )*
    };
}

gather! {
    /// The value of a lane that is a constant.
    "subgroupBroadcast" subgroup_broadcast(lane) = of;
    /// The value of a lane.
    "subgroupShuffle" subgroup_shuffle(lane) = of;
    /// The value of the lane whose index is this one's `^ mask`.
    "subgroupShuffleXor" subgroup_shuffle_xor(mask) = |all, lane, mask| of(all, lane, lane ^ mask);
    /// The value of the lane that is `delta` before this one.
    "subgroupShuffleUp" subgroup_shuffle_up(delta)
        = |all, lane, delta| of(all, lane, lane.wrapping_sub(delta));
    /// The value of the lane that is `delta` after this one.
    "subgroupShuffleDown" subgroup_shuffle_down(delta)
        = |all, lane, delta| of(all, lane, lane.wrapping_add(delta));
    /// The value of a lane, which is a constant, of this one's four.
    "quadBroadcast" quad_broadcast(lane) = |all, own, lane| of(all, own, own / 4 * 4 + lane);
}
