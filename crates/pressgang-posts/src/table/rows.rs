//! Splits a stream into rows and fields.
//!
//! The csv crate would hold a row of any length and gives no byte range, so rows are split here, by its rules: a field
//! may be quoted, a doubled quote within quotes is a quote, and CR, LF or both end a row.

use std::io::{self, Read};

use crate::limits::at_a_time;
use crate::source::bytes_before;

/// One row, split into its fields.
#[derive(Default)]
pub(crate) struct Row {
    /// The first row, which is the header, has number 0.
    pub(crate) number: u64,
    pub(crate) offset: u64,
    pub(crate) length: u64,
    /// Whether every quote that is opened is closed.
    pub(crate) is_closed: bool,
    /// Whether it has more fields than a table may have; those beyond are not kept.
    pub(crate) is_wide: bool,
    data: String,
    ends: Vec<usize>,
}

/// A row as it stands in the file.
pub(crate) enum RawRow<'r> {
    Row {
        number: u64,
        offset: u64,
        length: u64,
        bytes: &'r [u8],
    },
    /// Longer than a record may be.
    TooLong {
        number: u64,
        offset: u64,
        length: u64,
    },
}

/// What became of a row.
pub(crate) enum Outcome<'a> {
    Row(&'a Row),
    /// Longer than a record may be, wider than a table may be, or no UTF-8.
    Refused,
    /// A quote is opened and never closed.
    Unclosed,
}

impl Row {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn fields(&self) -> Vec<&str> {
        let mut start = 0;
        let field = |&end: &usize| {
            let field = self.data.get(start..end).unwrap_or_default();
            start = end;
            field
        };
        self.ends.iter().map(field).collect()
    }

    /// A field by its number.
    pub(crate) fn field(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.data.get(start..end)
    }

    /// Splits a whole row, or says where it stops being UTF-8.
    pub(crate) fn parse(&mut self, raw: &[u8], delimiter: u8, widest: usize) -> Result<(), String> {
        self.data.clear();
        self.ends.clear();
        self.is_wide = false;
        let text = simdutf8::basic::from_utf8(raw).map_err(|_| {
            let at = std::str::from_utf8(raw).map_or_else(|error| error.valid_up_to(), str::len);
            format!("invalid UTF-8 at byte {at} of the record")
        })?;
        let mut state = State::FieldStart;
        let mut at = 0;
        while let Some(&byte) = raw.get(at) {
            match state {
                State::FieldStart if byte == b'"' => {
                    state = State::Quoted;
                    at += 1;
                }
                State::FieldStart => state = State::Unquoted,
                State::Unquoted => {
                    let rest = &raw[at..];
                    let plain = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
                    self.keep(text, at, at + plain);
                    at += plain;
                    if plain < rest.len() {
                        self.end_field(widest);
                        state = State::FieldStart;
                        at += 1;
                    }
                }
                State::Quoted => {
                    let rest = &raw[at..];
                    let plain = memchr::memchr(b'"', rest).unwrap_or(rest.len());
                    self.keep(text, at, at + plain);
                    at += plain;
                    if plain < rest.len() {
                        state = State::QuoteSeen;
                        at += 1;
                    }
                }
                State::QuoteSeen if byte == b'"' => {
                    self.data.push('"');
                    state = State::Quoted;
                    at += 1;
                }
                State::QuoteSeen => state = State::Unquoted,
            }
        }
        self.end_field(widest);
        self.is_closed = state != State::Quoted;
        Ok(())
    }

    /// Fields begin and end beside bytes that are ASCII, so they are always text.
    fn keep(&mut self, text: &str, from: usize, to: usize) {
        self.data.push_str(text.get(from..to).unwrap_or_default());
    }

    fn end_field(&mut self, widest: usize) {
        if self.ends.len() < widest {
            self.ends.push(self.data.len());
        } else {
            self.is_wide = true;
        }
    }
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
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    offset: u64,
    is_utf16: bool,
    finished: bool,
    next_number: u64,
    raw: Vec<u8>,
    row: Row,
}

impl<'r> Rows<'r> {
    pub(crate) fn new(input: &'r mut dyn Read, delimiter: u8, longest: usize) -> Rows<'r> {
        Rows {
            input,
            delimiter,
            longest,
            buffer: vec![0; at_a_time(64 << 10)],
            start: 0,
            end: 0,
            offset: 0,
            is_utf16: false,
            finished: false,
            next_number: 0,
            raw: Vec::new(),
            row: Row::default(),
        }
    }

    /// The same rows with their places in the UTF-16 that was there before.
    pub(crate) fn counting_utf16(self, is_utf16: bool) -> Rows<'r> {
        Rows { is_utf16, ..self }
    }

    /// The next row with its fields, or `None` at the end.
    pub(crate) fn next(&mut self, widest: usize) -> io::Result<Option<Outcome<'_>>> {
        let delimiter = self.delimiter;
        let mut row = std::mem::take(&mut self.row);
        let parsed = match self.next_raw()? {
            None => return Ok(None),
            Some(RawRow::TooLong { .. }) => false,
            Some(RawRow::Row { number, offset, length, bytes }) => {
                (row.number, row.offset, row.length) = (number, offset, length);
                row.parse(bytes, delimiter, widest).is_ok() && !row.is_wide
            }
        };
        self.row = row;
        Ok(Some(match parsed {
            false => Outcome::Refused,
            true if !self.row.is_closed => Outcome::Unclosed,
            true => Outcome::Row(&self.row),
        }))
    }

    /// The next row as it stands, or `None` at the end; a failing stream loses the row it fails in.
    pub(crate) fn next_raw(&mut self) -> io::Result<Option<RawRow<'_>>> {
        if self.offset == 0 {
            self.skip_byte_order_mark()?;
        }
        if !self.skip_line_endings()? {
            return Ok(None);
        }
        let (number, offset) = (self.next_number, self.offset);
        self.next_number += 1;
        self.raw.clear();
        let mut state = State::FieldStart;
        let mut is_large = false;
        let mut ended = false;
        while !ended {
            if self.start == self.end && !self.fill()? {
                break;
            }
            let chunk = &self.buffer[self.start..self.end];
            let used;
            (used, ended) = pass_row(chunk, self.delimiter, &mut state);
            self.offset += if self.is_utf16 { bytes_before(&chunk[..used]) } else { used as u64 };
            is_large |= self.offset - offset > self.longest as u64;
            if is_large {
                self.raw.clear();
            } else {
                self.raw.extend_from_slice(&chunk[..used]);
            }
            self.start += used;
        }
        let length = self.offset - offset;
        if is_large {
            return Ok(Some(RawRow::TooLong { number, offset, length }));
        }
        Ok(Some(RawRow::Row { number, offset, length, bytes: &self.raw }))
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

/// Moves to the end of the row; says how many bytes that are and whether the row ended.
///
/// A quote opens a quoted field only behind a delimiter or at the start, as [`Row::parse`] has it; the bytes that end the
/// row are left.
fn pass_row(chunk: &[u8], delimiter: u8, state: &mut State) -> (usize, bool) {
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
                match memchr::memchr3(b'\n', b'\r', b'"', rest) {
                    None => {
                        at = chunk.len();
                        if chunk.last() == Some(&delimiter) {
                            *state = State::FieldStart;
                        }
                    }
                    Some(found) if rest[found] == b'"' => {
                        let is_opening = found > 0 && rest[found - 1] == delimiter;
                        at += found + 1;
                        if is_opening {
                            *state = State::Quoted;
                        }
                    }
                    Some(found) => return (at + found, true),
                }
            }
            State::Quoted => match memchr::memchr(b'"', &chunk[at..]) {
                None => at = chunk.len(),
                Some(found) => {
                    *state = State::QuoteSeen;
                    at += found + 1;
                }
            },
            State::QuoteSeen if byte == b'"' => {
                *state = State::Quoted;
                at += 1;
            }
            State::QuoteSeen => *state = State::Unquoted,
        }
    }
    (at, false)
}
