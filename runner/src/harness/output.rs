//! A guest's stdout and stderr in one buffer, in the order in which they were written.

use std::io::Write;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::io::AsyncWrite;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};
use wasmtime_wasi::p2::{OutputStream, Pollable, StreamResult};

use super::chatter::{Chatter, Report};

/// How much a guest may write at once; it may write as often as it likes.
const WRITE_SIZE: usize = 1 << 16;

/// What a guest writes.
pub(super) struct Output(Arc<Mutex<Buffer>>);

struct Buffer {
    bytes: Vec<u8>,
    /// What removes libtest's own output from stdout.
    chatter: Option<Chatter>,
    /// Pass everything on to the runner's own stdout and stderr, too.
    live: bool,
}

impl Output {
    /// Keeps all that is written.
    pub(super) fn captured() -> Self {
        Self::new(None, false)
    }

    /// Keeps what the one test that the guest runs writes, and with `live` shows it, too.
    pub(super) fn of_test(live: bool) -> Self {
        Self::new(Some(Chatter::default()), live)
    }

    fn new(chatter: Option<Chatter>, live: bool) -> Self {
        Self(Arc::new(Mutex::new(Buffer {
            bytes: Vec::new(),
            chatter,
            live,
        })))
    }

    pub(super) fn stdout(&self) -> Stream {
        self.stream(Source::Stdout)
    }

    pub(super) fn stderr(&self) -> Stream {
        self.stream(Source::Stderr)
    }

    fn stream(&self, source: Source) -> Stream {
        Stream {
            buffer: self.0.clone(),
            source,
        }
    }

    /// To be called when the guest has ended: what libtest in the guest said of the test.
    pub(super) fn finish(&self) -> Option<Report> {
        let mut buffer = lock(&self.0);
        let (rest, report) = buffer.chatter.as_mut()?.finish();
        buffer.push(Source::Stdout, &rest);
        report
    }

    /// What was written so far.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&lock(&self.0).bytes).into_owned()
    }
}

/// One of a guest's two output streams.
#[derive(Clone)]
pub(super) struct Stream {
    buffer: Arc<Mutex<Buffer>>,
    source: Source,
}

#[derive(Clone, Copy)]
enum Source {
    Stdout,
    Stderr,
}

impl Stream {
    fn write_all(&self, bytes: &[u8]) {
        let mut buffer = lock(&self.buffer);
        match (self.source, &mut buffer.chatter) {
            (Source::Stdout, Some(chatter)) => {
                let bytes = chatter.filter(bytes);
                buffer.push(self.source, &bytes);
            }
            _ => buffer.push(self.source, bytes),
        }
    }
}

impl Buffer {
    fn push(&mut self, source: Source, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        if self.live && !bytes.is_empty() {
            // Nobody is left to tell when the runner's own output is closed.
            let _ = match source {
                Source::Stdout => {
                    let mut stdout = std::io::stdout().lock();
                    stdout.write_all(bytes).and_then(|()| stdout.flush())
                }
                Source::Stderr => std::io::stderr().write_all(bytes),
            };
        }
    }
}

fn lock(buffer: &Mutex<Buffer>) -> MutexGuard<'_, Buffer> {
    buffer.lock().unwrap_or_else(PoisonError::into_inner)
}

impl IsTerminal for Stream {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Stream {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }

    // The default would write from a task of its own, so that stdout and stderr lose their order
    // and a trap loses what was written last.
    fn p2_stream(&self) -> Box<dyn OutputStream> {
        Box::new(self.clone())
    }
}

impl OutputStream for Stream {
    fn write(&mut self, bytes: Bytes) -> StreamResult<()> {
        self.write_all(&bytes);
        Ok(())
    }

    fn flush(&mut self) -> StreamResult<()> {
        Ok(())
    }

    fn check_write(&mut self) -> StreamResult<usize> {
        Ok(WRITE_SIZE)
    }
}

#[wasmtime_wasi::async_trait]
impl Pollable for Stream {
    async fn ready(&mut self) {}
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        self.write_all(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
