//! Splits a stream into rows and fields.
//!
//! The csv crate would hold a row of any length and gives no byte range, so rows are split here, by its rules: a field
//! may be quoted, a doubled quote within quotes is a quote, and CR, LF or both end a row.

use std::io::{self, Read};

use crate::limits::at_a_time;
use crate::source::bytes_before;

/// One row: its place and its fields.
#[derive(Default)]
pub(crate) struct Row {
    /// The first row, which is the header, has number 0.
    pub(crate) number: u64,
    pub(crate) offset: u64,
    pub(crate) length: u64,
    /// The row as it stands in the file, for the place of what is wrong in it.
    raw: Vec<u8>,
    data: Vec<u8>,
    ends: Vec<usize>,
}

/// What became of a row.
pub(crate) enum Outcome<'a> {
    Row(&'a Row),
    /// Longer than a record may be, or wider than a table may be.
    TooLarge {
        number: u64,
        offset: u64,
        length: u64,
        is_wide: bool,
    },
    /// A quote is opened and never closed.
    Unclosed(&'a Row),
}

impl Row {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The fields one behind the other, and where each ends; or where the row stops being UTF-8.
    pub(crate) fn parts(&self) -> Result<(&[u8], &[usize]), String> {
        match simdutf8::basic::from_utf8(&self.data) {
            Ok(_) => Ok((&self.data, &self.ends)),
            Err(_) => Err(self.invalid()),
        }
    }

    fn invalid(&self) -> String {
        let at = std::str::from_utf8(&self.raw).map_or_else(|error| error.valid_up_to(), str::len);
        format!("invalid UTF-8 at byte {at} of the record")
    }

    /// The fields, or where the row stops being UTF-8.
    pub(crate) fn fields(&self) -> Result<Vec<&str>, String> {
        let (data, ends) = self.parts()?;
        fields_of(data, ends).ok_or_else(|| self.invalid())
    }

    fn clear(&mut self) {
        self.raw.clear();
        self.data.clear();
        self.ends.clear();
    }
}

/// The fields that end at these bytes.
///
/// Fields end at ASCII bytes, so this fails only where an invalid byte straddles two fields.
pub(crate) fn fields_of<'d>(data: &'d [u8], ends: &[usize]) -> Option<Vec<&'d str>> {
    let text = simdutf8::basic::from_utf8(data).ok()?;
    let mut fields = Vec::with_capacity(ends.len());
    let mut start = 0;
    for &end in ends {
        fields.push(text.get(start..end)?);
        start = end;
    }
    Some(fields)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Unquoted,
    Quoted,
    /// Behind a quote that closes the field or doubles.
    QuoteSeen,
}

/// The rows of a stream; empty lines are none.
pub(crate) struct Rows<'r> {
    input: &'r mut dyn Read,
    delimiter: u8,
    longest: usize,
    widest: usize,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    is_utf16: bool,
    finished: bool,
    next_number: u64,
    row: Row,
}

impl<'r> Rows<'r> {
    pub(crate) fn new(input: &'r mut dyn Read, delimiter: u8, longest: usize, widest: usize) -> Rows<'r> {
        Rows {
            input,
            delimiter,
            longest,
            widest,
            buffer: vec![0; at_a_time(64 << 10)],
            start: 0,
            end: 0,
            offset: 0,
            is_utf16: false,
            finished: false,
            next_number: 0,
            row: Row::default(),
        }
    }

    /// The same rows with their places in the UTF-16 that was there before.
    pub(crate) fn counting_utf16(self, is_utf16: bool) -> Rows<'r> {
        Rows { is_utf16, ..self }
    }

    /// The next row, or `None` at the end; a failing stream loses the row it fails in.
    pub(crate) fn next(&mut self) -> io::Result<Option<Outcome<'_>>> {
        if self.offset == 0 {
            self.skip_byte_order_mark()?;
        }
        if !self.skip_line_endings()? {
            return Ok(None);
        }
        let (number, offset) = (self.next_number, self.offset);
        self.next_number += 1;
        self.row.clear();
        let mut state = State::FieldStart;
        let mut is_large = false;
        let mut is_wide = false;
        let mut ended = false;
        while !ended {
            if self.start == self.end && !self.fill()? {
                break;
            }
            let chunk = &self.buffer[self.start..self.end];
            let used;
            (used, ended) = self.row.split(chunk, self.delimiter, &mut state);
            let bytes = if self.is_utf16 { bytes_before(&chunk[..used]) } else { used as u64 };
            self.offset += bytes;
            is_large |= self.offset - offset > self.longest as u64;
            is_wide |= self.row.ends.len() > self.widest;
            if is_large || is_wide {
                self.row.clear();
            } else {
                self.row.raw.extend_from_slice(&self.buffer[self.start..self.start + used]);
            }
            self.start += used;
        }
        let length = self.offset - offset;
        if is_large || is_wide {
            return Ok(Some(Outcome::TooLarge { number, offset, length, is_wide }));
        }
        self.row.ends.push(self.row.data.len());
        (self.row.number, self.row.offset, self.row.length) = (number, offset, length);
        Ok(Some(if state == State::Quoted { Outcome::Unclosed(&self.row) } else { Outcome::Row(&self.row) }))
    }

    fn skip_byte_order_mark(&mut self) -> io::Result<()> {
        while self.end < 3 && self.fill()? {}
        if self.buffer[..self.end].starts_with(b"\xef\xbb\xbf") {
            self.start = 3;
            self.offset = if self.is_utf16 { 2 } else { 3 };
        }
        Ok(())
    }

    /// False if and only if nothing follows.
    fn skip_line_endings(&mut self) -> io::Result<bool> {
        loop {
            if self.start == self.end && !self.fill()? {
                return Ok(false);
            }
            if !matches!(self.buffer[self.start], b'\r' | b'\n') {
                return Ok(true);
            }
            self.start += 1;
            self.offset += if self.is_utf16 { 2 } else { 1 };
        }
    }

    /// Reads more behind what is there; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.finished {
            return Ok(false);
        }
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        }
        let n = self.input.read(&mut self.buffer[self.end..])?;
        self.finished = n == 0;
        self.end += n;
        Ok(n > 0)
    }
}

impl Row {
    /// Takes from `chunk` up to the end of the row; says how many bytes those are and whether the row ended.
    ///
    /// The bytes that end the row are left.
    fn split(&mut self, chunk: &[u8], delimiter: u8, state: &mut State) -> (usize, bool) {
        let mut at = 0;
        while let Some(&byte) = chunk.get(at) {
            match *state {
                State::FieldStart if byte == b'"' => {
                    *state = State::Quoted;
                    at += 1;
                }
                State::FieldStart => *state = State::Unquoted,
                State::Unquoted => {
                    let rest = &chunk[at..];
                    let plain = memchr::memchr3(delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
                    self.data.extend_from_slice(&rest[..plain]);
                    at += plain;
                    match rest.get(plain) {
                        None => {}
                        Some(&found) if found == delimiter => {
                            self.ends.push(self.data.len());
                            *state = State::FieldStart;
                            at += 1;
                        }
                        Some(_) => return (at, true),
                    }
                }
                State::Quoted => {
                    let rest = &chunk[at..];
                    let plain = memchr::memchr(b'"', rest).unwrap_or(rest.len());
                    self.data.extend_from_slice(&rest[..plain]);
                    at += plain;
                    if plain < rest.len() {
                        *state = State::QuoteSeen;
                        at += 1;
                    }
                }
                State::QuoteSeen if byte == b'"' => {
                    self.data.push(b'"');
                    *state = State::Quoted;
                    at += 1;
                }
                State::QuoteSeen => *state = State::Unquoted,
            }
        }
        (at, false)
    }
}
