//! What the blur needs to know before it runs: its weights, and how to cut a picture into strips.

use crate::Filter;

/// Bytes of one intermediate pixel, a `vec4<f32>`.
const STRIP_PIXEL_BYTES: u64 = 16;

/// The most memory that the intermediate strip takes: enough to keep a GPU busy.
const STRIP_BYTES: u64 = 64 << 20;

/// The most pixel reads of one submission. Drivers end programs whose work takes seconds, so a
/// large blur of a large picture goes to the queue in pieces.
const SUBMISSION_READS: u64 = 1 << 30;

/// The weights of a Gaussian of this radius along `length` pixels: at distance 0, 1, 2 … up to the
/// radius or `length - 1`, and last the sum of those still further away, on one side.
///
/// From any centre, a pixel at distance `length` or more lies beyond the border, where the border's
/// own pixel counts. So the work for a pixel is at most that of its row, however large the radius.
pub(crate) fn weights(radius: u32, length: u32) -> Vec<f32> {
    let radius = radius.min(Filter::MAX_RADIUS);
    let deviation = f64::from(radius.max(1)) / 3.0;
    let curve = |distance: u32| (-0.5 * (f64::from(distance) / deviation).powi(2)).exp();
    let reach = radius.min(length.saturating_sub(1));
    let beyond: f64 = (reach + 1..=radius).map(curve).sum();
    let within: f64 = (1..=reach).map(curve).sum();
    let total = curve(0) + 2.0 * (within + beyond);
    (0..=reach)
        .map(curve)
        .chain([beyond])
        .map(|weight| (weight / total) as f32)
        .collect()
}

/// How many columns of a picture to blur in one submission: as many as memory and patience allow,
/// at least one, in whole workgroups of `tile` columns where there are several strips.
///
/// `across` and `down` are the numbers of weights along x and y; `binding_limit` is in bytes.
pub(crate) fn strip_columns(
    (width, height): (u32, u32),
    (across, down): (usize, usize),
    binding_limit: u64,
    tile: u32,
) -> u32 {
    let by_memory = STRIP_BYTES.min(binding_limit) / (STRIP_PIXEL_BYTES * u64::from(height));
    let reads_a_column = u64::from(height) * 2 * (across + down) as u64;
    let by_reads = SUBMISSION_READS / reads_a_column;
    let columns = by_memory.min(by_reads).clamp(1, u64::from(width)) as u32;
    if columns < width && columns > tile {
        columns - columns % tile
    } else {
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_one() {
        for radius in [1, 2, 3, 10, 1000, Filter::MAX_RADIUS] {
            for length in [1, 2, 7, 1024] {
                let weights = weights(radius, length);
                assert!(weights.len() <= length as usize + 1);
                let sum: f64 = weights[1..].iter().map(|&w| 2.0 * f64::from(w)).sum();
                let sum = sum + f64::from(weights[0]);
                assert!((sum - 1.0).abs() < 1e-5, "{radius} {length}: {sum}");
            }
        }
    }

    #[test]
    fn strips_cover_memory_and_time() {
        // Memory: 64 MiB / (16 B * 2160) = 1941 columns, 121 whole workgroups of 16.
        assert_eq!(strip_columns((3840, 2160), (5, 5), 128 << 20, 16), 1936);
        assert_eq!(strip_columns((512, 512), (5, 5), 128 << 20, 16), 512);
        // Time.
        assert_eq!(strip_columns((3840, 2160), (3841, 2161), 128 << 20, 16), 32);
        assert_eq!(strip_columns((1, 1_048_560), (2, 2), 128 << 20, 16), 1);
        assert_eq!(strip_columns((9, 1 << 30), (2, 1 << 20), 1024, 16), 1);
    }
}
