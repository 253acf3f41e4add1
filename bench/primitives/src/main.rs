//! GPU times of the primitives, beside that of a plain copy in the same run:
//! `bench-primitives [--json] [LOG2_OF_ELEMENTS]`, 28 by default.

mod check;
mod measure;
mod report;

use wasi_webgpu::{
    Features, Result,
    compute::{
        Direction, Gpu, Operation, Scan, TypedBuffer, fft, histogram, map, matmul, reduce_into,
        scan, sort, sort_pairs, transpose,
    },
    typed::f16,
};

use measure::{copy, fill, median, noise};
use report::{Report, Unit};

map! {
    fn affine(x: f32) -> f32 {
        return 2 * x + 1;
    }
}

#[wasi_webgpu::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let log2 = arguments.iter().find_map(|argument| argument.parse().ok());
    let gpu = Gpu::request().await?;
    let most = gpu.limits().max_storage_buffer_binding_size.ilog2() - 2;
    let log2 = log2.unwrap_or(28).min(most);
    let mut report = Report::new(&gpu.info().name);
    measure::warm_up(&gpu).await?;
    linear(&gpu, log2, &mut report).await?;
    let (keys, size, transform) = (log2.min(26), 1 << (log2 / 2).min(12), log2.min(26) - 2);
    sorts(&gpu, keys, &mut report).await?;
    products(&gpu, size, &mut report).await?;
    transforms(&gpu, transform, &mut report).await?;
    report.print(arguments.iter().any(|argument| argument == "--json"));
    // Not in between: the GPU would be idle, and its clocks fall.
    check::sorted(&gpu, 1 << keys).await?;
    check::product(&gpu, size).await?;
    check::transformed(&gpu, 1 << transform).await
}

/// What is bound by memory: each in terms of the copy's bandwidth.
async fn linear(gpu: &Gpu, log2: u32, report: &mut Report) -> Result<()> {
    let n = 1_usize << log2;
    let bytes = 4.0 * n as f64;
    let x: TypedBuffer<f32> = noise(gpu, n).await?;
    let mut y = gpu.zeroed::<f32>(n)?;
    let copied = median(gpu, &[copy(gpu, &x, &mut y)]).await?;
    let bandwidth = 2.0 * bytes / copied;
    let mut row = |name: &str, moved: f64, seconds: f64| {
        let name = format!("{name}, 2^{log2} f32");
        let ratio = moved / seconds / bandwidth;
        report.row(name, seconds, moved / seconds, Unit::Bytes, ratio);
    };
    row("copy", 2.0 * bytes, copied);
    let mapped = affine(&x, &mut y).dispatches()?;
    row("map", 2.0 * bytes, median(gpu, &mapped).await?);
    let mut sum = gpu.zeroed(1)?;
    let reduced = reduce_into(&x, Operation::Sum, &mut sum).dispatches()?;
    row("reduce", bytes, median(gpu, &reduced).await?);
    for (name, kind) in [
        ("scan, inclusive", Scan::Inclusive),
        ("scan, exclusive", Scan::Exclusive),
    ] {
        let scanned = scan(&x, &mut y, Operation::Sum, kind).dispatches()?;
        // As of a copy: what a scan must read and write at least.
        row(name, 2.0 * bytes, median(gpu, &scanned).await?);
    }
    let rows = 1_usize << (log2 / 2);
    let transposed = transpose([rows, n / rows], &x, &mut y).dispatches()?;
    row("transpose", 2.0 * bytes, median(gpu, &transposed).await?);
    for bins in [256, 65_536] {
        let mut counts = gpu.zeroed(bins)?;
        let counted = histogram(&x, 0.0..1.0, &mut counts).dispatches()?;
        row(
            &format!("histogram, {bins} bins"),
            bytes,
            median(gpu, &counted).await?,
        );
    }
    Ok(())
}

/// Of noise, anew each time: keys in order would be written where they are.
async fn sorts(gpu: &Gpu, log2: u32, report: &mut Report) -> Result<()> {
    let n = 1_usize << log2;
    let (mut keys, mut values) = (gpu.zeroed::<u32>(n)?, gpu.zeroed::<u32>(n)?);
    let filled = fill(gpu, &mut keys, false);
    let copied = median(gpu, &[copy(gpu, &keys, &mut values)]).await?;
    let sorted = sort(&mut keys).dispatches()?;
    let with_values = sort_pairs(&mut keys, &mut values).dispatches()?;
    for (name, dispatches) in [("sort", sorted), ("sort_pairs", with_values)] {
        let mut times = Vec::new();
        for _ in 0..measure::TIMES {
            gpu.run([&filled]).await?;
            times.push(gpu.time(&dispatches).await?.duration.as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        let seconds = times[times.len() / 2];
        let name = format!("{name}, 2^{log2} u32");
        report.row(
            name,
            seconds,
            n as f64 / seconds,
            Unit::Keys,
            4.0 * copied / seconds,
        );
    }
    Ok(())
}

async fn products(gpu: &Gpu, size: usize, report: &mut Report) -> Result<()> {
    let operations = 2.0 * (size as f64).powi(3);
    for size in [size, size - 1] {
        let [a, b] = [
            noise::<f32>(gpu, size * size).await?,
            noise(gpu, size * size).await?,
        ];
        let mut c = gpu.zeroed(size * size)?;
        let multiplied = matmul([size; 3], &a, &b, &mut c).dispatches()?;
        let seconds = median(gpu, &multiplied).await?;
        let name = format!("matmul, {size}³ f32");
        report.row(
            name,
            seconds,
            operations / seconds,
            Unit::Operations,
            f64::NAN,
        );
    }
    if gpu.features().contains(Features::SHADER_F16) {
        let halves = gpu.upload(&vec![f16::from_f32(0.7); size * size])?;
        let mut c = gpu.zeroed(size * size)?;
        let multiplied = matmul([size; 3], &halves, &halves, &mut c).dispatches()?;
        let seconds = median(gpu, &multiplied).await?;
        let name = format!("matmul, {size}³ f16");
        report.row(
            name,
            seconds,
            operations / seconds,
            Unit::Operations,
            f64::NAN,
        );
    }
    Ok(())
}

/// Each in terms of a copy for each pass.
async fn transforms(gpu: &Gpu, log2: u32, report: &mut Report) -> Result<()> {
    for log2 in [log2 - 4, log2 - 1, log2] {
        let n = 1_usize << log2;
        let x = noise::<f32>(gpu, 2 * n).await?;
        let mut y = gpu.zeroed::<f32>(2 * n)?;
        let copied = median(gpu, &[copy(gpu, &x, &mut y)]).await?;
        let transformed = fft(&x.cast(), &mut y.cast_mut(), Direction::Forward).dispatches()?;
        let seconds = median(gpu, &transformed).await?;
        let passes = transformed.len() as f64;
        let name = format!("fft, 2^{log2} complex, {passes} passes");
        let operations = 5.0 * n as f64 * f64::from(log2);
        let ratio = passes * copied / seconds;
        report.row(name, seconds, operations / seconds, Unit::Operations, ratio);
    }
    Ok(())
}
