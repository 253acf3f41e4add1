//! Files of bytes in so many dimensions.

use std::io::Read;

use crate::Error;

/// The type "unsigned byte" in the third byte of a file.
const BYTES: u8 = 8;

/// Reads a file: its sizes, and as many bytes as those multiplied.
///
/// The format is two zeros, the type, the number of dimensions, and their sizes as big-endian numbers of
/// 32 bits.
pub(crate) fn read<const N: usize>(
    what: &'static str,
    mut file: impl Read,
) -> Result<([usize; N], Vec<u8>), Error> {
    let error = |why: String| Error::Idx { what, why };
    let mut read = |count: usize| {
        let mut bytes = Vec::new();
        match (&mut file).take(count as u64).read_to_end(&mut bytes) {
            Ok(got) if got == count => Ok(bytes),
            Ok(got) => Err(error(format!(
                "the file ends {} bytes too early",
                count - got
            ))),
            Err(why) => Err(error(why.to_string())),
        }
    };
    let magic = read(4)?;
    if magic != [0, 0, BYTES, N as u8] {
        let why = format!(
            "the file begins with {magic:02x?}, and an uncompressed IDX file of {N} dimensions of bytes with \
             [00, 00, 08, {N:02x}]"
        );
        return Err(error(why));
    }
    let mut sizes = [0; N];
    for (size, bytes) in sizes.iter_mut().zip(read(4 * N)?.as_chunks().0) {
        *size = u32::from_be_bytes(*bytes) as usize;
    }
    let count = sizes
        .iter()
        .try_fold(1_usize, |product, &size| product.checked_mul(size));
    match count {
        Some(count) if count > 0 => Ok((sizes, read(count)?)),
        _ => Err(error(format!("{sizes:?} is no size of something"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_bytes() {
        let file = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
        let (sizes, bytes) = read("images", &file[..]).unwrap();
        assert_eq!((sizes, bytes), ([2, 3], vec![1, 2, 3, 4, 5, 6]));
    }

    #[test]
    fn what_is_no_such_file() {
        for (file, why) in [
            (&[0, 0, 8][..], "1 bytes too early"),
            (&[31, 139, 8, 8], "begins with [1f, 8b, 08, 08]"),
            (&[0, 0, 8, 1, 0, 0, 0, 3, 1, 2], "1 bytes too early"),
            (&[0, 0, 8, 1, 0, 0, 0, 0], "no size"),
        ] {
            let error = read::<1>("labels", file).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        let file = [[0, 0, 8, 3].as_slice(), &[255; 12]].concat();
        assert!(read::<3>("images", &file[..]).is_err());
    }
}
