//! Lines of any stream with their places, in memory bounded by the longest record.

use std::io::{self, Read};

/// One line without its line ending.
pub(crate) enum Line<'a> {
    Text {
        offset: u64,
        bytes: &'a [u8],
    },
    /// Longer than a record may be; its bytes are gone.
    TooLong {
        offset: u64,
        length: u64,
    },
}

/// Splits a stream at LF, dropping a CR before it and a byte order mark at the very start.
pub(crate) struct Lines<'r> {
    input: &'r mut dyn Read,
    longest: usize,
    buffer: Vec<u8>,
    /// The bytes of the buffer that are not yet handed out.
    start: usize,
    end: usize,
    /// Offset in the stream of `buffer[start]`.
    offset: u64,
    finished: bool,
    failure: Option<io::Error>,
}

impl<'r> Lines<'r> {
    pub(crate) fn new(input: &'r mut dyn Read, longest: usize) -> Lines<'r> {
        let buffer = vec![0; 128 << 10];
        Lines { input, longest, buffer, start: 0, end: 0, offset: 0, finished: false, failure: None }
    }

    /// The next line, or `None` at the end.
    ///
    /// When the stream fails, the bytes before the failure are a last line, and the failure follows it.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        if self.offset == 0 && self.start == 0 {
            while self.end < 3 && !self.finished {
                self.fill();
            }
            if self.buffer[..self.end].starts_with(b"\xef\xbb\xbf") {
                self.advance(3);
            }
        }
        let mut searched = 0;
        loop {
            let pending = &self.buffer[self.start..self.end];
            if let Some(at) = memchr::memchr(b'\n', &pending[searched..]) {
                let length = searched + at;
                return Ok(Some(self.take(length, length + 1)));
            }
            searched = pending.len();
            if searched > self.longest {
                return self.skip_rest();
            }
            if self.finished {
                if searched == 0 {
                    return self.failure.take().map_or(Ok(None), Err);
                }
                return Ok(Some(self.take(searched, searched)));
            }
            self.fill();
        }
    }

    /// True if and only if the line just handed out had no line ending because the stream failed.
    pub(crate) fn failing(&self) -> bool {
        self.start == self.end && self.failure.is_some()
    }

    fn take(&mut self, length: usize, with_ending: usize) -> Line<'_> {
        let (offset, start) = (self.offset, self.start);
        self.advance(with_ending);
        if length > self.longest {
            return Line::TooLong { offset, length: length as u64 };
        }
        let bytes = &self.buffer[start..start + length];
        Line::Text { offset, bytes: bytes.strip_suffix(b"\r").unwrap_or(bytes) }
    }

    fn skip_rest(&mut self) -> io::Result<Option<Line<'_>>> {
        let offset = self.offset;
        loop {
            let pending = &self.buffer[self.start..self.end];
            if let Some(at) = memchr::memchr(b'\n', pending) {
                let length = self.offset - offset + at as u64;
                self.advance(at + 1);
                return Ok(Some(Line::TooLong { offset, length }));
            }
            let all = pending.len();
            self.advance(all);
            if self.finished {
                return Ok(Some(Line::TooLong { offset, length: self.offset - offset }));
            }
            self.fill();
        }
    }

    fn advance(&mut self, bytes: usize) {
        self.start += bytes;
        self.offset += bytes as u64;
    }

    fn fill(&mut self) {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.end == self.buffer.len() {
            let doubled = self.buffer.len() * 2;
            self.buffer.resize(doubled, 0);
        }
        match self.input.read(&mut self.buffer[self.end..]) {
            Ok(0) => self.finished = true,
            Ok(n) => self.end += n,
            Err(error) => {
                self.finished = true;
                self.failure = Some(error);
            }
        }
    }
}
