//! Sequences of tokens.

use std::ops::ControlFlow;

use llama::{Format, Model, Sampling};

use super::{
    Result, argmax, gpu,
    random::{SMALL, tokens},
};

/// The most probable tokens, chosen on the CPU.
async fn by_logits(model: &mut Model, prompt: &[u32], count: usize) -> Result<Vec<u32>> {
    model.reset();
    model.feed(prompt).await?;
    let mut chosen = Vec::new();
    while chosen.len() < count {
        chosen.push(argmax(&model.logits().await?));
        model.feed(&chosen[chosen.len() - 1..]).await?;
    }
    Ok(chosen)
}

async fn greedily(model: &mut Model, count: usize) -> Result<Vec<u32>> {
    let mut chosen = Vec::new();
    let each = |token| {
        chosen.push(token);
        ControlFlow::Continue(())
    };
    model.generate(count, &Sampling::GREEDY, each).await?;
    Ok(chosen)
}

#[wasi_webgpu::test]
async fn the_gpu_chooses_what_the_logits_say() -> Result {
    let mut checkpoint = SMALL.checkpoint(Format::F32)?;
    let mut model = Model::load(&gpu().await?, &mut checkpoint, 64).await?;
    for (prompt, count) in [(1, 20), (7, 9), (13, 1)] {
        let prompt = tokens(SMALL.vocabulary, prompt);
        let expected = by_logits(&mut model, &prompt, count).await?;
        model.reset();
        model.feed(&prompt).await?;
        assert_eq!(greedily(&mut model, count).await?, expected);
        assert_eq!(model.position(), prompt.len() + count - 1);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn what_is_broken_off_goes_on() -> Result {
    let mut checkpoint = SMALL.checkpoint(Format::F32)?;
    let mut model = Model::load(&gpu().await?, &mut checkpoint, 64).await?;
    let prompt = tokens(SMALL.vocabulary, 5);
    let expected = by_logits(&mut model, &prompt, 12).await?;
    model.reset();
    model.feed(&prompt).await?;
    let mut chosen = Vec::new();
    let each = |token| {
        chosen.push(token);
        match chosen.len() < 4 {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    };
    model.generate(12, &Sampling::GREEDY, each).await?;
    // The last one has not been worked on.
    model.feed(&chosen[3..]).await?;
    chosen.extend(greedily(&mut model, 8).await?);
    assert_eq!(chosen, expected);
    Ok(())
}

#[wasi_webgpu::test]
async fn the_context_is_where_it_ends() -> Result {
    let mut checkpoint = SMALL.checkpoint(Format::F32)?;
    let mut model = Model::load(&gpu().await?, &mut checkpoint, 16).await?;
    model.feed(&tokens(SMALL.vocabulary, 10)).await?;
    // One for each position that is left, and what comes after the last.
    assert_eq!(greedily(&mut model, 100).await?.len(), 7);
    assert_eq!(model.position(), 16);
    assert!(model.feed(&[0]).await.is_err());
    model.reset();
    assert!(model.feed(&[]).await.is_err());
    assert!(model.feed(&[67]).await.is_err());
    assert!(
        Model::load(&gpu().await?, &mut checkpoint, 1025)
            .await
            .is_err()
    );
    Ok(())
}

#[wasi_webgpu::test]
async fn random_weights_keep_vectors_in_bounds() -> Result {
    let mut config = SMALL.checkpoint(Format::F32)?.config().clone();
    // Whole blocks of every format.
    (config.hidden, config.intermediate) = (256, 512);
    (config.heads, config.kv_heads) = (8, 4);
    let gpu = gpu().await?;
    for format in Format::ALL {
        let mut model = Model::random(&gpu, config.clone(), format, 3, 64).await?;
        model.feed(&tokens(config.vocabulary, 20)).await?;
        let logits = model.logits().await?;
        let square = |logit: &f32| f64::from(*logit).powi(2);
        let mean = logits.iter().map(square).sum::<f64>() / logits.len() as f64;
        assert!((0.1..10.0).contains(&mean), "{format}: {mean}");
    }
    Ok(())
}
