//! What every reader of a table does: the header, broken rows, and headers that are repeated further down.

use super::{Columns, Row as Record};
use crate::detect::Head;
use crate::part::{Halt, Out, Part, Place};
use crate::source::Stream;
use crate::table::{Header, Outcome, Row, Rows};

/// Makes posts of one row; an error rejects it.
pub(crate) type ReadRow<'r> = dyn Fn(&Record<'_>, &mut Out<'_>) -> Result<(), String> + 'r;

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
    let is_utf16 = stream.is_utf16();
    let rows = Rows::new(stream, header.delimiter, limits.record_bytes, limits.columns);
    let mut rows = rows.counting_utf16(is_utf16);
    while let Some(outcome) = rows.next()? {
        match outcome {
            Outcome::TooLarge { number, offset, length, is_wide } => {
                let place = Place { row: Some(number), ..Place::bytes(offset, length) };
                let reason = if is_wide {
                    format!("the row has more than {} fields", limits.columns)
                } else {
                    format!("the record is longer than {} bytes", limits.record_bytes)
                };
                part.reject(place, reason)?;
            }
            Outcome::Unclosed(row) => part.reject(place_of(row), "a quote is opened and never closed")?,
            Outcome::Row(row) if row.number == 0 => {}
            Outcome::Row(row) => {
                let place = place_of(row);
                let outcome = match row.fields() {
                    Err(reason) => Err(reason),
                    Ok(fields) if is_header(&fields, header) => continue,
                    Ok(fields) => fit(&fields, header)
                        .and_then(|()| post(&Record { columns: &columns, fields: &fields, place }, &mut part.out)),
                };
                part.out.settle(place, outcome);
                part.pass_on()?;
            }
        }
    }
    Ok(())
}

fn place_of(row: &Row) -> Place {
    Place { row: Some(row.number), ..Place::bytes(row.offset, row.length) }
}

fn is_header(fields: &[&str], header: &Header) -> bool {
    // A file joined by `cat` can have the byte order mark of its second part in the middle.
    let bare = |field: &str| field.strip_prefix('\u{feff}').unwrap_or(field).trim().to_owned();
    fields.len() == header.columns.len()
        && fields.iter().zip(&header.columns).all(|(field, column)| *field == column || bare(field) == *column)
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
