//! What the words of the command line mean.

use std::ffi::OsString;

use lexopt::prelude::*;

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Embeddings of sentences by a BERT encoder on the GPU. Prints one for each line, or with --search the
lines that are nearest in meaning.

Usage: embed --model FOLDER [FILE] [OPTIONS]

  FILE                      a sentence a line [default: what comes on stdin]
  -m, --model FOLDER        of all-MiniLM-L6-v2, or another sentence-transformers model of its
                            architecture: model.safetensors, tokenizer.json, config.json
  -s, --search QUERY        print the lines by how near they are to QUERY, with the cosine
  -n, --top N               print the N nearest lines only [default: 10]
      --batch N             sentences that the GPU gets at once [default: 256]
      --sentences-per-second
                            say on stderr how long it took
  -h, --help                print this

An embedding is printed as a JSON array, a line each.
A file is found only in a folder that the host gives to this program.";

/// The command line, understood.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) model: String,
    /// `None` for stdin.
    pub(crate) file: Option<String>,
    pub(crate) search: Option<String>,
    pub(crate) top: usize,
    pub(crate) batch: Option<usize>,
    pub(crate) is_timed: bool,
}

impl Arguments {
    /// Parses the words, the first being the program's name. `None` where help is asked for.
    pub(crate) fn parse(
        words: impl IntoIterator<Item = OsString>,
    ) -> Result<Option<Self>, lexopt::Error> {
        let mut parsed = Self {
            model: String::new(),
            file: None,
            search: None,
            top: 10,
            batch: None,
            is_timed: false,
        };
        let mut parser = lexopt::Parser::from_iter(words);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Short('m') | Long("model") => parsed.model = parser.value()?.string()?,
                Short('s') | Long("search") => parsed.search = Some(parser.value()?.string()?),
                Short('n') | Long("top") => parsed.top = parser.value()?.parse()?,
                Long("batch") => {
                    parsed.batch = Some(parser.value()?.parse()?);
                    if parsed.batch == Some(0) {
                        return Err("--batch is 1 at least".into());
                    }
                }
                Long("sentences-per-second") => parsed.is_timed = true,
                Value(path) if parsed.file.is_none() => parsed.file = Some(path.string()?),
                other => return Err(other.unexpected()),
            }
        }
        if parsed.model.is_empty() {
            return Err("name the folder of a model by --model; see --help".into());
        }
        Ok(Some(parsed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Arguments>, lexopt::Error> {
        Arguments::parse(line.split(' ').map(OsString::from))
    }

    #[test]
    fn every_option() {
        let line = "embed -m model lines.txt -s query -n 3 --batch 32 --sentences-per-second";
        let expected = Arguments {
            model: "model".to_owned(),
            file: Some("lines.txt".to_owned()),
            search: Some("query".to_owned()),
            top: 3,
            batch: Some(32),
            is_timed: true,
        };
        assert_eq!(parse(line).unwrap(), Some(expected));
    }

    #[test]
    fn help_and_mistakes() {
        assert!(parse("embed --help").unwrap().is_none());
        for wrong in [
            "",
            "-m",
            "-m a b c",
            "-m a --top x",
            "-m a --batch 0",
            "-m a --nearest",
        ] {
            let error = parse(&format!("embed {wrong}")).expect_err(wrong);
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
