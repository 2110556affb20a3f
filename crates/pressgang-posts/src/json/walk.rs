//! Walks JSON documents of any size, handing out only the values a reader asks for.
//!
//! Memory is bounded by the longest record: what is entered is never kept, what is captured is kept one at a time, and
//! a value beyond a bound is skipped and named.
//! The walker checks structure only as far as it needs to find its way; what it captures is parsed by the reader.

use std::io::{self, BufRead, BufReader, Read};

use super::LineScope;
use super::visit::{Action, Refused, Step, Visitor};
use crate::Limits;
use crate::limits::at_a_time;
use crate::part::Halt;

/// How a walk ended.
pub(crate) enum Walked {
    Whole,
    /// The document is not JSON from this byte on, or the value that begins here has no end.
    Broken {
        offset: u64,
        reason: &'static str,
    },
}

/// Walks every document of a stream that begins at an offset of its part, one after the other.
pub(crate) fn walk_documents_from(
    input: &mut dyn Read,
    offset: u64,
    limits: &Limits,
    visitor: &mut dyn Visitor,
) -> Result<Walked, Halt> {
    let mut walker = Walker::new(BufReader::with_capacity(at_a_time(64 << 10), input), offset, limits);
    walker.skip_byte_order_mark()?;
    walker.documents(visitor)
}

/// Walks the documents of one line, which is one unless the file is odd.
pub(crate) fn walk_line(line: &mut LineScope<'_>, limits: &Limits, visitor: &mut dyn Visitor) -> Result<Walked, Halt> {
    let offset = line.offset();
    Walker::new(line, offset, limits).documents(visitor)
}

struct Walker<'l, R> {
    input: R,
    offset: u64,
    limits: &'l Limits,
    captured: Vec<u8>,
}

enum Fault {
    Halt(Halt),
    Broken(&'static str),
    /// The value that begins here has no end.
    Unclosed(u64),
}

impl From<Halt> for Fault {
    fn from(halt: Halt) -> Fault {
        Fault::Halt(halt)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Halt(Halt::Damaged(error))
    }
}

const ENDS_EARLY: &str = "the JSON ends early";
const NOT_JSON: &str = "not valid JSON";

/// Keys longer than this match nothing a reader looks for and are cut.
const LONGEST_KEY: usize = 1024;

impl<'l, R: BufRead> Walker<'l, R> {
    fn new(input: R, offset: u64, limits: &'l Limits) -> Walker<'l, R> {
        Walker { input, offset, limits, captured: Vec::new() }
    }

    fn documents(&mut self, visitor: &mut dyn Visitor) -> Result<Walked, Halt> {
        let mut path = Vec::new();
        loop {
            let outcome = match self.next_meaningful() {
                Ok(None) => return Ok(Walked::Whole),
                Ok(Some(first)) => self.value(first, &mut path, visitor),
                Err(fault) => Err(fault),
            };
            match outcome {
                Ok(()) => {}
                Err(Fault::Halt(halt)) => return Err(halt),
                Err(Fault::Broken(reason)) => return Ok(Walked::Broken { offset: self.offset, reason }),
                Err(Fault::Unclosed(offset)) => return Ok(Walked::Broken { offset, reason: ENDS_EARLY }),
            }
        }
    }

    // Recursion goes only as deep as a reader enters, and readers enter a fixed handful of levels.
    fn value(&mut self, first: u8, path: &mut Vec<Step>, visitor: &mut dyn Visitor) -> Result<(), Fault> {
        // Anything else would be a value of no bytes, and the walk would never get past it.
        if !matches!(first, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') {
            return Err(Fault::Broken(NOT_JSON));
        }
        match (visitor.value(path, first, self.offset), first) {
            (Action::Enter, b'{') => {
                self.members(path, visitor)?;
                visitor.leave(path)?;
            }
            (Action::Enter, b'[') => {
                self.elements(path, visitor)?;
                visitor.leave(path)?;
            }
            (Action::Capture, _) => self.capture(first, path, visitor)?,
            (Action::Enter | Action::Skip, _) => {
                self.pass(first, false)?;
            }
        }
        Ok(())
    }

    fn members(&mut self, path: &mut Vec<Step>, visitor: &mut dyn Visitor) -> Result<(), Fault> {
        self.consume(1);
        let mut first_member = true;
        loop {
            match self.required()? {
                b'}' => {
                    self.consume(1);
                    return Ok(());
                }
                b',' if !first_member => {
                    self.consume(1);
                    if self.required()? != b'"' {
                        return Err(Fault::Broken(NOT_JSON));
                    }
                }
                b'"' if first_member => {}
                _ => return Err(Fault::Broken(NOT_JSON)),
            }
            first_member = false;
            let key = self.key()?;
            if self.required()? != b':' {
                return Err(Fault::Broken(NOT_JSON));
            }
            self.consume(1);
            let first = self.required()?;
            path.push(Step::Key(key));
            self.value(first, path, visitor)?;
            path.pop();
        }
    }

    fn elements(&mut self, path: &mut Vec<Step>, visitor: &mut dyn Visitor) -> Result<(), Fault> {
        self.consume(1);
        path.push(Step::Index);
        let mut first_element = true;
        loop {
            let mut first = self.required()?;
            if first == b']' {
                self.consume(1);
                path.pop();
                return Ok(());
            }
            if !first_element {
                if first != b',' {
                    return Err(Fault::Broken(NOT_JSON));
                }
                self.consume(1);
                first = self.required()?;
            }
            first_element = false;
            self.value(first, path, visitor)?;
        }
    }

    fn key(&mut self) -> Result<String, Fault> {
        let _ = self.pass(b'"', true)?;
        let bytes = &self.captured[..self.captured.len().min(LONGEST_KEY)];
        // A key that does not parse matches nothing, and its record is parsed again anyway.
        Ok(serde_json::from_slice(bytes).unwrap_or_default())
    }

    fn capture(&mut self, first: u8, path: &[Step], visitor: &mut dyn Visitor) -> Result<(), Fault> {
        let offset = self.offset;
        let refused = self.pass(first, true)?;
        match refused {
            None => visitor.captured(path, &self.captured, offset)?,
            Some(why) => visitor.refused(path, offset, self.offset - offset, why)?,
        }
        if self.captured.capacity() > 1 << 20 {
            self.captured = Vec::new();
        }
        Ok(())
    }

    /// Moves behind a value, keeping its bytes if wanted and possible.
    fn pass(&mut self, first: u8, keep: bool) -> Result<Option<Refused>, Fault> {
        self.captured.clear();
        let start = self.offset;
        let mut refused = None;
        let mut depth = 0_usize;
        let mut in_string = false;
        let mut escaped = false;
        let is_scalar = !matches!(first, b'{' | b'[' | b'"');
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                // A number at the very end of a stream has no other end.
                return if is_scalar && depth == 0 { Ok(refused) } else { Err(Fault::Unclosed(start)) };
            }
            let mut at = 0;
            let mut done = false;
            while at < chunk.len() && !done {
                if in_string {
                    if escaped {
                        escaped = false;
                        at += 1;
                        continue;
                    }
                    match memchr::memchr2(b'"', b'\\', &chunk[at..]) {
                        None => at = chunk.len(),
                        Some(found) => {
                            at += found + 1;
                            if chunk[at - 1] == b'\\' {
                                escaped = true;
                            } else {
                                in_string = false;
                                done = depth == 0;
                            }
                        }
                    }
                    continue;
                }
                match chunk[at] {
                    b'"' => in_string = true,
                    b'{' | b'[' => {
                        depth += 1;
                        if depth > self.limits.json_depth {
                            refused = refused.or(Some(Refused::TooDeep));
                        }
                    }
                    b'}' | b']' if depth == 0 => break,
                    b'}' | b']' => {
                        depth -= 1;
                        done = depth == 0;
                    }
                    b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => break,
                    _ => {}
                }
                at += 1;
            }
            let ended = done || at < chunk.len();
            if keep && refused.is_none() {
                if self.captured.len() + at > self.limits.record_bytes {
                    refused = Some(Refused::TooLong);
                } else {
                    self.captured.extend_from_slice(&chunk[..at]);
                }
            }
            self.consume(at);
            if refused.is_some() {
                self.captured.clear();
            }
            if ended {
                return Ok(refused);
            }
        }
    }

    fn required(&mut self) -> Result<u8, Fault> {
        self.next_meaningful()?.ok_or(Fault::Broken(ENDS_EARLY))
    }

    /// The first byte that is not white space, which stays where it is.
    fn next_meaningful(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            let blank = chunk.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
            let found = chunk.get(blank).copied();
            self.consume(blank);
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    fn skip_byte_order_mark(&mut self) -> Result<(), Halt> {
        if self.input.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
            self.consume(3);
        }
        Ok(())
    }

    fn consume(&mut self, bytes: usize) {
        self.input.consume(bytes);
        self.offset += bytes as u64;
    }
}
