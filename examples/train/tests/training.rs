//! The kernels against their definition on the CPU.
//!
//! Gradients are compared with finite differences of the loss in `f64`, so that no derivation is believed.

use train::reference::{self, Parameter};
use train::{Adam, Batch, Error, Optimizer, Samples, Settings, Shape, Training};
use wasi_webgpu::compute::Gpu;

type Result<T = ()> = std::result::Result<T, Error>;

/// Numbers from -1 to 1.
fn noise(len: usize, seed: u64) -> Vec<f32> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..len).map(|_| 2.0 * random.f32() - 1.0).collect()
}

fn widen(numbers: &[f32]) -> Vec<f64> {
    numbers.iter().copied().map(f64::from).collect()
}

/// One layer, one of each, odd sizes below a tile of 32 and either side of one and two.
fn shapes() -> Vec<(Shape, usize)> {
    [
        (&[3, 2][..], 1),
        (&[1, 1, 1], 1),
        (&[5, 7, 3], 4),
        (&[13, 11, 17, 10], 9),
        (&[31, 33, 32, 5], 32),
        (&[65, 40, 64, 34], 70),
    ]
    .into_iter()
    .map(|(sizes, rows)| (Shape::new(sizes).expect("sizes"), rows))
    .collect()
}

/// A network with a bias everywhere, samples, and what each is.
fn problem(shape: &Shape, rows: usize) -> (Vec<f32>, Vec<f32>, Vec<u32>) {
    let mut parameters = shape.initial(3);
    for (parameter, noise) in parameters.iter_mut().zip(noise(shape.parameters(), 4)) {
        *parameter += 0.1 * noise;
    }
    let x = noise(rows * shape.inputs(), 5);
    let answers = (0..rows).map(|row| (row * 7 % shape.outputs()) as u32);
    (parameters, x, answers.collect())
}

#[wasi_webgpu::test]
async fn logits_and_loss_are_the_reference_within_a_hundred_thousandth() -> Result {
    let gpu = Gpu::request().await?;
    for (shape, rows) in shapes() {
        let (parameters, x, answers) = problem(&shape, rows);
        let mut batch = Batch::new(&gpu, &shape, rows, 1)?;
        batch.x.write(0, &x)?;
        batch.answers.write(0, &answers)?;
        let on_gpu = gpu.upload(&parameters)?;
        let mut dispatches = batch.forward(&on_gpu);
        dispatches.push(batch.loss());
        gpu.run(&dispatches).await?;

        let (parameters, x) = (widen(&parameters), widen(&x));
        let logits = batch.logits().read().await?;
        let expected: Vec<_> = x
            .chunks(shape.inputs())
            .flat_map(|sample| reference::forward(&shape, &parameters, sample))
            .collect();
        assert_eq!(logits.len(), expected.len());
        for (index, (&logit, expected)) in logits.iter().zip(&expected).enumerate() {
            let error = (f64::from(logit) - expected).abs();
            assert!(
                error < 1e-5,
                "{shape:?}, {index}: {logit} is not {expected}"
            );
        }
        let score = batch.scores(0..1).await?[0];
        let error = f64::from(score.loss) - reference::loss(&shape, &parameters, &x, &answers);
        assert!(error.abs() < 1e-5, "{shape:?}: {error:e}");
        let hits = expected.chunks(shape.outputs()).zip(&answers);
        let hits = hits.filter(|(logits, answer)| {
            logits
                .iter()
                .all(|&logit| logit <= logits[**answer as usize])
        });
        assert_eq!(score.accuracy, hits.count() as f32 / rows as f32);
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn gradients_are_the_finite_differences_within_a_hundred_thousandth() -> Result {
    let gpu = Gpu::request().await?;
    for (shape, rows) in shapes() {
        let (parameters, x, answers) = problem(&shape, rows);
        let mut batch = Batch::new(&gpu, &shape, rows, 1)?;
        batch.x.write(0, &x)?;
        batch.answers.write(0, &answers)?;
        let on_gpu = gpu.upload(&parameters)?;
        let mut gradient = gpu.zeroed(shape.parameters())?;
        let mut dispatches = batch.forward(&on_gpu);
        dispatches.push(batch.loss());
        dispatches.extend(batch.backward(&on_gpu, &mut gradient));
        gpu.run(&dispatches).await?;
        let gradient = gradient.read().await?;

        let (mut parameters, x) = (widen(&parameters), widen(&x));
        let largest = gradient
            .iter()
            .fold(0.0_f32, |all, slope| all.max(slope.abs()));
        assert!(
            largest > 1e-3 || shape.outputs() == 1,
            "{shape:?}: {largest:e}"
        );
        for layer in shape.layers() {
            // All of small layers; of large ones some, and the last row, which is the bias.
            let stride = (layer.weights.len() / 200).max(1);
            let bias = layer.weights.end - layer.outputs..layer.weights.end;
            for index in layer.weights.clone().step_by(stride).chain(bias) {
                let loss = |at: &[f64]| reference::loss(&shape, at, &x, &answers);
                let expected = reference::slope(&mut parameters, index, loss);
                let error = f64::from(gradient[index]) - expected;
                assert!(
                    error.abs() < 1e-5 * f64::from(largest.max(0.1)),
                    "{shape:?}, {index}: {error:e} off {expected:e}"
                );
            }
        }
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn adam_is_the_reference_within_a_millionth_of_a_step() -> Result {
    let gpu = Gpu::request().await?;
    let adam = Adam {
        rate: 0.01,
        ..Adam::default()
    };
    // More than a workgroup has, and slopes of many sizes, 0 and with either sign.
    let len = 4 * 300;
    let slopes: Vec<f32> = noise(len, 7)
        .into_iter()
        .enumerate()
        .map(|(i, noise)| noise * 10_f32.powi(i as i32 % 9 - 6) * (i % 10).min(1) as f32)
        .collect();
    let mut parameters = gpu.zeroed(len)?;
    let mut gradient = gpu.zeroed(len)?;
    let mut steps = gpu.upload(&[0])?;
    let mut optimizer = Optimizer::new(&gpu, adam, len)?;
    let step = optimizer.step(&steps, &gradient, &mut parameters);
    let mut expected = vec![Parameter::new(0.0); len];
    for number in 1..=150 {
        // The gradient turns at times.
        let sign = if number % 7 < 5 { 1.0 } else { -0.5 };
        let turned: Vec<_> = slopes.iter().map(|slope| sign * slope).collect();
        gradient.write(0, &turned)?;
        steps.write(0, &[number])?;
        gpu.run([&step]).await?;
        for (parameter, &slope) in expected.iter_mut().zip(&turned) {
            parameter.step(adam, number as i32, slope.into());
        }
        if ![1, 2, 10, 150].contains(&number) {
            continue;
        }
        for (index, (value, expected)) in parameters.read().await?.iter().zip(&expected).enumerate()
        {
            let error = (f64::from(*value) - expected.value).abs();
            let most =
                f64::from(adam.rate) * 1e-6 * f64::from(number) + 1e-6 * expected.value.abs();
            assert!(
                error <= most,
                "step {number}, {index}: {error:e} off {expected:?}"
            );
        }
    }
    Ok(())
}

/// A step of a whole training against one in `f64`, of the samples that the reference says are drawn.
#[wasi_webgpu::test]
async fn a_step_is_taken_from_the_samples_that_are_drawn() -> Result {
    let gpu = Gpu::request().await?;
    let samples = Samples::digits(50, 3);
    let shape = Shape::new(&[samples.values(), 6, samples.classes()])?;
    let settings = Settings {
        batch: 13,
        steps: 5,
        seed: 11,
        ..Settings::default()
    };
    let mut training = Training::new(&gpu, &shape, &samples, settings)?;
    training.run(1).await?;
    let first = widen(&training.parameters().read().await?);
    training.run(2).await?;
    assert_eq!(training.scores().await?.len(), 3);

    let initial = widen(&shape.initial(11));
    let mut losses = Vec::new();
    for (step, parameters) in [(0, &initial), (1, &first)] {
        let drawn: Vec<_> = (0..13)
            .map(|row| {
                samples
                    .get(reference::drawn(11, step, 13, row, 50) as usize)
                    .expect("of 50")
            })
            .collect();
        let pixels = drawn.iter().flat_map(|(pixels, _)| *pixels);
        let x: Vec<_> = pixels.map(|&pixel| f64::from(pixel) / 255.0).collect();
        let answers: Vec<_> = drawn.iter().map(|(_, label)| u32::from(*label)).collect();
        losses.push(reference::loss(&shape, parameters, &x, &answers));
        if step == 0 {
            // The first step of Adam moves each parameter by the rate, against the sign of its slope.
            let mut at = initial.clone();
            for index in (0..shape.parameters()).step_by(97) {
                let slope = reference::slope(&mut at, index, |at| {
                    reference::loss(&shape, at, &x, &answers)
                });
                let moved = first[index] - initial[index];
                let expected = -1e-3 * slope / (slope.abs() + 1e-8);
                // Where it is tiny, f32 knows hardly more than its sign.
                if slope == 0.0 || slope.abs() > 1e-4 {
                    assert!(
                        (moved - expected).abs() < 1e-6,
                        "{index}: {moved:e} for {slope:e}"
                    );
                }
            }
        }
    }
    for (score, loss) in training.scores().await?.iter().zip(losses) {
        assert!(
            (f64::from(score.loss) - loss).abs() < 1e-5,
            "{score:?} is not {loss}"
        );
    }
    Ok(())
}

#[wasi_webgpu::test]
async fn a_network_learns_to_read_digits() -> Result {
    let gpu = Gpu::request().await?;
    let (held_out, samples) = Samples::digits(2_500, 1).split_at(500);
    let shape = Shape::new(&[samples.values(), 64, samples.classes()])?;
    let settings = Settings {
        batch: 64,
        steps: 400,
        adam: Adam {
            rate: 3e-3,
            ..Adam::default()
        },
        ..Settings::default()
    };
    let mut training = Training::new(&gpu, &shape, &samples, settings)?;
    let before = training.test(&held_out).await?;
    training.run(400).await?;
    let after = training.test(&held_out).await?;
    assert!(before.accuracy < 0.3, "{before:?}");
    assert!(after.accuracy > 0.8 && after.loss < 0.6, "{after:?}");
    Ok(())
}

#[wasi_webgpu::test]
async fn the_same_seed_gives_the_same_network() -> Result {
    let gpu = Gpu::request().await?;
    let samples = Samples::digits(100, 1);
    let shape = Shape::new(&[samples.values(), 10, samples.classes()])?;
    let train = async |seed, runs: &[u32]| -> Result<Vec<f32>> {
        let settings = Settings {
            batch: 20,
            steps: 70,
            seed,
            ..Settings::default()
        };
        let mut training = Training::new(&gpu, &shape, &samples, settings)?;
        for &steps in runs {
            training.run(steps).await?;
        }
        Ok(training.parameters().read().await?)
    };
    let once = train(1, &[70]).await?;
    assert_eq!(once, train(1, &[1, 0, 69]).await?);
    assert_ne!(once, train(2, &[70]).await?);
    Ok(())
}

#[wasi_webgpu::test]
async fn what_does_not_fit_is_refused() -> Result {
    let gpu = Gpu::request().await?;
    let samples = Samples::digits(20, 1);
    let settings = Settings {
        batch: 4,
        steps: 3,
        ..Settings::default()
    };
    for sizes in [[samples.values() + 4, 10], [samples.values(), 9]] {
        let shape = Shape::new(&sizes)?;
        let error = Training::new(&gpu, &shape, &samples, settings).err();
        assert!(matches!(error, Some(Error::Samples { .. })), "{error:?}");
    }
    let shape = Shape::new(&[samples.values(), 10])?;
    let (none, samples) = samples.split_at(0);
    let error = Training::new(&gpu, &shape, &none, settings).err();
    assert!(matches!(error, Some(Error::Samples { .. })), "{error:?}");
    for batch in [0, Batch::MOST + 1] {
        let error = Training::new(&gpu, &shape, &samples, Settings { batch, ..settings }).err();
        assert!(matches!(error, Some(Error::Batch { .. })), "{error:?}");
    }
    let mut training = Training::new(&gpu, &shape, &samples, settings)?;
    training.run(2).await?;
    let error = training.run(2).await.err();
    assert!(
        matches!(error, Some(Error::Steps { steps: 2, rest: 1 })),
        "{error:?}"
    );
    Ok(())
}
