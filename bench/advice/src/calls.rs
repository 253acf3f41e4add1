//! How a program asks the GPU for work.

use futures::future::try_join_all;
use wasi_webgpu::{
    Result,
    compute::{Dispatch, Gpu, TypedBuffer},
};

use crate::kernels;
use crate::measure::by_clock;
use crate::report::Row;

/// Dispatches, transfers, … of a row.
const MANY: usize = 1000;
/// Numbers that a dispatch works on.
const FEW: usize = 1024;

pub(crate) async fn rows(gpu: &Gpu) -> Result<Vec<Row>> {
    Ok(vec![
        one_submission(gpu).await?,
        one_wait(gpu).await?,
        prepared(gpu).await?,
        large_transfers(gpu).await?,
        kept_memory(gpu).await?,
        waits_together(gpu).await?,
    ])
}

fn add_one(gpu: &Gpu, y: &mut TypedBuffer<f32>) -> Result<Dispatch> {
    let (x, mut total) = (gpu.zeroed(1)?, gpu.zeroed(1)?);
    let group = kernels::Group0 {
        x: &x,
        y,
        total: &mut total,
    };
    let overrides = kernels::Overrides::new(FEW as u32, 0);
    Ok(kernels::add_one(gpu, overrides, group).dispatch_for(FEW))
}

/// Waits until the GPU has come to what is in `y`.
async fn finish(y: &TypedBuffer<f32>) -> Result<()> {
    y.slice(..1).read().await.map(|_| ())
}

async fn one_submission(gpu: &Gpu) -> Result<Row> {
    let mut y = gpu.zeroed(FEW)?;
    let dispatch = add_one(gpu, &mut y)?;
    let times = by_clock(
        y,
        async |y| {
            for _ in 0..MANY {
                gpu.run([&dispatch]).await?;
            }
            finish(y).await
        },
        async |y| {
            gpu.run(vec![&dispatch; MANY]).await?;
            finish(y).await
        },
    );
    Ok(Row {
        advice: "Submit work together",
        slow: "1,000 dispatches, a submission each",
        fast: "one submission",
        times: times.await?,
    })
}

async fn one_wait(gpu: &Gpu) -> Result<Row> {
    let mut y = gpu.zeroed(FEW)?;
    let dispatch = add_one(gpu, &mut y)?;
    let times = by_clock(
        y,
        async |y| {
            for _ in 0..100 {
                gpu.run([&dispatch]).await?;
                finish(y).await?;
            }
            Ok(())
        },
        async |y| {
            for _ in 0..100 {
                gpu.run([&dispatch]).await?;
            }
            finish(y).await
        },
    );
    Ok(Row {
        advice: "Read at the end",
        slow: "100 steps, a number read after each",
        fast: "read after the last",
        times: times.await?,
    })
}

async fn prepared(gpu: &Gpu) -> Result<Row> {
    let mut y = gpu.zeroed(FEW)?;
    let dispatch = add_one(gpu, &mut y)?;
    let times = by_clock(
        y,
        async |y| {
            let made: Result<Vec<_>> = (0..MANY).map(|_| add_one(gpu, y)).collect();
            gpu.run(made?).await?;
            finish(y).await
        },
        async |y| {
            gpu.run(vec![&dispatch; MANY]).await?;
            finish(y).await
        },
    );
    Ok(Row {
        advice: "Keep dispatches, and what they bind",
        slow: "1,000 dispatches, each made anew with small buffers of its own",
        fast: "one, 1,000 times",
        times: times.await?,
    })
}

async fn large_transfers(gpu: &Gpu) -> Result<Row> {
    let numbers = vec![1.0_f32; FEW * MANY];
    let times = by_clock(
        gpu.zeroed(FEW * MANY)?,
        async |y| {
            for (i, part) in numbers.chunks(FEW).enumerate() {
                y.write(i * FEW, part)?;
            }
            finish(y).await
        },
        async |y| {
            y.write(0, &numbers)?;
            finish(y).await
        },
    );
    Ok(Row {
        advice: "Transfer much at a time",
        slow: "1,000 uploads of 4 KiB",
        fast: "one of 4,000 KiB",
        times: times.await?,
    })
}

async fn kept_memory(gpu: &Gpu) -> Result<Row> {
    let numbers = vec![0.0_f32; 4 << 20];
    let times = by_clock(
        (gpu.upload(&numbers)?, numbers),
        async |(_, numbers)| {
            *numbers = gpu.upload(numbers)?.read().await?;
            Ok(())
        },
        async |(y, numbers)| {
            y.write(0, numbers)?;
            y.read_into(numbers).await
        },
    );
    Ok(Row {
        advice: "Keep buffers and `Vec`s",
        slow: "16 MiB there and back, by a new buffer into a new `Vec`",
        fast: "by `write` and `read_into`",
        times: times.await?,
    })
}

async fn waits_together(gpu: &Gpu) -> Result<Row> {
    let buffers: Result<Vec<_>> = (0..100).map(|_| gpu.zeroed::<f32>(FEW)).collect();
    let times = by_clock(
        buffers?,
        async |buffers| {
            for y in buffers {
                y.read().await?;
            }
            Ok(())
        },
        async |buffers| {
            let reads = buffers.iter().map(|y| y.read());
            try_join_all(reads).await.map(|_| ())
        },
    );
    Ok(Row {
        advice: "Wait for several at once",
        slow: "100 reads of 4 KiB, one after the other",
        fast: "joined",
        times: times.await?,
    })
}
