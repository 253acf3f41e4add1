//! Which barriers are for buffers, too.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::kernel::ir::{Expr, Function, Kind, LocalId, LocalKind};

/// The barriers that order what invocations do to buffers, each by its place in memory.
///
/// `workgroupBarrier` orders workgroup memory only, and a second barrier for buffers costs as much again. It
/// is needed where one slice is used both before and after the barrier, and written on one of the sides.
pub(super) fn of_storage(function: &Function) -> HashSet<*const Expr> {
    let mut walk = Walk {
        function,
        uses: HashMap::new(),
        barriers: Vec::new(),
        length: 0,
        outermost: None,
    };
    for it in function.body.parts() {
        walk.through(it);
    }
    let is_needed = |around: &Range<usize>| {
        let is_ordered = |uses: &Vec<Use>| {
            let before = || uses.iter().filter(|it| it.at < around.end);
            let mut after = uses.iter().filter(|it| it.at >= around.start);
            let is_written = before().any(|it| it.is_write);
            before().next().is_some() && after.any(|it| it.is_write || is_written)
        };
        walk.uses.values().any(is_ordered)
    };
    let needed = walk.barriers.iter().filter(|(_, around)| is_needed(around));
    needed.map(|(barrier, _)| *barrier).collect()
}

/// Of a slice that the kernel may write.
struct Use {
    at: usize,
    is_write: bool,
}

/// The kernel in the order of its text.
struct Walk<'a> {
    function: &'a Function,
    uses: HashMap<LocalId, Vec<Use>>,
    /// Each with the outermost loop around it, whose parts come both before and after; or with its place.
    barriers: Vec<(*const Expr, Range<usize>)>,
    length: usize,
    /// Where the outermost loop begins, and how many barriers there are before it.
    outermost: Option<(usize, usize)>,
}

impl Walk<'_> {
    fn through(&mut self, it: &Expr) {
        self.length += 1;
        match &it.kind {
            Kind::Barrier(_) => self.barriers.push((it, self.length..self.length)),
            Kind::Local(id) => self.uses(*id, false),
            Kind::Assign(place, _) | Kind::OpAssign(_, place, _) | Kind::Atomic(_, place, ..) => {
                if let Some(id) = root(place) {
                    self.uses(id, true);
                }
            }
            _ => {}
        }
        let is_loop = matches!(it.kind, Kind::Loop(..) | Kind::While(..) | Kind::For(_));
        let is_outermost = is_loop && self.outermost.is_none();
        if is_outermost {
            self.outermost = Some((self.length, self.barriers.len()));
        }
        for part in it.parts() {
            self.through(part);
        }
        if is_outermost && let Some((start, first)) = self.outermost.take() {
            self.length += 1;
            for (_, around) in &mut self.barriers[first..] {
                *around = start..self.length;
            }
        }
    }

    fn uses(&mut self, id: LocalId, is_write: bool) {
        if self.function.locals[id].kind == LocalKind::ReadWrite {
            let at = self.length;
            self.uses.entry(id).or_default().push(Use { at, is_write });
        }
    }
}

/// The variable of which a place is a part.
fn root(place: &Expr) -> Option<LocalId> {
    match &place.kind {
        Kind::Local(id) => Some(*id),
        Kind::Index(base, _) | Kind::Field(base, _) => root(base),
        _ => None,
    }
}
