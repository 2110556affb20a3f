//! Lines of a stream in blocks, for threads to split and read.

use std::io::{self, Cursor, Read};

use crate::blocks::{BLOCK_BYTES, Block, Feeder};
use crate::part::{Halt, Place};

/// What is done with a line longer than a record may be.
pub(crate) enum Giant<'g, 'a> {
    /// It is named with this reason and passed over.
    Reject(String),
    /// It is read where it stands, and so is all that follows it.
    Read(&'g mut ReadRest<'g, 'a>),
}

/// Reads the rest of a stream, which begins at an offset.
pub(crate) type ReadRest<'g, 'a> = dyn FnMut(&mut dyn Read, u64, &mut Feeder<'_, '_, 'a>) -> Result<(), Halt> + 'g;

/// Gives whole lines to the feeder, block by block; `offset` is where the stream begins within its part.
pub(crate) fn feed_lines<'a>(
    input: &mut dyn Read,
    mut offset: u64,
    longest: usize,
    feeder: &mut Feeder<'_, '_, 'a>,
    giant: &mut Giant<'_, 'a>,
) -> Result<(), Halt> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut start = None;
    // Where a line began that is being passed over.
    let mut passed: Option<u64> = None;
    loop {
        let (failure, ended) = fill(input, &mut bytes, BLOCK_BYTES);
        let first = *start.get_or_insert_with(|| {
            let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
            bytes.drain(..mark);
            offset += mark as u64;
            offset
        });
        if let (Some(begin), Giant::Reject(reason)) = (passed, &*giant) {
            let end = memchr::memchr(b'\n', &bytes);
            if end.is_none() && !ended {
                offset += bytes.len() as u64;
                bytes.clear();
                continue;
            }
            let length = offset + end.unwrap_or(bytes.len()) as u64 - begin;
            feeder.settle()?.reject(Place::bytes(begin, length), reason.as_str())?;
            let behind = end.map_or(bytes.len(), |end| end + 1);
            bytes.drain(..behind);
            offset += behind as u64;
            passed = None;
        }
        let whole = match memchr::memrchr(b'\n', &bytes) {
            _ if ended => bytes.len(),
            Some(last) => last + 1,
            None if bytes.len() <= longest => continue,
            None => match giant {
                Giant::Reject(_) => {
                    passed = Some(offset);
                    offset += bytes.len() as u64;
                    bytes.clear();
                    continue;
                }
                Giant::Read(read) => {
                    feeder.settle()?;
                    return read(&mut Cursor::new(bytes).chain(input), offset, feeder);
                }
            },
        };
        let mut rest = feeder.buffer();
        rest.extend_from_slice(&bytes[whole..]);
        bytes.truncate(whole);
        if !bytes.is_empty() {
            let is_single = memchr::memchr(b'\n', &bytes).is_none_or(|at| at + 1 == whole);
            let is_only_line = offset == first && ended && is_single;
            feeder.push(Block { offset, is_cut: failure.is_some(), is_only_line, bytes, ..Block::default() })?;
        }
        bytes = rest;
        offset += whole as u64;
        match failure {
            Some(failure) => return Err(Halt::Damaged(failure)),
            None if ended => return Ok(()),
            None => {}
        }
    }
}

/// Reads up to so many more bytes; says what failed and whether that is all there is.
fn fill(input: &mut dyn Read, bytes: &mut Vec<u8>, more: usize) -> (Option<io::Error>, bool) {
    let mut filled = bytes.len();
    let wanted = filled + more;
    bytes.resize(wanted, 0);
    let mut outcome = (None, false);
    while filled < wanted {
        match input.read(&mut bytes[filled..]) {
            Ok(0) => outcome = (None, true),
            Ok(n) => {
                filled += n;
                continue;
            }
            Err(error) => outcome = (Some(error), true),
        }
        break;
    }
    bytes.truncate(filled);
    outcome
}
