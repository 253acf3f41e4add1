use std::fmt;

use super::{
    GlobalIndex, GlobalIndex2, GlobalIndex3, Index2, Index3, LocalIndex, LocalIndex2, LocalIndex3,
    WorkgroupCount, WorkgroupCount2, WorkgroupCount3, WorkgroupIndex, WorkgroupIndex2,
    WorkgroupIndex3,
};

/// A kernel for the CPU, with what it works on: to be dispatched. `name::cpu` gives it.
///
/// A dispatch runs all invocations, one after the other, in the order of their workgroups and in these
/// of their local indices, so that the result is the same each time. An index that is out of range
/// panics, as it does in Rust.
#[must_use = "it runs when it is dispatched"]
pub struct Cpu<F> {
    workgroup_size: [u32; 3],
    run: F,
}

/// One invocation of a kernel on the CPU: where it is in the grid.
#[derive(Clone, Copy, Debug)]
pub struct Invocation {
    workgroup_size: [u32; 3],
    workgroups: [u32; 3],
    workgroup: [u32; 3],
    local: [u32; 3],
}

impl<F: FnMut(&Invocation)> Cpu<F> {
    /// `run` is one invocation.
    pub fn new(workgroup_size: [u32; 3], run: F) -> Self {
        Self {
            workgroup_size,
            run,
        }
    }

    /// At least `n` invocations, as [`Launch::dispatch_for`](crate::compute::Launch::dispatch_for).
    pub fn dispatch_for(self, n: u32) {
        self.dispatch_for_3d([n, 1, 1]);
    }

    /// At least `x` × `y` invocations.
    pub fn dispatch_for_2d(self, [x, y]: [u32; 2]) {
        self.dispatch_for_3d([x, y, 1]);
    }

    /// At least `x` × `y` × `z` invocations.
    pub fn dispatch_for_3d(self, invocations: [u32; 3]) {
        let [x, y, z] = invocations;
        let [a, b, c] = self.workgroup_size;
        self.dispatch_groups([x.div_ceil(a), y.div_ceil(b), z.div_ceil(c)]);
    }

    /// `x` × `y` × `z` workgroups.
    pub fn dispatch_groups(mut self, workgroups: [u32; 3]) {
        for workgroup in points(workgroups) {
            for local in points(self.workgroup_size) {
                (self.run)(&Invocation {
                    workgroup_size: self.workgroup_size,
                    workgroups,
                    workgroup,
                    local,
                });
            }
        }
    }
}

impl<F> fmt::Debug for Cpu<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cpu")
            .field("workgroup_size", &self.workgroup_size)
            .finish_non_exhaustive()
    }
}

/// All points of a box, `x` first.
fn points([x, y, z]: [u32; 3]) -> impl Iterator<Item = [u32; 3]> {
    let rows = (0..z).flat_map(move |z| (0..y).map(move |y| (y, z)));
    rows.flat_map(move |(y, z)| (0..x).map(move |x| [x, y, z]))
}

fn index2([x, y, _]: [u32; 3]) -> Index2 {
    Index2 {
        x: x as usize,
        y: y as usize,
    }
}

fn index3([x, y, z]: [u32; 3]) -> Index3 {
    Index3 {
        x: x as usize,
        y: y as usize,
        z: z as usize,
    }
}

macro_rules! indices {
    ($($what:literal $one:ident $two:ident $three:ident: $ty:ty, $ty2:ty, $ty3:ty = $point:expr;)*) => {
        $(
            #[doc = concat!($what, ", in one dimension.")]
            pub fn $one(&self) -> $ty {
                $point(self)[0] as usize
            }
            #[doc = concat!($what, ", in two dimensions.")]
            pub fn $two(&self) -> $ty2 {
                index2($point(self))
            }
            #[doc = concat!($what, ", in three dimensions.")]
            pub fn $three(&self) -> $ty3 {
                index3($point(self))
            }
        )*
    };
}

impl Invocation {
    indices! {
        "The place among all invocations"
            global_index global_index2 global_index3: GlobalIndex, GlobalIndex2, GlobalIndex3
            = Self::global;
        "The place of the workgroup among all"
            workgroup_index workgroup_index2 workgroup_index3:
            WorkgroupIndex, WorkgroupIndex2, WorkgroupIndex3 = |it: &Self| it.workgroup;
        "How many workgroups there are"
            workgroup_count workgroup_count2 workgroup_count3:
            WorkgroupCount, WorkgroupCount2, WorkgroupCount3 = |it: &Self| it.workgroups;
    }

    /// The place in the workgroup: of all its invocations, row after row.
    pub fn local_index(&self) -> LocalIndex {
        let [width, height, _] = self.workgroup_size;
        let [x, y, z] = self.local;
        ((z * height + y) * width + x) as usize
    }

    /// The place in the workgroup, in two dimensions.
    pub fn local_index2(&self) -> LocalIndex2 {
        index2(self.local)
    }

    /// The place in the workgroup, in three dimensions.
    pub fn local_index3(&self) -> LocalIndex3 {
        index3(self.local)
    }

    fn global(&self) -> [u32; 3] {
        let at = |i: usize| {
            let first = self.workgroup[i].wrapping_mul(self.workgroup_size[i]);
            first.wrapping_add(self.local[i])
        };
        [at(0), at(1), at(2)]
    }
}

#[cfg(test)]
mod tests {
    use super::{Cpu, Index3};

    #[test]
    fn all_invocations_run_in_their_order() {
        let mut seen = Vec::new();
        let cpu = Cpu::new([2, 2, 1], |it| {
            seen.push((it.global_index2(), it.local_index()));
        });
        cpu.dispatch_for_2d([3, 2]);
        let places: Vec<_> = seen.iter().map(|(at, local)| (at.x, at.y, *local)).collect();
        let first = [(0, 0, 0), (1, 0, 1), (0, 1, 2), (1, 1, 3)];
        let second = [(2, 0, 0), (3, 0, 1), (2, 1, 2), (3, 1, 3)];
        assert_eq!(places, [first, second].concat());
    }

    #[test]
    fn an_invocation_knows_its_place() {
        let mut last = None;
        Cpu::new([1, 2, 3], |it| last = Some(*it)).dispatch_groups([4, 5, 6]);
        let last = last.unwrap();
        assert_eq!(last.global_index3(), Index3 { x: 3, y: 9, z: 17 });
        assert_eq!(last.workgroup_index3(), Index3 { x: 3, y: 4, z: 5 });
        assert_eq!(last.workgroup_count(), 4);
        assert_eq!(last.local_index(), 5);
    }

    #[test]
    fn no_invocations_are_none() {
        Cpu::new([64, 1, 1], |_| unreachable!()).dispatch_for(0);
    }
}
