use std::{
    fmt,
    future::Future,
    task::{Context, Waker},
};

use super::{
    GlobalIndex, GlobalIndex2, GlobalIndex3, Index2, Index3, LaneIndex, LocalIndex, LocalIndex2,
    LocalIndex3, SUBGROUP_SIZE, SubgroupSize, WorkgroupCount, WorkgroupCount2, WorkgroupCount3,
    WorkgroupIndex, WorkgroupIndex2, WorkgroupIndex3,
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

/// One workgroup of a kernel on the CPU.
#[derive(Clone, Copy, Debug)]
pub struct Workgroup {
    size: [u32; 3],
    workgroups: [u32; 3],
    at: [u32; 3],
}

impl Workgroup {
    fn invocations(&self) -> impl Iterator<Item = Invocation> + use<> {
        let workgroup = *self;
        points(workgroup.size).map(move |local| Invocation { workgroup, local })
    }

    /// Runs one invocation after the other.
    pub fn each(&self, run: impl FnMut(Invocation)) {
        self.invocations().for_each(run);
    }

    /// Runs all invocations, each until the next barrier.
    ///
    /// # Panics
    /// Some invocations are at a barrier and others at their end.
    pub fn together<R: Future<Output = ()>>(&self, run: impl FnMut(Invocation) -> R) {
        let mut context = Context::from_waker(Waker::noop());
        let all = self.invocations().map(run).map(Box::pin);
        let mut running: Vec<_> = all.collect();
        while !running.is_empty() {
            let before = running.len();
            running.retain_mut(|it| it.as_mut().poll(&mut context).is_pending());
            let (here, at) = (running.len(), self.at);
            assert!(
                here == before || here == 0,
                "barrier() waits for all {before} invocations of a workgroup, and {here} came to it \
                 in workgroup {at:?}: put it where all of them come"
            );
        }
    }
}

/// One invocation of a kernel on the CPU: where it is in the grid.
#[derive(Clone, Copy, Debug)]
pub struct Invocation {
    workgroup: Workgroup,
    local: [u32; 3],
}

impl<F: FnMut(&Workgroup)> Cpu<F> {
    /// `run` runs a workgroup.
    pub fn new(workgroup_size: [u32; 3], run: F) -> Self {
        Self {
            workgroup_size,
            run,
        }
    }

    /// At least `n` invocations, as [`Launch::dispatch_for`](crate::compute::Launch::dispatch_for).
    ///
    /// # Panics
    /// `n` is below 0 or above 2³² - 1; so do those for more dimensions.
    pub fn dispatch_for(self, n: impl TryInto<u64>) {
        self.dispatch_invocations([count(n), 1, 1]);
    }

    /// At least `x` × `y` invocations.
    pub fn dispatch_for_2d(self, [x, y]: [impl TryInto<u64>; 2]) {
        self.dispatch_invocations([count(x), count(y), 1]);
    }

    /// At least `x` × `y` × `z` invocations.
    pub fn dispatch_for_3d(self, [x, y, z]: [impl TryInto<u64>; 3]) {
        self.dispatch_invocations([count(x), count(y), count(z)]);
    }

    fn dispatch_invocations(self, [x, y, z]: [u32; 3]) {
        let [a, b, c] = self.workgroup_size;
        self.dispatch_groups([x.div_ceil(a), y.div_ceil(b), z.div_ceil(c)]);
    }

    /// `x` × `y` × `z` workgroups.
    pub fn dispatch_groups(mut self, workgroups: [u32; 3]) {
        for at in points(workgroups) {
            (self.run)(&Workgroup {
                size: self.workgroup_size,
                workgroups,
                at,
            });
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

/// As many as a grid may have in a dimension.
fn count(n: impl TryInto<u64>) -> u32 {
    let n = n.try_into().ok().and_then(|n| u32::try_from(n).ok());
    n.expect("a kernel is dispatched for 0 to 2³² - 1 invocations in each dimension")
}

/// All points of a box, `x` first.
fn points([x, y, z]: [u32; 3]) -> impl Iterator<Item = [u32; 3]> + use<> {
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
            WorkgroupIndex, WorkgroupIndex2, WorkgroupIndex3 = |it: &Self| it.workgroup.at;
        "How many workgroups there are"
            workgroup_count workgroup_count2 workgroup_count3:
            WorkgroupCount, WorkgroupCount2, WorkgroupCount3 = |it: &Self| it.workgroup.workgroups;
    }

    /// The place in the workgroup: of all its invocations, row after row.
    pub fn local_index(&self) -> LocalIndex {
        let [width, height, _] = self.workgroup.size;
        let [x, y, z] = self.local;
        ((z * height + y) * width + x) as usize
    }

    /// The place in the subgroup.
    pub fn lane_index(&self) -> LaneIndex {
        self.local_index() % SUBGROUP_SIZE
    }

    /// How many invocations a subgroup has, if the workgroup has as many.
    pub fn subgroup_size(&self) -> SubgroupSize {
        SUBGROUP_SIZE
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
            let first = self.workgroup.at[i].wrapping_mul(self.workgroup.size[i]);
            first.wrapping_add(self.local[i])
        };
        [at(0), at(1), at(2)]
    }
}

#[cfg(test)]
mod tests {
    use super::{super::barrier, Cpu, Index3};

    #[test]
    fn all_invocations_run_in_their_order() {
        let mut seen = Vec::new();
        let cpu = Cpu::new([2, 2, 1], |workgroup| {
            workgroup.each(|it| seen.push((it.global_index2(), it.local_index())));
        });
        cpu.dispatch_for_2d([3, 2]);
        let places: Vec<_> = seen
            .iter()
            .map(|(at, local)| (at.x, at.y, *local))
            .collect();
        let first = [(0, 0, 0), (1, 0, 1), (0, 1, 2), (1, 1, 3)];
        let second = [(2, 0, 0), (3, 0, 1), (2, 1, 2), (3, 1, 3)];
        assert_eq!(places, [first, second].concat());
    }

    #[test]
    fn an_invocation_knows_its_place() {
        let mut last = None;
        let cpu = Cpu::new([1, 2, 3], |workgroup| workgroup.each(|it| last = Some(it)));
        cpu.dispatch_groups([4, 5, 6]);
        let last = last.unwrap();
        assert_eq!(last.global_index3(), Index3 { x: 3, y: 9, z: 17 });
        assert_eq!(last.workgroup_index3(), Index3 { x: 3, y: 4, z: 5 });
        assert_eq!(last.workgroup_count(), 4);
        assert_eq!(last.local_index(), 5);
    }

    #[test]
    fn a_barrier_waits_for_all() {
        let steps = std::cell::RefCell::new(Vec::new());
        let cpu = Cpu::new([3, 1, 1], |workgroup| {
            workgroup.together(|it| {
                let steps = &steps;
                async move {
                    steps.borrow_mut().push(it.local_index());
                    barrier().await;
                    steps.borrow_mut().push(10 + it.local_index());
                }
            });
        });
        cpu.dispatch_for(3);
        assert_eq!(steps.into_inner(), [0, 1, 2, 10, 11, 12]);
    }

    #[test]
    #[should_panic(expected = "waits for all 2 invocations of a workgroup, and 1 came")]
    fn a_barrier_that_some_do_not_reach_is_an_error() {
        let cpu = Cpu::new([2, 1, 1], |workgroup| {
            workgroup.together(|it| async move {
                if it.local_index() == 0 {
                    barrier().await;
                }
            });
        });
        cpu.dispatch_for(2);
    }

    #[test]
    fn no_invocations_are_none() {
        Cpu::new([64, 1, 1], |_| unreachable!()).dispatch_for(0);
    }
}
