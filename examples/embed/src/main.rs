//! The command line: embed each line of a text, or find the lines that are nearest to a query.

mod arguments;

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use arguments::{Arguments, HELP};
use embed::{Capacity, Config, Encoder, Nearest, Tokenizer};
use wasi_webgpu::compute::Gpu;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// So many lines are read before their embeddings are printed.
const LINES: usize = 8192;

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
            eprintln!("embed: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result {
    let mut lines = lines(arguments.file.as_deref())?;
    let mut model = Model::load(arguments).await?;
    let mut nearest = match &arguments.search {
        Some(query) => {
            let query = model.embed(std::slice::from_ref(query)).await?;
            Some(Nearest::new(query, arguments.top))
        }
        None => None,
    };
    model.times = Times::default();
    let mut output = BufWriter::new(io::stdout().lock());
    loop {
        let some: Vec<String> = lines.by_ref().take(LINES).collect::<Result<_>>()?;
        if some.is_empty() {
            break;
        }
        let embeddings = model.embed(&some).await?;
        match &mut nearest {
            Some(nearest) => nearest.extend(some, &embeddings),
            None => print(&mut output, &embeddings, model.encoder.dimension())?,
        }
    }
    for (cosine, line) in nearest.iter().flat_map(Nearest::texts) {
        writeln!(output, "{cosine:.4}\t{line}")?;
    }
    output.flush()?;
    if arguments.is_timed {
        eprintln!("{}", model.times);
    }
    Ok(())
}

/// The lines of a file, or of stdin.
fn lines(file: Option<&str>) -> Result<impl Iterator<Item = Result<String>>> {
    let name = file.unwrap_or("stdin").to_owned();
    let error = move |error| format!("cannot read {name:?}: {error}").into();
    let reader: Box<dyn BufRead> = match file {
        Some(path) => Box::new(BufReader::new(File::open(path).map_err(&error)?)),
        None => Box::new(io::stdin().lock()),
    };
    Ok(reader.lines().map(move |line| line.map_err(&error)))
}

/// An embedding a line, as a JSON array.
fn print(output: &mut impl Write, embeddings: &[f32], dimension: usize) -> io::Result<()> {
    for embedding in embeddings.chunks_exact(dimension) {
        write!(output, "[{}", embedding[0])?;
        for element in &embedding[1..] {
            write!(output, ",{element}")?;
        }
        writeln!(output, "]")?;
    }
    Ok(())
}

struct Model {
    tokenizer: Tokenizer,
    encoder: Encoder,
    times: Times,
}

impl Model {
    async fn load(arguments: &Arguments) -> Result<Self> {
        let folder = Path::new(&arguments.model);
        let config = Config::load(folder)?;
        let tokenizer = Tokenizer::load(folder, &config)?;
        let gpu = Gpu::request().await?;
        eprintln!("GPU: {}", gpu.info().name);
        let mut capacity = Capacity::default();
        capacity.sentences = arguments.batch.unwrap_or(capacity.sentences);
        Ok(Self {
            tokenizer,
            encoder: Encoder::load(&gpu, folder, &config, capacity).await?,
            times: Times::default(),
        })
    }

    async fn embed(&mut self, texts: &[String]) -> Result<Vec<f32>> {
        let begin = Instant::now();
        let tokens = texts.iter().map(|text| self.tokenizer.encode(text));
        let tokens: Vec<_> = tokens.collect::<std::result::Result<_, _>>()?;
        let tokenized = Instant::now();
        let embeddings = self.encoder.encode(&tokens).await?;
        self.times.sentences += texts.len();
        self.times.tokens += tokens.iter().map(Vec::len).sum::<usize>();
        self.times.tokenizing += tokenized - begin;
        self.times.encoding += tokenized.elapsed();
        Ok(embeddings)
    }
}

/// Where the time went.
#[derive(Default)]
struct Times {
    sentences: usize,
    tokens: usize,
    tokenizing: Duration,
    /// From the first upload to the last read-back.
    encoding: Duration,
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [tokenizing, encoding] =
            [self.tokenizing, self.encoding].map(|time| time.as_secs_f64());
        write!(
            f,
            "{} sentences, {} tokens: cut into tokens in {tokenizing:.3} s, encoded in {encoding:.3} s, \
             {:.0} sentences/s",
            self.sentences,
            self.tokens,
            self.sentences as f64 / encoding,
        )
    }
}
