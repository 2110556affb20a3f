//! A stream that ends at each line's end until it is told to go on.
//!
//! With it a walk over one line cannot run into the next, however long the line and however broken.

use std::io::{self, BufRead, BufReader, Read};

use crate::limits::at_a_time;

/// The lines of a stream, one after the other, without ever holding a whole one.
pub(crate) struct LineScope<'r> {
    input: BufReader<&'r mut dyn Read>,
    /// Offset in the stream of the next byte.
    offset: u64,
    /// As many of the buffered bytes as are known to be of this line.
    clear: usize,
    at_end: bool,
}

impl<'r> LineScope<'r> {
    pub(crate) fn new(input: &'r mut dyn Read, offset: u64) -> io::Result<LineScope<'r>> {
        let input = BufReader::with_capacity(at_a_time(64 << 10), input);
        Ok(LineScope { input, offset, clear: 0, at_end: false })
    }

    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// Moves behind what is left of the line; says where the line ended and whether anything follows.
    pub(crate) fn next_line(&mut self) -> io::Result<(u64, bool)> {
        loop {
            let left = self.fill_buf()?.len();
            if left == 0 {
                break;
            }
            self.consume(left);
        }
        let end = self.offset;
        if self.at_end {
            self.input.consume(1);
            self.offset += 1;
            self.at_end = false;
        }
        Ok((end, !self.input.fill_buf()?.is_empty()))
    }
}

impl Read for LineScope<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buffer)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for LineScope<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.clear == 0 && !self.at_end {
            let chunk = self.input.fill_buf()?;
            let found = memchr::memchr(b'\n', chunk);
            self.clear = found.unwrap_or(chunk.len());
            self.at_end = found == Some(0);
        }
        if self.at_end {
            return Ok(&[]);
        }
        Ok(&self.input.fill_buf()?[..self.clear])
    }

    fn consume(&mut self, bytes: usize) {
        self.input.consume(bytes);
        self.clear -= bytes;
        self.offset += bytes as u64;
    }
}
