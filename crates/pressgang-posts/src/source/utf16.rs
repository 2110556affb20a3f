//! Makes UTF-8 of UTF-16 while it is read, and counts how many bytes there were before.

use std::io::{self, ErrorKind, Read};

/// How the two bytes of a unit are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// The order that a byte order mark shows; that of UTF-32 begins like one of UTF-16.
pub(super) fn order(start: &[u8]) -> Option<Order> {
    match start {
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(Order::Little),
        [0xfe, 0xff, ..] => Some(Order::Big),
        _ => None,
    }
}

/// The text of some whole units of a file that begins with `start`, if that is a file of UTF-16.
pub(crate) fn decoded(start: &[u8], bytes: &[u8]) -> Option<String> {
    let order = order(start)?;
    let unit = |pair: &[u8; 2]| match order {
        Order::Little => u16::from_le_bytes(*pair),
        Order::Big => u16::from_be_bytes(*pair),
    };
    let units = bytes.as_chunks::<2>().0.iter().map(unit);
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// How many bytes of UTF-16 the given bytes of UTF-8 were, wherever they were cut.
///
/// Every first byte of a character was one unit, that of a character of four bytes two; half a pair became a character
/// of three bytes and was one unit too.
pub(crate) fn bytes_before(utf8: &[u8]) -> u64 {
    let units = |byte: &u8| u64::from(byte & 0xc0 != 0x80) + u64::from(*byte >= 0xf0);
    2 * utf8.iter().map(units).sum::<u64>()
}

/// UTF-16 as UTF-8; the byte order mark stays, halves of pairs become U+FFFD.
pub(super) struct Utf16<R> {
    inner: R,
    order: Order,
    raw: Vec<u8>,
    /// Bytes at the start of `raw` that are half a unit.
    odd: usize,
    high: Option<u16>,
    decoded: String,
    given: usize,
    ended: bool,
}

impl<R: Read> Utf16<R> {
    pub(super) fn new(inner: R, order: Order) -> Utf16<R> {
        let (raw, decoded) = (vec![0; 32 << 10], String::new());
        Utf16 { inner, order, raw, odd: 0, high: None, decoded, given: 0, ended: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        self.decoded.clear();
        self.given = 0;
        let n = self.inner.read(&mut self.raw[self.odd..])?;
        if n == 0 {
            self.ended = true;
            if self.high.take().is_some() {
                self.decoded.push(char::REPLACEMENT_CHARACTER);
            } else if self.odd > 0 {
                return Err(io::Error::from(ErrorKind::UnexpectedEof));
            }
            return Ok(());
        }
        let filled = self.odd + n;
        let pairs = self.raw[..filled].chunks_exact(2);
        let rest = pairs.remainder().first().copied();
        for pair in pairs {
            let unit = match self.order {
                Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
                Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
            };
            take(&mut self.high, unit, &mut self.decoded);
        }
        self.odd = 0;
        if let Some(byte) = rest {
            self.raw[0] = byte;
            self.odd = 1;
        }
        Ok(())
    }
}

fn take(high: &mut Option<u16>, unit: u16, decoded: &mut String) {
    if let Some(first) = high.take() {
        if let Some(Ok(c)) = char::decode_utf16([first, unit]).next() {
            decoded.push(c);
            return;
        }
        decoded.push(char::REPLACEMENT_CHARACTER);
    }
    match char::from_u32(u32::from(unit)) {
        Some(c) => decoded.push(c),
        None if unit < 0xdc00 => *high = Some(unit),
        None => decoded.push(char::REPLACEMENT_CHARACTER),
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.decoded.len() && !self.ended {
            self.refill()?;
        }
        let rest = &self.decoded.as_bytes()[self.given..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        self.given += n;
        Ok(n)
    }
}
