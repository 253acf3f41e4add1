//! What a kernel does with memory.

use wasi_webgpu::{
    Features, Result,
    compute::{Dispatch, Gpu, TypedBuffer, map, matmul},
    typed::f16,
};

use crate::kernels;
use crate::measure::on_gpu;
use crate::report::Row;

map! {
    fn affine(x: f32) -> f32 {
        return 2 * x + 1;
    }
}

map! {
    enable f16;
    fn affine_f16(x: f16) -> f16 {
        return 2 * x + 1;
    }
}

/// What the kernels of group 0 work on.
struct Numbers<'a> {
    gpu: &'a Gpu,
    x: TypedBuffer<f32>,
    y: TypedBuffer<f32>,
    total: TypedBuffer<u32>,
}

impl<'a> Numbers<'a> {
    fn new(gpu: &'a Gpu, count: usize) -> Result<Self> {
        Ok(Self {
            gpu,
            x: gpu.upload(
                &(0..count)
                    .map(|i| (i % 97) as f32 / 97.0)
                    .collect::<Vec<_>>(),
            )?,
            y: gpu.zeroed(count)?,
            total: gpu.zeroed(1)?,
        })
    }

    fn group(&mut self) -> kernels::Group0<'_> {
        kernels::Group0 {
            x: &self.x,
            y: &mut self.y,
            total: &mut self.total,
        }
    }

    fn overrides(&self) -> kernels::Overrides {
        kernels::Overrides::new(self.x.len() as u32, 0)
    }

    /// What `dispatches` leave in `y`, and how often a number is above a half.
    async fn results(&mut self, dispatches: &[Dispatch]) -> Result<(Vec<f32>, Vec<u32>)> {
        self.y.write(0, &vec![0.0; self.y.len()])?;
        self.total.write(0, &[0])?;
        self.gpu.run(dispatches).await?;
        Ok((self.y.read().await?, self.total.read().await?))
    }

    async fn row(
        &mut self,
        advice: &'static str,
        (slow, slow_work): (&'static str, Vec<Dispatch>),
        (fast, fast_work): (&'static str, Vec<Dispatch>),
    ) -> Result<Row> {
        let same = self.results(&slow_work).await? == self.results(&fast_work).await?;
        assert!(same, "{advice}: the results differ");
        Ok(Row {
            advice,
            slow,
            fast,
            times: on_gpu(self.gpu, &slow_work, &fast_work).await?,
        })
    }
}

pub(crate) async fn rows(gpu: &Gpu, count: usize) -> Result<Vec<Row>> {
    let mut all = patterns(gpu, count).await?;
    all.push(tiles(gpu, 1 << (count.ilog2() / 2).min(11)).await?);
    if gpu.features().contains(Features::SHADER_F16) {
        all.push(halves(gpu, count).await?);
    }
    Ok(all)
}

async fn patterns(gpu: &Gpu, count: usize) -> Result<Vec<Row>> {
    let mut it = Numbers::new(gpu, count)?;
    let overrides = it.overrides();
    let groups = |size: usize| [(count / size) as u32, 1, 1];
    let rows = kernels::rows(gpu, overrides, it.group()).dispatch_groups(groups(32 * 256));
    let strides = kernels::strides(gpu, overrides, it.group()).dispatch_groups(groups(32 * 256));
    let access = it.row(
        "Let neighbours work on neighbours",
        ("each invocation has 32 numbers in a row", vec![rows]),
        (
            "the same 32, side by side with its neighbours'",
            vec![strides],
        ),
    );
    let access = access.await?;

    // As many as there may be workgroups of one invocation.
    let mut few = Numbers::new(gpu, 65_535.min(count))?;
    let overrides = few.overrides();
    let n = few.x.len();
    let ones = kernels::groups_of_1(gpu, overrides, few.group()).dispatch_for(n);
    let large = kernels::neighbours(gpu, overrides, few.group()).dispatch_for(n);
    let sizes = few.row(
        "Use workgroups of 64 to 256 invocations",
        ("65,535 numbers, workgroups of 1", vec![ones]),
        ("of 256", vec![large]),
    );
    let sizes = sizes.await?;

    let mut some = Numbers::new(gpu, count.min(1 << 23))?;
    let overrides = some.overrides();
    let n = some.x.len();
    let one = kernels::add_one(gpu, overrides, some.group()).dispatch_for(n);
    let eight = kernels::add_eight(gpu, overrides, some.group()).dispatch_for(n);
    let fused = some.row(
        "Do more for each number that is read",
        ("8 passes, an addition each", vec![one; 8]),
        ("one pass with 8 additions", vec![eight]),
    );
    let fused = fused.await?;

    let in_memory = kernels::count_in_memory(gpu, overrides, some.group()).dispatch_for(n);
    let in_groups = kernels::count_in_workgroups(gpu, overrides, some.group()).dispatch_for(n);
    let counted = some.row(
        "Sum up in the workgroup first",
        (
            "an atomic addition for each number, to one place",
            vec![in_memory],
        ),
        (
            "to one in each workgroup's memory, and those to the place",
            vec![in_groups],
        ),
    );
    Ok(vec![access, sizes, fused, counted.await?])
}

async fn tiles(gpu: &Gpu, side: usize) -> Result<Row> {
    let numbers: Vec<f32> = (0..side * side).map(|i| (i % 7) as f32 - 3.0).collect();
    let (a, b) = (gpu.upload(&numbers)?, gpu.upload(&numbers)?);
    let (mut slow, mut fast) = (gpu.zeroed::<f32>(side * side)?, gpu.zeroed(side * side)?);
    let group = kernels::Group1 {
        a: &a,
        b: &b,
        c: &mut slow,
    };
    let overrides = kernels::Overrides::new(0, side as u32);
    let naive = kernels::product(gpu, overrides, group).dispatch_for_2d([side, side]);
    let tiled = matmul([side; 3], &a, &b, &mut fast).dispatches()?;
    gpu.run([&naive]).await?;
    gpu.run(&tiled).await?;
    // Small whole numbers: both are exact.
    assert!(
        slow.read().await? == fast.read().await?,
        "the products differ"
    );
    Ok(Row {
        advice: "Share what is read in workgroup memory and registers",
        slow: "a product of matrices, each number from memory as often as it is used",
        fast: "`compute::matmul`",
        times: on_gpu(gpu, &[naive], &tiled).await?,
    })
}

async fn halves(gpu: &Gpu, count: usize) -> Result<Row> {
    let (x, mut y) = (gpu.zeroed::<f32>(count)?, gpu.zeroed(count)?);
    let (x16, mut y16) = (gpu.zeroed::<f16>(count)?, gpu.zeroed(count)?);
    let single = affine(&x, &mut y).dispatches()?;
    let half = affine_f16(&x16, &mut y16).dispatches()?;
    gpu.run(single.iter().chain(&half)).await?;
    let first = (y.slice(..1).read().await?, y16.slice(..1).read().await?);
    assert_eq!(first, (vec![1.0], vec![f16::ONE]));
    Ok(Row {
        advice: "Use f16 where it is precise enough",
        slow: "`2 x + 1` of f32",
        fast: "of f16",
        times: on_gpu(gpu, &single, &half).await?,
    })
}
