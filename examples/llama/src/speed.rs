//! How fast it goes.

use std::time::Instant;

/// The times of a prompt and of the tokens after it.
pub(crate) struct Speed {
    prompt: usize,
    start: Instant,
    /// Of the first token that was written, and of the last.
    written: Option<(Instant, Instant)>,
    tokens: usize,
}

impl Speed {
    pub(crate) fn start(prompt: usize) -> Self {
        Self {
            prompt,
            start: Instant::now(),
            written: None,
            tokens: 0,
        }
    }

    /// Another token has come.
    pub(crate) fn token(&mut self) {
        let now = Instant::now();
        let first = self.written.map_or(now, |(first, _)| first);
        self.written = Some((first, now));
        self.tokens += 1;
    }

    /// The prompt's time is until the first token; the tokens' from the first to the last.
    pub(crate) fn report(&self, weight_bytes: u64) -> String {
        let Some((first, last)) = self.written else {
            return "no tokens".to_owned();
        };
        let reading = (first - self.start).as_secs_f64();
        let writing = (last - first).as_secs_f64();
        let steps = self.tokens as f64 - 1.0;
        format!(
            "prompt: {} tokens in {reading:.4} s, {:.1} tokens/s\n\
             then: {steps} tokens in {writing:.4} s, {:.1} tokens/s, {:.1} GB/s of weights",
            self.prompt,
            self.prompt as f64 / reading,
            steps / writing,
            steps * weight_bytes as f64 / writing / 1e9,
        )
    }
}
