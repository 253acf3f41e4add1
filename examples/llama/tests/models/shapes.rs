//! Random models of odd shapes, in each format, and long sequences.

use llama::{BATCH, Format, Model, reference};
use wasi_webgpu::{Limits, compute::Gpu};

use super::{
    BOUND, Result, difference, gpu,
    random::{ODD, ODD_BLOCKS, SMALL, Shape, tokens},
};

/// Feeds tokens in pieces, and compares the logits after each with the reference.
async fn check(gpu: &Gpu, shape: Shape, format: Format, pieces: &[usize]) -> Result {
    let mut checkpoint = shape.checkpoint(format)?;
    let tokens = tokens(shape.vocabulary, pieces.iter().sum());
    let expected = reference::logits(&mut checkpoint, &tokens)?;
    let mut model = Model::load(gpu, &mut checkpoint, tokens.len()).await?;
    for piece in pieces {
        let start = model.position();
        model.feed(&tokens[start..start + piece]).await?;
        let position = model.position();
        let difference = difference(&model.logits().await?, &expected[position - 1]);
        assert!(
            difference < BOUND,
            "{format}, after {position}: {difference:e}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_f32() -> Result {
    check(&gpu().await?, ODD, Format::F32, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_f16() -> Result {
    check(&gpu().await?, ODD, Format::F16, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_bf16() -> Result {
    check(&gpu().await?, ODD, Format::Bf16, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_q8_0() -> Result {
    check(&gpu().await?, ODD, Format::Q8_0, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_q4_0() -> Result {
    check(&gpu().await?, ODD, Format::Q4_0, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_q4_k() -> Result {
    check(&gpu().await?, ODD_BLOCKS, Format::Q4K, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_q5_k() -> Result {
    check(&gpu().await?, ODD_BLOCKS, Format::Q5K, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn an_odd_shape_in_q6_k() -> Result {
    check(&gpu().await?, ODD_BLOCKS, Format::Q6K, &[5, 1, 1, 2]).await
}

#[wasi_webgpu::test]
async fn batches_and_tiles_of_every_size() -> Result {
    check(&gpu().await?, SMALL, Format::F16, &[1, 63, 64, 65, 2, 100]).await
}

/// More than a batch, then tokens whose attention is split among workgroups.
#[wasi_webgpu::test]
async fn a_long_sequence() -> Result {
    check(
        &gpu().await?,
        SMALL,
        Format::Q8_0,
        &[BATCH - 2, 1, 1, 1, 100, 1, 1],
    )
    .await
}

/// A vocabulary that no buffer holds as a whole.
#[wasi_webgpu::test]
async fn a_vocabulary_in_parts() -> Result {
    // The least that WebGPU lets a program ask for is more than the tests' models have: a device that
    // binds less than its matrix of 1003 rows has to have it in parts.
    let limits = Limits {
        max_storage_buffer_binding_size: 300 << 10,
        ..Limits::default()
    };
    let gpu = Gpu::options().limits(limits).request().await?;
    let shape = Shape {
        intermediate: 64,
        ..ODD
    };
    check(&gpu, shape, Format::F16, &[3, 1]).await
}
