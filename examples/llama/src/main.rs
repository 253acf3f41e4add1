//! The command line: load a model, go on with a prompt, print the text as it comes.

mod arguments;
mod speed;

use std::error::Error;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use arguments::{Arguments, HELP, Input};
use llama::{Checkpoint, Model, Tokenizer};
use speed::Speed;
use wasi_webgpu::compute::Gpu;

#[wasi_webgpu::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse(std::env::args_os()) {
        Ok(Some(arguments)) => run(&arguments).await,
        Ok(None) => {
            println!("{HELP}");
            Ok(())
        }
        Err(error) => Err(error.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("llama: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The most positions unless `--context` says another number.
const CONTEXT: usize = 4096;

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let gpu = Gpu::request().await?;
    let context = |positions: usize| arguments.context.unwrap_or(positions.min(CONTEXT));
    match &arguments.input {
        Input::Model { path, prompt } => {
            let path = Path::new(path);
            let mut checkpoint = Checkpoint::open(path)?;
            let tokenizer = Tokenizer::open(path, &checkpoint)?;
            let tokens = tokenizer.encode(prompt)?;
            let context = context(checkpoint.config().positions);
            let mut model = Model::load(&gpu, &mut checkpoint, context).await?;
            let ends = model.config().ends.clone();
            let mut text = tokenizer.stream();
            for &token in &tokens {
                print(&text.next(token)?)?;
            }
            let mut show = |token| {
                if ends.contains(&token) {
                    return Ok(ControlFlow::Break(()));
                }
                print(&text.next(token)?)?;
                Ok(ControlFlow::Continue(()))
            };
            generate(arguments, &mut model, &tokens, &mut show).await?;
        }
        Input::Random {
            config,
            format,
            prompt_tokens,
        } => {
            let context = context(config.positions);
            let mut random = fastrand::Rng::with_seed(arguments.sampling.seed);
            let vocabulary = config.vocabulary as u32;
            let tokens = (0..*prompt_tokens).map(|_| random.u32(..vocabulary));
            let tokens: Vec<_> = tokens.collect();
            let seed = arguments.sampling.seed as u32;
            let mut model = Model::random(&gpu, (**config).clone(), *format, seed, context).await?;
            let mut show = |token| {
                print(&format!("{token} "))?;
                Ok(ControlFlow::Continue(()))
            };
            generate(arguments, &mut model, &tokens, &mut show).await?;
        }
    }
    println!();
    Ok(())
}

fn print(text: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Gives `show` the tokens that follow a prompt.
async fn generate(
    arguments: &Arguments,
    model: &mut Model,
    prompt: &[u32],
    show: &mut dyn FnMut(u32) -> Result<ControlFlow<()>, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    if arguments.tokens_per_second {
        model.warm_up().await?;
    }
    let mut speed = Speed::start(prompt.len());
    model.feed(prompt).await?;
    let mut shown = Ok(ControlFlow::Continue(()));
    let each = |token| {
        speed.token();
        shown = show(token);
        match shown {
            Ok(flow) => flow,
            Err(_) => ControlFlow::Break(()),
        }
    };
    model
        .generate(arguments.tokens, &arguments.sampling, each)
        .await?;
    let _ = shown?;
    if arguments.tokens_per_second {
        eprintln!("\n{}", speed.report(model.weight_bytes()));
    }
    Ok(())
}
