//! What every reader of a table does: the header, broken rows, and headers that are repeated further down.

use super::{Columns, Row as Record};
use crate::blocks::{Block, in_blocks};
use crate::detect::Head;
use crate::part::{Halt, Out, Part, Place};
use crate::source::Stream;
use crate::table::{Header, Outcome, Row, Rows, fields_of};

/// Makes posts of one row; an error rejects it.
pub(crate) type ReadRow<'r> = dyn Fn(&Record<'_>, &mut Out<'_>) -> Result<(), String> + Sync + 'r;

/// Makes posts of each row under the header.
///
/// Files that were joined from several repeat their header; such a row is no record.
pub(crate) fn read_rows(
    head: &Head<'_>,
    stream: &mut Stream<'_>,
    part: &mut Part<'_>,
    post: &ReadRow<'_>,
) -> Result<(), Halt> {
    let Some(header) = &head.table else { return part.reject(Place::at(0), "not a table") };
    let limits = &part.options().limits;
    let columns = Columns::new(header);
    let work = |block: &Block, out: &mut Out<'_>| {
        for (place, data, ends) in block.rows() {
            let outcome = match fields_of(data, ends) {
                None => Err("invalid UTF-8 between two fields".to_owned()),
                Some(fields) if is_header(&fields, header) => continue,
                Some(fields) => {
                    fit(&fields, header).and_then(|()| post(&Record { columns: &columns, fields: &fields, place }, out))
                }
            };
            out.settle(place, outcome);
        }
    };
    let is_utf16 = stream.is_utf16();
    let rows = Rows::new(stream, header.delimiter, limits.record_bytes, limits.columns);
    let mut rows = rows.counting_utf16(is_utf16);
    in_blocks(part, &work, |feeder| {
        let mut block = Block::default();
        loop {
            let next = match rows.next() {
                Ok(next) => next,
                // What came before the damage is handed out before the damage is named.
                Err(error) => return feeder.push(block).and(Err(Halt::Damaged(error))),
            };
            let (place, reason) = match next {
                None => return feeder.push(block),
                Some(Outcome::Row(row)) if row.number == 0 => continue,
                Some(Outcome::Row(row)) => match row.parts() {
                    Ok((data, ends)) => {
                        block.push_row(place_of(row), data, ends);
                        if block.is_full() {
                            feeder.push(std::mem::take(&mut block))?;
                        }
                        continue;
                    }
                    Err(reason) => (place_of(row), reason),
                },
                Some(Outcome::Unclosed(row)) => (place_of(row), "a quote is opened and never closed".to_owned()),
                Some(Outcome::TooLarge { number, offset, length, is_wide }) => {
                    let reason = if is_wide {
                        format!("the row has more than {} fields", limits.columns)
                    } else {
                        format!("the record is longer than {} bytes", limits.record_bytes)
                    };
                    (Place { row: Some(number), ..Place::bytes(offset, length) }, reason)
                }
            };
            feeder.push(std::mem::take(&mut block))?;
            feeder.settle()?.reject(place, reason)?;
        }
    })
}

fn place_of(row: &Row) -> Place {
    Place { row: Some(row.number), ..Place::bytes(row.offset, row.length) }
}

fn is_header(fields: &[&str], header: &Header) -> bool {
    // A file joined by `cat` can have the byte order mark of its second part in the middle.
    let is_column =
        |field: &str, column: &str| field == column || field.strip_prefix('\u{feff}').unwrap_or(field).trim() == column;
    fields.len() == header.columns.len()
        && fields.iter().zip(&header.columns).all(|(field, column)| is_column(field, column))
}

/// A row of another width than the header has its values in the wrong columns; only empty ones behind the last do no
/// harm.
fn fit(fields: &[&str], header: &Header) -> Result<(), String> {
    let width = header.columns.len();
    let surplus = fields.get(width..).unwrap_or_default();
    if fields.len() >= width && surplus.iter().all(|field| field.is_empty()) {
        return Ok(());
    }
    Err(format!("the row has {} fields where the header has {width}", fields.len()))
}
