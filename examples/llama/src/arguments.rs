//! What the words of the command line mean.

use std::ffi::OsString;

use lexopt::prelude::*;
use llama::{Config, Format, Sampling};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Goes on with a text by a Llama model, on the GPU.

Usage: llama --model PATH [OPTIONS] PROMPT
       llama --random SHAPE [OPTIONS]

  -m, --model PATH         a GGUF file, or a folder with config.json, tokenizer.json and safetensors
  -n, --tokens N           how many tokens to write at most [default: 128]
  -t, --temperature T      0 for the most probable token each time; above, tokens are drawn, the less
                           probable ones more often the higher it is [default: 0]
  -p, --top-p P            draw from the most probable tokens that have P of the probability [default: 0.9]
  -s, --seed S             a whole number; the same gives the same text [default: 1]
  -c, --context N          the most tokens of prompt and text together [default: 4096, or the model's]
      --tokens-per-second  print the speed on stderr
      --random SHAPE       instead of a model: random weights in the shape of Llama 1b, 3b or 8b
      --format FORMAT      of the random weights: f32, f16, bf16, q8_0, q4_0, q4_k, q5_k, q6_k [default: f16]
      --prompt-tokens N    of the random prompt [default: 128]
  -h, --help               print this

The text goes to stdout as it comes. A file is found only in a folder that the host gives to this program.";

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) input: Input,
    /// The most to write.
    pub(crate) tokens: usize,
    pub(crate) sampling: Sampling,
    pub(crate) context: Option<usize>,
    pub(crate) tokens_per_second: bool,
}

/// A model with what it is to go on with.
#[derive(Debug, PartialEq)]
pub(crate) enum Input {
    Model {
        path: String,
        prompt: String,
    },
    Random {
        config: Box<Config>,
        format: Format,
        prompt_tokens: usize,
    },
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let (mut model, mut random, mut prompt) = (None, None, None);
        let (mut format, mut prompt_tokens) = (Format::F16, 128);
        let mut sampling = Sampling {
            temperature: 0.0,
            top_p: 0.9,
            seed: 1,
        };
        let (mut tokens, mut context, mut tokens_per_second) = (128, None, false);
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Short('m') | Long("model") => model = Some(parser.value()?.string()?),
                Short('n') | Long("tokens") => tokens = parser.value()?.parse()?,
                Short('t') | Long("temperature") => {
                    sampling.temperature = number(&mut parser, "--temperature", f32::MAX)?;
                }
                Short('p') | Long("top-p") => {
                    sampling.top_p = number(&mut parser, "--top-p", 1.0)?;
                }
                Short('s') | Long("seed") => sampling.seed = parser.value()?.parse()?,
                Short('c') | Long("context") => context = Some(parser.value()?.parse()?),
                Long("tokens-per-second") => tokens_per_second = true,
                Long("random") => random = Some(shape(&parser.value()?.string()?)?),
                Long("format") => format = parser.value()?.parse()?,
                Long("prompt-tokens") => prompt_tokens = parser.value()?.parse()?,
                Value(text) if prompt.is_none() => prompt = Some(text.string()?),
                other => return Err(other.unexpected()),
            }
        }
        let input = match (model, random, prompt) {
            (Some(path), None, Some(prompt)) => Input::Model { path, prompt },
            (None, Some(config), None) => Input::Random {
                config: Box::new(config),
                format,
                prompt_tokens,
            },
            _ => {
                return Err(
                    "give --model PATH and a PROMPT, or --random SHAPE (see --help)".into(),
                );
            }
        };
        Ok(Some(Self {
            input,
            tokens,
            sampling,
            context,
            tokens_per_second,
        }))
    }
}

fn number(parser: &mut lexopt::Parser, option: &str, most: f32) -> Result<f32, lexopt::Error> {
    let value = parser.value()?.parse()?;
    if (0.0..=most).contains(&value) {
        Ok(value)
    } else {
        Err(format!("{option} goes from 0 to {most}, and {value} does not").into())
    }
}

fn shape(name: &str) -> Result<Config, lexopt::Error> {
    Config::preset(name).ok_or_else(|| format!("{name:?} is no shape; there are 1b, 3b, 8b").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn every_option() {
        let line = "llama -m m.gguf -n 7 -t 0.5 -p 0.25 -s 9 -c 64 --tokens-per-second Once";
        let expected = Arguments {
            input: Input::Model {
                path: "m.gguf".to_owned(),
                prompt: "Once".to_owned(),
            },
            tokens: 7,
            sampling: Sampling {
                temperature: 0.5,
                top_p: 0.25,
                seed: 9,
            },
            context: Some(64),
            tokens_per_second: true,
        };
        assert_eq!(parse(line).unwrap(), Some(expected));

        let random = parse("llama --random 1b --format q4_0 --prompt-tokens 3").unwrap();
        let expected = Input::Random {
            config: Box::new(Config::preset("1b").unwrap()),
            format: Format::Q4_0,
            prompt_tokens: 3,
        };
        assert_eq!(random.unwrap().input, expected);
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("llama --help").unwrap().is_none());
        for wrong in [
            "--model m.gguf",
            "--model m.gguf a b",
            "Once",
            "--random 2b",
            "--random 1b --model m.gguf Once",
            "--random 1b --format q5",
            "--random 1b -t -1",
            "--random 1b -p 1.5",
            "--random 1b -t NaN",
            "--random 1b -n x",
        ] {
            let error = parse(&format!("llama {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
