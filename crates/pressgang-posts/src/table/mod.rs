//! Tables in text: rows of any stream with their places, in memory bounded by the longest row.

mod rows;
mod sniff;

pub(crate) use rows::{Outcome, RawRow, Row, Rows};
pub(crate) use sniff::{Header, header_row};
