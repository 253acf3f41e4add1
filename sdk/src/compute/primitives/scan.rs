use super::{Element, Operation, Steps, count, element::private::Sealed, quads, same_len};
use crate::{
    Result,
    compute::{Dispatch, Gpu, TypedBuffer},
    include_wgsl,
    typed::f16,
};

/// Quads of elements that a workgroup scans at a time.
const TILE: u32 = 1024;
/// More workgroups would have nothing more to hide. One workgroup scans the totals of so many in a tile.
const MOST_GROUPS: u32 = 4096;

/// Whether an element of a [`scan`] counts for its own result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scan {
    /// The result is of the elements up to this one and with it.
    Inclusive,
    /// The result is of the elements before this one; the first is the
    /// [identity](Operation::identity).
    Exclusive,
}

/// Combines for each element all that come before it: prefix sums, running minima.
///
/// Each workgroup combines its elements; one workgroup scans these totals; then each workgroup scans
/// its elements from there ("reduce, then scan": D. Merrill and A. Grimshaw, "Parallel scan for stream
/// architectures", 2009). Elements are read twice and written once, so that the time is at least 1.5
/// times that of a copy. Of floats, see [`Operation`]; the results of `f16` are those of `f32`, of
/// which each is rounded, and none is made of a rounded one.
///
/// # Errors
/// Of the steps: the lengths differ, both are of one buffer, or a buffer is larger than the device can
/// bind; the device lacks `shader-f16` for `f16`.
pub fn scan<T: Element>(
    x: &TypedBuffer<T>,
    y: &mut TypedBuffer<T>,
    operation: Operation,
    kind: Scan,
) -> Steps {
    let gpu = x.gpu();
    Steps::new(gpu, || {
        same_len("scan", y, x)?;
        let len = count(x);
        let tiles = len.div_ceil(4 * TILE);
        if tiles == 0 {
            return Ok(Vec::new());
        }
        let tiles_of_group = tiles.div_ceil(MOST_GROUPS);
        let groups = tiles.div_ceil(tiles_of_group);
        let portion = |len, tiles| Portion {
            operation,
            len,
            quads: tiles * TILE,
        };
        let whole = portion(len, tiles_of_group);
        let (x, mut y) = (quads("scan", x)?, quads("scan", y)?);
        let identity = gpu.upload(&[operation.identity::<T::Accumulator>()])?;
        if groups == 1 {
            return Ok(vec![T::scan(gpu, whole, (&x, &identity), &mut y, kind)?]);
        }
        let (mut totals, starts) = (gpu.zeroed(groups as usize)?, gpu.zeroed(groups as usize)?);
        let reduced = T::totals(gpu, whole, &x, &mut totals)?;
        let (totals, mut starts_quads) = (quads("scan", &totals)?, quads("scan", &starts)?);
        let all = portion(groups, groups.div_ceil(4 * TILE));
        let source = (&totals, &identity);
        Ok(vec![
            reduced,
            T::Accumulator::scan(gpu, all, source, &mut starts_quads, Scan::Exclusive)?,
            T::scan(gpu, whole, (&x, &starts), &mut y, kind)?,
        ])
    })
}

/// How the elements are divided.
#[derive(Clone, Copy)]
pub struct Portion {
    operation: Operation,
    /// All elements.
    len: u32,
    /// Quads of a workgroup.
    quads: u32,
}

impl Portion {
    fn groups(self) -> [u32; 3] {
        [self.len.div_ceil(4 * self.quads), 1, 1]
    }
}

pub trait Kernels: Sealed {
    /// The total of each workgroup.
    fn totals(
        gpu: &Gpu,
        portion: Portion,
        x: &TypedBuffer<[Self; 4]>,
        results: &mut TypedBuffer<Self::Accumulator>,
    ) -> Result<Dispatch>;

    /// The scan of `x`, given where each workgroup starts.
    fn scan(
        gpu: &Gpu,
        portion: Portion,
        x_and_starts: (&TypedBuffer<[Self; 4]>, &TypedBuffer<Self::Accumulator>),
        y: &mut TypedBuffer<[Self; 4]>,
        kind: Scan,
    ) -> Result<Dispatch>;
}

macro_rules! kernels {
    ($($module:ident: $T:ident, $A:ident, $features:tt;)*) => {$(
        include_wgsl!(mod $module, "scan.wgsl", constants(T = $T, A = $A), features $features);

        impl $module::Params {
            fn of(portion: Portion) -> Self {
                let Portion { operation, len, quads } = portion;
                Self { len, quads, identity: operation.identity() }
            }
        }

        impl $module::Overrides {
            fn of(portion: Portion, exclusive: bool) -> Self {
                Self { operation: portion.operation as u32, exclusive }
            }
        }

        impl Kernels for $T {
            fn totals(
                gpu: &Gpu,
                portion: Portion,
                x: &TypedBuffer<[Self; 4]>,
                results: &mut TypedBuffer<$A>,
            ) -> Result<Dispatch> {
                let params = gpu.upload(&[$module::Params::of(portion)])?;
                let overrides = $module::Overrides::of(portion, false);
                let group = $module::Group0 { params: &params, x };
                let launch = $module::totals(gpu, overrides, group, $module::Group1 { results });
                Ok(launch.dispatch_groups(portion.groups()))
            }

            fn scan(
                gpu: &Gpu,
                portion: Portion,
                (x, starts): (&TypedBuffer<[Self; 4]>, &TypedBuffer<$A>),
                y: &mut TypedBuffer<[Self; 4]>,
                kind: Scan,
            ) -> Result<Dispatch> {
                let params = gpu.upload(&[$module::Params::of(portion)])?;
                let overrides = $module::Overrides::of(portion, kind == Scan::Exclusive);
                let group = $module::Group0 { params: &params, x };
                let launch = $module::scan(gpu, overrides, group, $module::Group2 { starts, y });
                Ok(launch.dispatch_groups(portion.groups()))
            }
        }
    )*};
}

kernels! {
    scan_f16: f16, f32, (f16);
    scan_f32: f32, f32, ();
    scan_i32: i32, i32, ();
    scan_u32: u32, u32, ();
}
