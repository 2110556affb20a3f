//! The rows of one sheet.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use super::strings::Strings;
use super::xml::{Xml, attribute, unescaped};
use crate::{Limits, Timestamp};

/// What is in a cell; empty cells and errors (`#N/A`) are none.
pub(crate) enum Value<'s> {
    Text(Cow<'s, str>),
    Number(f64),
    /// A date and a time without a zone, as if it were UTC; nothing where it is only a time of day.
    Time(Option<Timestamp>),
}

/// A value in the column it stands in; the first has number 0.
pub(crate) struct Cell<'s> {
    pub(crate) column: u32,
    pub(crate) value: Value<'s>,
}

/// One row that is not empty.
pub(crate) struct Row<'s> {
    /// As Excel shows it: the first has number 1.
    pub(crate) number: u64,
    pub(crate) cells: Vec<Cell<'s>>,
    /// Why the row cannot be used, where it goes beyond a bound.
    pub(crate) excess: Option<String>,
}

/// The rows of a sheet, one at a time.
pub(crate) struct Rows<'a> {
    xml: Xml<'a>,
    strings: &'a Strings,
    times: &'a [bool],
    counts_from_1904: bool,
    longest: usize,
    widest: usize,
    number: u64,
    ended: bool,
}

/// The tag of a cell.
struct Tag {
    column: Option<u32>,
    style: Option<usize>,
    kind: Option<String>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(
        xml: Xml<'a>,
        strings: &'a Strings,
        times: &'a [bool],
        counts_from_1904: bool,
        limits: &Limits,
    ) -> Rows<'a> {
        let (longest, widest) = (limits.record_bytes, limits.columns);
        Rows { xml, strings, times, counts_from_1904, longest, widest, number: 0, ended: false }
    }

    /// How many rows there were so far, empty ones included.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// The next row that has a value; of its cells only those in `wanted` columns are kept.
    pub(crate) fn next(&mut self, wanted: &dyn Fn(u32) -> bool) -> Result<Option<Row<'a>>, String> {
        while !self.ended {
            match self.step()? {
                Step::Row(number) => {
                    self.number = number.unwrap_or(self.number.saturating_add(1));
                    if let Some(row) = self.row(wanted)? {
                        return Ok(Some(row));
                    }
                }
                Step::End if self.xml.depth() == 0 => self.ended = true,
                _ => {}
            }
        }
        self.xml.finish()?;
        Ok(None)
    }

    fn step(&mut self) -> Result<Step, String> {
        Ok(match self.xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "row" => Step::Row(attribute(&element, "r").and_then(|number| number.trim().parse().ok())),
                "c" => Step::Cell(tag(&element)),
                "v" => Step::Value,
                "is" => Step::Text,
                _ => Step::Other,
            },
            Event::End(_) => Step::End,
            _ => Step::Other,
        })
    }

    fn row(&mut self, wanted: &dyn Fn(u32) -> bool) -> Result<Option<Row<'a>>, String> {
        let inside = self.xml.depth();
        let mut row = Row { number: self.number, cells: Vec::new(), excess: None };
        let (mut is_empty, mut next_column, mut bytes) = (true, 0, 0_usize);
        while self.xml.depth() >= inside {
            let Step::Cell(tag) = self.step()? else { continue };
            let column = tag.column.unwrap_or(next_column);
            next_column = column.saturating_add(1);
            let (value, is_long) = match self.value(&tag)? {
                Found::Nothing => continue,
                Found::TooLong => (None, true),
                Found::Value(value) => (Some(value), false),
            };
            is_empty = false;
            if !wanted(column) {
                continue;
            }
            if let Some(Value::Text(text)) = &value {
                bytes = bytes.saturating_add(text.len());
            }
            if is_long || bytes > self.longest {
                row.excess = Some(format!("the record is longer than {} bytes", self.longest));
            } else if row.cells.len() == self.widest {
                row.excess = Some(format!("the row has more than {} fields", self.widest));
            }
            match value {
                Some(value) if row.excess.is_none() => row.cells.push(Cell { column, value }),
                _ => row.cells.clear(),
            }
        }
        Ok((!is_empty).then_some(row))
    }

    fn value(&mut self, tag: &Tag) -> Result<Found<'a>, String> {
        let inside = self.xml.depth();
        let mut found = Found::Nothing;
        while self.xml.depth() >= inside {
            let longest = self.longest;
            match self.step()? {
                Step::Value => {
                    found = self.xml.text(longest)?.map_or(Found::TooLong, |written| self.meant(&written, tag));
                }
                Step::Text => found = Found::of_text(self.xml.formatted_text(longest)?.map(Cow::Owned)),
                _ => {}
            }
        }
        Ok(found)
    }

    fn meant(&self, written: &str, tag: &Tag) -> Found<'a> {
        let number = || written.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let value = match tag.kind.as_deref() {
            Some("s") => {
                let text = written.trim().parse().ok().and_then(|index| self.strings.get(index));
                return text.map_or(Found::Nothing, |text| Found::of_text(Some(Cow::Borrowed(text))));
            }
            Some("str" | "inlineStr" | "d") => return Found::of_text(Some(Cow::Owned(unescaped(written)))),
            Some("b") => Value::Text(if written.trim() == "1" { "TRUE" } else { "FALSE" }.into()),
            Some("e") => return Found::Nothing,
            _ => match number() {
                Some(days) if tag.style.and_then(|style| self.times.get(style)) == Some(&true) => {
                    Value::Time(instant(days, self.counts_from_1904))
                }
                Some(number) => Value::Number(number),
                None => return Found::of_text(Some(Cow::Owned(unescaped(written)))),
            },
        };
        Found::Value(value)
    }
}

enum Step {
    Row(Option<u64>),
    Cell(Tag),
    Value,
    Text,
    End,
    Other,
}

enum Found<'s> {
    Nothing,
    TooLong,
    Value(Value<'s>),
}

impl<'s> Found<'s> {
    fn of_text(text: Option<Cow<'s, str>>) -> Found<'s> {
        match text {
            None => Found::TooLong,
            Some(text) if text.is_empty() => Found::Nothing,
            Some(text) => Found::Value(Value::Text(text)),
        }
    }
}

fn tag(element: &BytesStart<'_>) -> Tag {
    let style = attribute(element, "s").and_then(|style| style.trim().parse().ok());
    Tag { column: attribute(element, "r").and_then(|place| column(&place)), style, kind: attribute(element, "t") }
}

/// The column of a place such as `AB12`.
fn column(place: &str) -> Option<u32> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number =
        letters.take(4).fold(0, |number, letter| number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}

/// Days from the first of January 1970 to the day that Excel counts from.
const FROM_1900: f64 = 25_569.0;
const FROM_1904: f64 = 24_107.0;

/// Behind the last day of the year 9999 Excel shows no date.
const LAST_DAY: f64 = 2_958_466.0;

/// The moment that many days after Excel's beginning of time.
///
/// Excel takes 1900 for a leap year, which puts its days before March 1900 off by one; no post is that old.
fn instant(days: f64, counts_from_1904: bool) -> Option<Timestamp> {
    if !(1.0..LAST_DAY).contains(&days) {
        return None;
    }
    let millis = (days - if counts_from_1904 { FROM_1904 } else { FROM_1900 }) * 86_400_000.0;
    Timestamp::from_unix_millis(millis.round() as i64)
}
