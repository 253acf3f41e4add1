//! What is measured: the work of each row, by its name and size.

use bytemuck::Pod;
use wasi_webgpu::{
    Features,
    compute::{
        Direction, Element, Gpu, Operation, Scan, Steps, TypedBuffer, fft, map, matmul,
        reduce_into, scan, sort,
    },
    include_wgsl,
    typed::f16,
};

use super::models;
use super::work::Work;
use crate::Result;

include_wgsl!(mod kernels, "../../../primitives/src/kernels.wgsl");

map! {
    fn affine(x: f32) -> f32 {
        return 2 * x + 1;
    }
}

map! {
    fn same(x: u32) -> u32 {
        return x;
    }
}

/// The work of a row such as `reduce/20`, or why there is none.
pub(super) async fn make(gpu: &Gpu, row: &str) -> Result<std::result::Result<Work, &'static str>> {
    let (what, size) = row.split_once('/').unwrap_or((row, ""));
    let size: usize = size.parse()?;
    Ok(Ok(match what {
        "element-wise" => {
            let (x, mut y) = pair::<f32>(gpu, 1 << size).await?;
            let steps = affine(&x, &mut y);
            one(gpu, &steps, &y)?
        }
        "reduce" => {
            let x: TypedBuffer<f32> = noise(gpu, 1 << size).await?;
            let mut sum = gpu.buffer("sum").zeroed(1)?;
            let steps = reduce_into(&x, Operation::Sum, &mut sum);
            one(gpu, &steps, &sum)?
        }
        "scan" => {
            let (x, mut y) = pair::<f32>(gpu, 1 << size).await?;
            let steps = scan(&x, &mut y, Operation::Sum, Scan::Inclusive);
            one(gpu, &steps, &y)?
        }
        "sort" => sorted(gpu, 1 << size).await?,
        "fft" => {
            let (x, mut y) = pair::<[f32; 2]>(gpu, 1 << size).await?;
            let steps = fft(&x, &mut y, Direction::Forward);
            one(gpu, &steps, &y)?
        }
        "matmul" => {
            let (a, b) = (
                noise(gpu, size * size).await?,
                noise(gpu, size * size).await?,
            );
            product::<f32>(gpu, size, &a, &b)?
        }
        "matmul-f16" if !gpu.features().contains(Features::SHADER_F16) => {
            return Ok(Err("no shader-f16"));
        }
        "matmul-f16" => {
            let halves = vec![f16::from_f32(0.7); size * size];
            let (a, b) = (gpu.upload(&halves)?, gpu.upload(&halves)?);
            product(gpu, size, &a, &b)?
        }
        "train" => models::training(gpu, size)?,
        "minilm" => models::sentences(gpu, size)?,
        "llama-prefill" => models::prompt(gpu, size).await?,
        "llama-decode" => models::tokens(gpu, size).await?,
        _ => return Ok(Err("no such row")),
    }))
}

/// Work that is one submission.
fn one<T: Pod>(gpu: &Gpu, steps: &Steps, result: &TypedBuffer<T>) -> Result<Work> {
    Ok(Work::new(gpu)?.run(steps.dispatches()?).result(result))
}

/// Each time, the keys are copied to where they are sorted.
async fn sorted(gpu: &Gpu, len: usize) -> Result<Work> {
    let unsorted: TypedBuffer<u32> = gpu.buffer("unsorted").zeroed(len)?;
    let unsorted = fill(gpu, unsorted, false).await?;
    let mut keys = gpu.buffer("keys").zeroed(len)?;
    let mut dispatches = same(&unsorted, &mut keys).dispatches()?;
    dispatches.extend(sort(&mut keys).dispatches()?);
    Ok(Work::new(gpu)?.run(dispatches).result(&keys))
}

fn product<T: Element>(
    gpu: &Gpu,
    size: usize,
    a: &TypedBuffer<T>,
    b: &TypedBuffer<T>,
) -> Result<Work> {
    let mut c = gpu.buffer("product").zeroed(size * size)?;
    let steps = matmul([size; 3], a, b, &mut c);
    one(gpu, &steps, &c)
}

/// Numbers from 0 to 1, and room for as many.
async fn pair<T: Pod>(gpu: &Gpu, len: usize) -> Result<(TypedBuffer<T>, TypedBuffer<T>)> {
    Ok((noise(gpu, len).await?, gpu.buffer("y").zeroed(len)?))
}

async fn noise<T: Pod>(gpu: &Gpu, len: usize) -> Result<TypedBuffer<T>> {
    fill(gpu, gpu.buffer("x").zeroed(len)?, true).await
}

/// Zeros would be faster than what programs compute with.
async fn fill<T: Pod>(
    gpu: &Gpu,
    mut buffer: TypedBuffer<T>,
    is_float: bool,
) -> Result<TypedBuffer<T>> {
    let words = buffer.size() / 4;
    let group = kernels::Group1 {
        noise: &mut buffer.cast_mut(),
    };
    kernels::fill(gpu, kernels::Overrides { is_float }, group)
        .dispatch_for_folded(words)
        .await?;
    Ok(buffer)
}
