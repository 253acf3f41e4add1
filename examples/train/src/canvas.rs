//! Pixels to draw lines and texts on.

use font8x8::legacy::BASIC_LEGACY;

/// The side of a character, in pixels.
pub(crate) const CHARACTER: i32 = 8;

/// An RGB picture, in rows from the top. What is drawn beyond its borders is lost.
pub(crate) struct Canvas {
    width: i32,
    height: i32,
    /// R, G, B, R, G, B, …
    pub(crate) pixels: Vec<u8>,
}

impl Canvas {
    pub(crate) fn new(width: i32, height: i32, colour: [u8; 3]) -> Self {
        Self {
            width,
            height,
            pixels: colour.repeat((width * height) as usize),
        }
    }

    /// Fills a rectangle from a corner.
    pub(crate) fn fill(&mut self, [left, top]: [i32; 2], size: [i32; 2], colour: [u8; 3]) {
        for y in top.max(0)..(top + size[1]).min(self.height) {
            for x in left.max(0)..(left + size[0]).min(self.width) {
                let at = 3 * (y * self.width + x) as usize;
                self.pixels[at..at + 3].copy_from_slice(&colour);
            }
        }
    }

    /// Draws a line, a pixel at each column or row, whichever it has more of.
    pub(crate) fn line(&mut self, from: [f64; 2], to: [f64; 2], width: i32, colour: [u8; 3]) {
        let (across, down) = (to[0] - from[0], to[1] - from[1]);
        let pixels = across.abs().max(down.abs()).ceil().max(1.0);
        for pixel in 0..=pixels as i32 {
            let share = f64::from(pixel) / pixels;
            let place = [from[0] + share * across, from[1] + share * down];
            let corner = place.map(|at| at.round() as i32 - width / 2);
            self.fill(corner, [width; 2], colour);
        }
    }

    /// Writes a line, beginning at its upper left corner. What is not ASCII becomes `?`.
    pub(crate) fn write(&mut self, text: &str, [left, top]: [i32; 2], colour: [u8; 3]) {
        for (i, character) in (0..).zip(text.chars()) {
            let rows = BASIC_LEGACY
                .get(character as usize)
                .unwrap_or(&BASIC_LEGACY['?' as usize]);
            for (y, row) in (top..).zip(rows) {
                for x in (0..CHARACTER).filter(|x| row >> x & 1 == 1) {
                    self.fill([left + i * CHARACTER + x, y], [1; 2], colour);
                }
            }
        }
    }
}

/// How many pixels a text is wide.
pub(crate) fn width(text: &str) -> i32 {
    text.chars().count() as i32 * CHARACTER
}
