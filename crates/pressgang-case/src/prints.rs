//! What the ledger keeps of a file: its SHA-256, which proves it, and marks of its parts, which tell where it differs.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use twox_hash::XxHash3_64;

use crate::files::{FileError, hex};

/// A file is marked in at most so many blocks, so that entries stay small however large the file is.
const MOST_BLOCKS: u64 = 32;

/// Smaller blocks would tell no more than a line or two.
const LEAST_BLOCK: u64 = 1024;

/// Bytes read at once; the size of a block is a multiple or a divisor of it.
const CHUNK: u64 = 1 << 16;

/// What is kept of a file's bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Print {
    /// SHA-256, lower-case hex.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Bytes in a block; 0 where blocks are not known.
    pub block: u64,
    /// Eight hex digits per block, of XXH3: they prove nothing and only tell places.
    pub marks: String,
}

impl Print {
    /// The print of a file, in blocks as its size asks for.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_file(path: &Path) -> Result<Print, FileError> {
        let failed = |e| FileError::new("read", path, e);
        let file = File::open(path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        Print::read(file, block_for(bytes)).map_err(failed)
    }

    /// The print of a file, in the blocks of another print of it.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of_file_like(path: &Path, like: &Print) -> Result<Print, FileError> {
        let failed = |e| FileError::new("read", path, e);
        // Only such blocks were ever written; others would make marks out of step with what is read at once.
        let known = like.block.is_power_of_two() && like.block >= LEAST_BLOCK;
        let block = if known { like.block } else { 0 };
        Print::read(File::open(path).map_err(failed)?, block).map_err(failed)
    }

    /// The print of some bytes.
    pub fn of_bytes(bytes: &[u8]) -> Print {
        Print::read(bytes, block_for(bytes.len() as u64)).unwrap_or_default()
    }

    fn read(mut from: impl Read, block: u64) -> std::io::Result<Print> {
        let mut hash = Sha256::new();
        let mut print = Print { block, ..Print::default() };
        let mut buffer = vec![0; if block == 0 { CHUNK } else { CHUNK.min(block) } as usize];
        let mut mark = 0;
        loop {
            let filled = fill(&mut from, &mut buffer)?;
            if filled == 0 {
                break;
            }
            hash.update(&buffer[..filled]);
            print.bytes += filled as u64;
            if block > 0 {
                mark = XxHash3_64::oneshot_with_seed(mark, &buffer[..filled]);
                if print.bytes.is_multiple_of(block) || filled < buffer.len() {
                    print.marks.push_str(&format!("{:08x}", mark as u32));
                    mark = 0;
                }
            }
        }
        if block > 0 && print.bytes.div_ceil(block) > print.marks.len() as u64 / 8 {
            print.marks.push_str(&format!("{:08x}", mark as u32));
        }
        print.sha256 = hex(&hash.finalize());
        Ok(print)
    }

    /// Adds what is kept to a ledger entry's object.
    pub fn enter(&self, body: &mut Value) {
        body["sha256"] = json!(self.sha256);
        body["bytes"] = json!(self.bytes);
        if self.block > 0 {
            body["block"] = json!(self.block);
            body["marks"] = json!(self.marks);
        }
    }

    /// What an object of a ledger entry keeps of a file; `None` where it names no hash.
    pub fn entered(body: &Value) -> Option<Print> {
        Some(Print {
            sha256: body["sha256"].as_str()?.to_owned(),
            bytes: body["bytes"].as_u64().unwrap_or(0),
            block: body["block"].as_u64().unwrap_or(0),
            marks: body["marks"].as_str().unwrap_or_default().to_owned(),
        })
    }

    /// Where another print of the same file, in the same blocks, differs from this one: from the first block that
    /// differs to the last, or to the end where the size differs; `None` where that is not known.
    pub fn difference(&self, other: &Print) -> Option<Range<u64>> {
        if self.block == 0 || self.block != other.block || !self.marks.is_ascii() {
            return None;
        }
        let (mine, theirs) = (self.marks.as_bytes(), other.marks.as_bytes());
        let differs = |at: &usize| mine.get(at * 8..at * 8 + 8) != theirs.get(at * 8..at * 8 + 8);
        let blocks = mine.len().max(theirs.len()).div_ceil(8);
        let first = (0..blocks).find(differs)? as u64;
        let longest = self.bytes.max(other.bytes);
        let end = if self.bytes == other.bytes {
            (0..blocks).rev().find(differs)? as u64 * self.block + self.block
        } else {
            longest
        };
        Some((first * self.block).min(longest)..end.min(longest))
    }
}

/// The bytes in a block of a file of a size: a power of two.
fn block_for(bytes: u64) -> u64 {
    bytes.div_ceil(MOST_BLOCKS).clamp(LEAST_BLOCK, 1 << 62).next_power_of_two()
}

/// Reads until the buffer is full or nothing is left.
fn fill(from: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match from.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where `changed` differs from `bytes`.
    fn check(bytes: &[u8], changed: &[u8], expected: Option<Range<u64>>) {
        let print = Print::of_bytes(bytes);
        let other = Print::read(changed, print.block).unwrap();
        assert_eq!(print.difference(&other), expected, "{} and {} bytes", bytes.len(), changed.len());
        assert_eq!(print.sha256 == other.sha256, bytes == changed);
    }

    fn bytes(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * 31 % 251) as u8).collect()
    }

    fn flipped(length: usize, at: &[usize]) -> Vec<u8> {
        let mut bytes = bytes(length);
        at.iter().for_each(|at| bytes[*at] ^= 1);
        bytes
    }

    #[test]
    fn a_difference_has_a_place() {
        check(&bytes(0), &bytes(0), None);
        check(&bytes(0), b"x", Some(0..1));
        check(&bytes(100), &flipped(100, &[0]), Some(0..100));
        check(&bytes(5000), &flipped(5000, &[4999]), Some(4096..5000));
        check(&bytes(5000), &flipped(5000, &[1030, 3000]), Some(1024..3072));
        check(&bytes(5000), &bytes(4096), Some(4096..5000));
        check(&bytes(4096), &bytes(5000), Some(4096..5000));
        check(&bytes(5000), &bytes(4000), Some(3072..5000));
        // More than 32 blocks of the least size, and blocks larger than what is read at once.
        check(&bytes(100_000), &flipped(100_000, &[50_000]), Some(49_152..53_248));
        let large = 9_000_000;
        check(&bytes(large), &flipped(large, &[large - 1]), Some(8_912_896..large as u64));
        check(&bytes(large), &flipped(large, &[70_000]), Some(0..524_288));
    }

    #[test]
    fn entries_hold_prints() {
        let print = Print::of_bytes(&bytes(3000));
        let mut body = json!({});
        print.enter(&mut body);
        assert_eq!(Print::entered(&body), Some(print.clone()));
        assert_eq!((print.block, print.marks.len()), (1024, 24));
        assert_eq!(Print::entered(&json!({ "sha256": "ab" })).unwrap().block, 0);
        // What somebody wrote into an entry is not believed.
        let odd = Print { block: 7, ..print };
        assert_eq!(odd.difference(&Print::of_bytes(b"x")), None);
    }
}
