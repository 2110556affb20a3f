//! Whether a file begins like a table, and how its columns are separated and named.

use super::{Outcome, Rows};
use crate::Limits;

/// The first row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) delimiter: u8,
    pub(crate) columns: Vec<String>,
    /// Whether a row near the top is as wide as the header, which tells a table from prose.
    pub(crate) is_regular: bool,
}

/// The bytes of the first row of what begins like a table, without its line ending.
pub(crate) fn header_row(head: &[u8]) -> Option<Vec<u8>> {
    let header = Header::of(head, &Limits::standard())?;
    let mut input = head;
    let mut rows = Rows::new(&mut input, header.delimiter, LONGEST_HEADER);
    match rows.next(usize::MAX).ok()?? {
        Outcome::Row(row) => {
            let start = row.offset as usize;
            head.get(start..start + row.length as usize).map(<[u8]>::to_vec)
        }
        _ => None,
    }
}

/// Longer first rows are no headers.
const LONGEST_HEADER: usize = 64 << 10;

/// Rows behind the header that are looked at.
const ROWS_LOOKED_AT: usize = 5;

impl Header {
    /// The header of a file that begins like a table, with the separator that gives most columns.
    pub(crate) fn of(head: &[u8], limits: &Limits) -> Option<Header> {
        // Broken exports have a zero byte here and there; files that are no text have many, and early.
        let first_row = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
        let zeros = memchr::memchr_iter(0, head).count();
        if zeros > head.len() / 100 || first_row.contains(&0) {
            return None;
        }
        let candidates = b",;\t".iter().filter_map(|&delimiter| Header::with(head, delimiter, limits));
        // The first of equals wins, as the comma is by far the most usual.
        let rank = |header: &Header| (header.is_regular, header.columns.len());
        candidates.reduce(|best, other| if rank(&other) > rank(&best) { other } else { best })
    }

    fn with(head: &[u8], delimiter: u8, limits: &Limits) -> Option<Header> {
        let mut input = head;
        let mut rows = Rows::new(&mut input, delimiter, limits.record_bytes);
        let Some(Outcome::Row(first)) = rows.next(limits.columns).ok()? else { return None };
        let columns: Vec<String> = first.fields().into_iter().map(|name| name.trim().to_owned()).collect();
        if columns.len() < 2 || columns.iter().all(String::is_empty) {
            return None;
        }
        let mut is_regular = true;
        for _ in 0..ROWS_LOOKED_AT {
            match rows.next(limits.columns) {
                Ok(Some(Outcome::Row(row))) => is_regular = row.len() == columns.len(),
                Ok(Some(Outcome::Refused)) => is_regular = false,
                // The head may cut a row anywhere, also behind an opened quote.
                Ok(Some(Outcome::Unclosed) | None) | Err(_) => break,
            }
            if is_regular {
                break;
            }
        }
        Some(Header { delimiter, columns, is_regular })
    }

    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|name| name == column)
    }
}
