//! SHA-256 of one block for each invocation (FIPS 180-4).

use wasi_webgpu::{Result, compute::Gpu, gpu, include_wgsl, kernel, kernel::GlobalIndex};

use crate::{
    Tolerance,
    checked::{Both, Run},
    noise,
};

include_wgsl!(pub(crate) mod by_hand, "sha256.wgsl");

#[gpu]
#[rustfmt::skip]
const K: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

#[gpu]
fn big0(x: u32) -> u32 {
    x.rotate_right(2) ^ x.rotate_right(13) ^ x.rotate_right(22)
}

#[gpu]
fn big1(x: u32) -> u32 {
    x.rotate_right(6) ^ x.rotate_right(11) ^ x.rotate_right(25)
}

#[gpu]
fn small0(x: u32) -> u32 {
    x.rotate_right(7) ^ x.rotate_right(18) ^ (x >> 3)
}

#[gpu]
fn small1(x: u32) -> u32 {
    x.rotate_right(17) ^ x.rotate_right(19) ^ (x >> 10)
}

#[gpu]
fn compressed(block: [u32; 16]) -> [u32; 8] {
    let mut w = [0_u32; 64];
    for t in 0..16 {
        w[t] = block[t];
    }
    for t in 16..64 {
        w[t] = small1(w[t - 2]) + w[t - 7] + small0(w[t - 15]) + w[t - 16];
    }
    let start = [
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
        0x5be0cd19,
    ];
    let mut s = start;
    for t in 0..64 {
        let chosen = (s[4] & s[5]) ^ (!s[4] & s[6]);
        let most = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        let one = s[7] + big1(s[4]) + chosen + K[t] + w[t];
        let two = big0(s[0]) + most;
        for i in (1..8).rev() {
            s[i] = s[i - 1];
        }
        s[4] += one;
        s[0] = one + two;
    }
    for i in 0..8 {
        s[i] += start[i];
    }
    s
}

/// The hash of the four bytes of each number, which is one block.
#[kernel(workgroup_size = 64)]
pub fn sha256(i: GlobalIndex, numbers: &[u32], hashes: &mut [[u32; 8]]) {
    if i < numbers.len() {
        let mut block = [0; 16];
        block[0] = numbers[i];
        block[1] = 0x8000_0000;
        block[15] = 32;
        hashes[i] = compressed(block);
    }
}

pub(crate) fn twin(count: usize) -> Vec<[u32; 8]> {
    let mut hashes = vec![[0; 8]; count];
    sha256::cpu(&noise::on_cpu(count), &mut hashes).dispatch_for(count);
    hashes
}

pub(crate) async fn both(gpu: &Gpu, count: usize) -> Result<Both<[u32; 8]>> {
    let numbers = noise::on_gpu(gpu, count).await?;
    let mut hashes = gpu.zeroed(count)?;
    let dispatch = sha256::launch(gpu, &numbers, &mut hashes)?.dispatch_for(count);
    let rust = Run::once(dispatch, hashes);
    let mut hashes = gpu.zeroed(count)?;
    let group = by_hand::Group0 {
        numbers: &numbers,
        hashes: &mut hashes,
    };
    let dispatch = by_hand::sha256(gpu, group).dispatch_for(count);
    Ok([rust, Run::once(dispatch, hashes)])
}

pub(crate) fn tolerance(_: usize) -> Tolerance {
    Tolerance::EXACT
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn the_hash_is_that_of_the_standard() {
        let mut hashes = [[0; 8]];
        sha256::cpu(&[u32::from_be_bytes(*b"abcd")], &mut hashes).dispatch_for(1);
        // As `printf abcd | sha256sum` has it.
        let expected = [
            0x88d4266f, 0xd4e6338d, 0x13b845fc, 0xf289579d, 0x209c8978, 0x23b9217d, 0xa3e16193,
            0x6f031589,
        ];
        assert_eq!(hashes, [expected]);
    }
}
