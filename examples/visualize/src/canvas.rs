//! Pixels to draw lines and texts on.

use font8x8::legacy::BASIC_LEGACY;

/// The side of a character, in pixels.
pub(crate) const CHARACTER: u32 = 8;

/// An RGB picture, in rows from the top. What is drawn beyond its borders is lost.
pub(crate) struct Canvas {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// R, G, B, R, G, B, …
    pub(crate) pixels: Vec<u8>,
}

impl Canvas {
    pub(crate) fn new(width: u32, height: u32, colour: [u8; 3]) -> Self {
        Self {
            width,
            height,
            pixels: colour.repeat(width as usize * height as usize),
        }
    }

    pub(crate) fn set(&mut self, x: u32, y: u32, colour: [u8; 3]) {
        if x < self.width && y < self.height {
            let at = 3 * (y as usize * self.width as usize + x as usize);
            self.pixels[at..at + 3].copy_from_slice(&colour);
        }
    }

    /// Fills a rectangle from a corner.
    pub(crate) fn fill(&mut self, [left, top]: [u32; 2], size: [u32; 2], colour: [u8; 3]) {
        for y in top..top.saturating_add(size[1]).min(self.height) {
            for x in left..left.saturating_add(size[0]).min(self.width) {
                self.set(x, y, colour);
            }
        }
    }

    /// Writes a line, beginning at its upper left corner. What is not ASCII becomes `?`.
    pub(crate) fn write(&mut self, text: &str, [left, top]: [u32; 2], colour: [u8; 3]) {
        for (i, character) in text.chars().enumerate() {
            let rows = BASIC_LEGACY
                .get(character as usize)
                .unwrap_or(&BASIC_LEGACY['?' as usize]);
            for (y, row) in (top..).zip(rows) {
                for x in (0..CHARACTER).filter(|x| row >> x & 1 == 1) {
                    self.set(left + i as u32 * CHARACTER + x, y, colour);
                }
            }
        }
    }
}

/// How many pixels a text is wide.
pub(crate) fn width(text: &str) -> u32 {
    text.chars().count() as u32 * CHARACTER
}
