//! The command line: read a model, draw it on the GPU, write a PNG.

mod arguments;

use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

use arguments::{Arguments, HELP};
use render_offscreen::{Model, Renderer};
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
            eprintln!("render-offscreen: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let model = Model::load(&arguments.model, arguments.detail)?;
    eprintln!(
        "{} triangles, {} parts, {} textures",
        model.indices.len() / 3,
        model.parts.len(),
        model.textures.len()
    );
    let gpu = Gpu::request().await?;
    eprintln!("GPU: {}", gpu.info().name);
    let renderer = Renderer::new(&gpu).await?;

    let begin = Instant::now();
    let scene = renderer.upload(&model).await?;
    let uploaded = begin.elapsed();
    let picture = renderer.render(&scene, &arguments.view).await?;
    let rendered = begin.elapsed() - uploaded;
    eprintln!(
        "uploaded in {:.1} ms, drawn and read back in {:.1} ms",
        uploaded.as_secs_f64() * 1e3,
        rendered.as_secs_f64() * 1e3
    );

    let output = &arguments.output;
    picture
        .save_with_format(output, image::ImageFormat::Png)
        .map_err(|error| format!("cannot write {output:?}: {error}"))?;
    eprintln!(
        "{output}: {} x {} pixels",
        picture.width(),
        picture.height()
    );
    Ok(())
}
