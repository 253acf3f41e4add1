use super::{Element, Operation, Scan, Steps, count, quads, same_len, scan::scan};
use crate::{
    Result,
    compute::{Dispatch, TypedBuffer},
    include_wgsl,
};

include_wgsl!(mod kernels, "sort.wgsl");
include_wgsl!(mod halves, "widen.wgsl");

/// Keys that a workgroup sorts at a time: `TILE` in the shader.
const TILE: u32 = 128 * 12;
/// More workgroups have nothing more to hide, and each has a row of the table that is scanned.
const MOST_GROUPS: u32 = 8192;

/// Sorts in ascending order, floats as [`f32::total_cmp`] does: −NaN, −∞, …, −0, 0, …, ∞, NaN.
///
/// A radix sort by 8 bits at a time, least significant first: each workgroup counts its digits, the
/// counts are scanned, and keys go to their places (N. Satish, M. Harris, M. Garland, "Designing
/// efficient sorting algorithms for manycore GPUs", 2009; the ranks within a workgroup are by masks of
/// equal digits, as in A. Adinets and D. Merrill's "Onesweep", 2022, here without subgroups). It
/// takes a second buffer of the keys' size. Keys and values of `f16` are widened to words of 4 bytes
/// before, and narrowed after: there are two buffers of these, and half as many passes for such keys.
///
/// # Errors
/// Of the steps: the buffer is larger than the device can bind, or memory is short.
pub fn sort<T: Element>(keys: &mut TypedBuffer<T>) -> Steps {
    Steps::new(keys.gpu(), || {
        let words = Words::of("sort", keys)?;
        let passes = passes::<T>(&words.sorted, None)?;
        Ok([words.widen, passes, words.narrow].concat())
    })
}

/// Sorts keys as [`sort`] does, and values along with them. Values of equal keys stay in their order.
///
/// With 0, 1, 2, … as values, these become the order of the keys.
///
/// # Errors
/// Of the steps: the lengths differ, a buffer is larger than the device can bind, or memory is short.
pub fn sort_pairs<T: Element, V: Element>(
    keys: &mut TypedBuffer<T>,
    values: &mut TypedBuffer<V>,
) -> Steps {
    Steps::new(keys.gpu(), || {
        same_len("sort_pairs", values, keys)?;
        let keys = Words::of("sort_pairs", keys)?;
        let values = Words::of("sort_pairs", values)?;
        let passes = passes::<T>(&keys.sorted, Some(values.sorted))?;
        Ok([keys.widen, values.widen, passes, keys.narrow, values.narrow].concat())
    })
}

/// What is sorted: the elements, or what they are widened to before, and narrowed from after.
struct Words {
    sorted: TypedBuffer<u32>,
    widen: Vec<Dispatch>,
    narrow: Vec<Dispatch>,
}

impl Words {
    fn of<T: Element>(call: &str, elements: &TypedBuffer<T>) -> Result<Self> {
        let (gpu, len) = (elements.gpu(), elements.len());
        if size_of::<T>() == size_of::<u32>() {
            return Ok(Self {
                sorted: elements.view(len),
                widen: Vec::new(),
                narrow: Vec::new(),
            });
        }
        let halves = quads(call, elements)?;
        let mut words = gpu.zeroed::<[u32; 4]>(halves.len())?;
        let widen = halves::Group0 {
            halves: &halves.view(halves.len()),
            words: &mut words,
        };
        let widen = halves::widen(gpu, widen).dispatch_for_folded(halves.len());
        let narrow = halves::Group1 {
            sorted_words: &words,
            sorted_halves: &mut halves.view(halves.len()),
        };
        let narrow = halves::narrow(gpu, narrow).dispatch_for_folded(halves.len());
        Ok(Self {
            sorted: words.view(len),
            widen: vec![widen],
            narrow: vec![narrow],
        })
    }
}

/// Passes of 8 bits each, an even number of them, from the buffers to others and back. A key of fewer bits
/// is the upper ones of a word.
fn passes<T: Element>(
    keys: &TypedBuffer<u32>,
    values: Option<TypedBuffer<u32>>,
) -> Result<Vec<Dispatch>> {
    let (gpu, len) = (keys.gpu(), count(keys));
    let tiles = len.div_ceil(TILE);
    let tiles_of_group = tiles.div_ceil(MOST_GROUPS).max(1);
    let groups = tiles.div_ceil(tiles_of_group);
    let entries = 256 * groups as usize;
    let (mut digits, mut starts) = (gpu.zeroed(entries)?, gpu.zeroed(entries)?);
    let scanned = scan(&digits, &mut starts, Operation::Sum, Scan::Exclusive).dispatches()?;

    let overrides = kernels::Overrides { kind: T::SORT_KIND };
    let mut both_keys = [keys.view(keys.len()), gpu.zeroed(keys.len())?];
    let mut both_values = match values {
        Some(values) => {
            let other = gpu.zeroed(values.len())?;
            Some([values, other])
        }
        None => None,
    };
    let mut dispatches = Vec::new();
    let lowest = u32::BITS - 8 * size_of::<T>() as u32;
    for shift in (lowest..u32::BITS).step_by(8) {
        let keys_of_group = tiles_of_group * TILE;
        let params = gpu.upload(&[kernels::Params {
            len,
            shift,
            keys_of_group,
        }])?;
        let [keys, sorted_keys] = &mut both_keys;
        let group0 = || kernels::Group0 {
            params: &params,
            keys,
        };
        let group1 = kernels::Group1 {
            digits: &mut digits,
        };
        let counted = kernels::count(gpu, overrides, group0(), group1);
        let group2 = kernels::Group2 {
            starts: &starts,
            sorted_keys,
        };
        let scattered = match &mut both_values {
            None => kernels::scatter(gpu, overrides, group0(), group2),
            Some([values, sorted_values]) => {
                let group3 = kernels::Group3 {
                    values,
                    sorted_values,
                };
                kernels::scatter_pairs(gpu, overrides, group0(), group2, group3)
            }
        };
        dispatches.push(counted.dispatch_groups([groups, 1, 1]));
        dispatches.extend_from_slice(&scanned);
        dispatches.push(scattered.dispatch_groups([groups, 1, 1]));
        both_keys.swap(0, 1);
        if let Some(values) = &mut both_values {
            values.swap(0, 1);
        }
    }
    Ok(dispatches)
}
