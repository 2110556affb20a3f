//! What every reader of a table does: the header, broken rows, and headers that are repeated further down.

use super::{Columns, Row as Record};
use crate::blocks::{Block, in_blocks};
use crate::detect::Head;
use crate::part::{Halt, Out, Part, Place};
use crate::source::Stream;
use crate::table::{Header, RawRow, Row, Rows};

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
    let delimiter = header.delimiter;
    let work = |block: &Block, out: &mut Out<'_>| {
        let mut row = Row::default();
        for (place, bytes) in block.rows() {
            let outcome = row.parse(bytes, delimiter, limits.columns).and_then(|()| {
                if !row.is_closed {
                    return Err("a quote is opened and never closed".to_owned());
                }
                if row.is_wide {
                    return Err(format!("the row has more than {} fields", limits.columns));
                }
                let fields = row.fields();
                if is_header(&fields, header) {
                    return Ok(());
                }
                fit(&fields, header)?;
                post(&Record { columns: &columns, fields: &fields, place }, out)
            });
            out.settle(place, outcome);
        }
    };
    let is_utf16 = stream.is_utf16();
    let mut rows = Rows::new(stream, delimiter, limits.record_bytes).counting_utf16(is_utf16);
    in_blocks(part, &work, |feeder| {
        let mut block = Block::default();
        loop {
            match rows.next_raw() {
                // What came before the damage is handed out before the damage is named.
                Err(error) => return feeder.push(block).and(Err(Halt::Damaged(error))),
                Ok(None) => return feeder.push(block),
                Ok(Some(RawRow::Row { number: 0, .. })) => {}
                Ok(Some(RawRow::Row { number, offset, length, bytes })) => {
                    block.push_row(Place { row: Some(number), ..Place::bytes(offset, length) }, bytes);
                    if block.is_full() {
                        feeder.push(std::mem::take(&mut block))?;
                    }
                }
                Ok(Some(RawRow::TooLong { number, offset, length })) => {
                    feeder.push(std::mem::take(&mut block))?;
                    let place = Place { row: Some(number), ..Place::bytes(offset, length) };
                    let reason = format!("the record is longer than {} bytes", limits.record_bytes);
                    feeder.settle()?.reject(place, reason)?;
                }
            }
        }
    })
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
