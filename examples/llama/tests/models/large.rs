//! A file that is larger than what a guest can address.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::rc::Rc;

use llama::{Checkpoint, Format, Model, reference};

use super::{
    BOUND, Result, difference, gpu,
    random::{SMALL, Shape, tokens},
};

/// What has been read of a file.
#[derive(Debug, Default)]
struct Reads {
    /// Bytes that were asked for at once.
    largest: usize,
    /// The end of what was asked for.
    furthest: u64,
}

/// A file that is watched.
struct Watched {
    file: File,
    reads: Rc<RefCell<Reads>>,
}

impl Read for Watched {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let end = self.file.stream_position()? + bytes.len() as u64;
        let mut reads = self.reads.borrow_mut();
        reads.largest = reads.largest.max(bytes.len());
        reads.furthest = reads.furthest.max(end);
        self.file.read(bytes)
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

/// In the crate's folder, and sparse: of the first five gigabytes the disk has nothing.
const PATH: &str = "larger-than-a-guest.gguf";
const GAP: u64 = 5 << 30;
/// What is read at a time.
const CHUNK: usize = 8 << 20;

#[wasi_webgpu::test]
async fn a_file_of_five_gigabytes_goes_to_the_gpu_in_chunks() -> Result {
    // Whose embedding is more than a chunk.
    let shape = Shape {
        vocabulary: 36_000,
        layers: 1,
        ..SMALL
    };
    let tokens = tokens(shape.vocabulary, 3);
    let expected = reference::logits(&mut shape.checkpoint(Format::F32)?, &tokens)?;

    let mut file = File::create(PATH).unwrap();
    shape.file(Format::F32).write(&mut file, GAP).unwrap();
    drop(file);
    let reads = Rc::new(RefCell::new(Reads::default()));
    let watched = Watched {
        file: File::open(PATH).unwrap(),
        reads: reads.clone(),
    };
    let opened = Checkpoint::from_gguf(PATH, Box::new(watched));
    // It is there until it is closed.
    fs::remove_file(PATH).unwrap();
    let mut model = Model::load(&gpu().await?, &mut opened?, 8).await?;

    model.feed(&tokens).await?;
    let difference = difference(&model.logits().await?, &expected[2]);
    assert!(difference < BOUND, "{difference:e}");
    let reads = reads.borrow();
    assert!(reads.furthest > GAP, "{reads:?}");
    assert!((CHUNK / 2..=CHUNK).contains(&reads.largest), "{reads:?}");
    Ok(())
}
