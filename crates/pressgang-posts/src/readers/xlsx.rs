//! Any Excel workbook with an id and a text among the columns of a sheet.

use std::borrow::Cow;
use std::collections::HashMap;

use super::absent::absent_columns;
use super::columns::Names;
use super::generic_record::Record;
use crate::mapping::Field;
use crate::part::{Halt, Out, Part, Place};
use crate::spec::{Read, Spec};
use crate::values::Cell;
use crate::workbook::{Row, Rows, Value, Workbook};
use crate::{Mapping, Post};

pub(crate) static SPEC: Spec = Spec {
    name: "xlsx",
    title: "any Excel workbook with columns of usual or given names",
    extensions: &["xlsx", "xlsm"],
    gives: &["whatever the columns of its sheets hold: at least an id and a text"],
    cannot: &[
        "ids of 16 digits and more that Excel has rounded are rejected",
        "dates, which in Excel have no zone, are read as UTC",
        "counts that are not whole numbers (1.2K) are left out",
        "addresses behind words are left out",
        "the platform is unknown unless a column, the mapping or the post's address names it",
        "a post's place is its sheet and its row below the header: sheets have no byte ranges",
        "not read from inside an archive",
    ],
    notes: &[
        "Names, times, counts and platforms are as for tables.",
        "The header is the first of the first ten rows that names an id and a text; sheets without one are passed over.",
        "A column in which Excel keeps numbers has ids only up to 15 digits: longer ones were rounded when they were typed or imported, and are rejected.",
        "A workbook whose texts are longer than 64 MiB has to be saved as CSV first.",
        "Workbooks of old Excel (`.xls`), encrypted ones and OpenDocument tables are refused by name.",
    ],
    layouts: &[],
    also: None,
    read: Read::Seeking,
};

/// What a sheet that can be read is recognised by.
pub(crate) const REASON: &str = "a sheet with an id and a text";

/// A header may have notes above it, but not more than this many rows.
const ROWS_ABOVE: usize = 10;

/// A sheet whose columns are known.
pub(crate) struct Sheet<'w> {
    rows: Rows<'w>,
    names: Names,
    header: Header,
    absent: Vec<String>,
}

#[derive(Default)]
struct Header {
    number: u64,
    columns: Vec<(u32, String)>,
}

impl<'w> Sheet<'w> {
    /// Reads up to the header; a sheet without any rows is none.
    pub(crate) fn open(
        workbook: &'w mut Workbook<'_>,
        index: usize,
        mapping: &Mapping,
    ) -> Result<Option<Sheet<'w>>, String> {
        let mut rows = workbook.rows(index)?;
        let names = Names::new(mapping);
        let mut best: Option<(usize, Header)> = None;
        for _ in 0..ROWS_ABOVE {
            let Some(row) = rows.next(&|_| true)? else { break };
            if let Some(excess) = row.excess {
                return Err(excess);
            }
            let header = Header::of(&row);
            let missing = names.missing(header.names()).len() + absent_columns(mapping, header.names()).len();
            if best.as_ref().is_none_or(|(least, known)| (missing, known.len()) < (*least, header.len())) {
                best = Some((missing, header));
            }
            if missing == 0 {
                break;
            }
        }
        let Some((_, header)) = best else { return Ok(None) };
        let absent = absent_columns(mapping, header.names()).into_iter().map(|(_, description)| description).collect();
        Ok(Some(Sheet { rows, names, header, absent }))
    }

    pub(crate) fn missing(&self) -> Vec<Field> {
        self.names.missing(self.header.names())
    }

    /// The columns that a mapping names and the sheet lacks.
    pub(crate) fn absent(&self) -> Vec<String> {
        self.absent.clone()
    }

    /// A field with the names that were looked for.
    pub(crate) fn looked_for(&self, field: Field) -> String {
        self.names.looked_for(field)
    }

    pub(crate) fn read(self, part: &mut Part<'_>) -> Result<(), Halt> {
        let Sheet { mut rows, names, header, .. } = self;
        let meanings: HashMap<u32, (Field, usize)> =
            header.columns.iter().filter_map(|(column, name)| Some((*column, names.field(name)?))).collect();
        let place = |number: u64| Place { row: Some(number.saturating_sub(header.number)), ..Place::default() };
        loop {
            let row = match rows.next(&|column| meanings.contains_key(&column)) {
                Ok(Some(row)) => row,
                Ok(None) => return Ok(()),
                Err(reason) => return part.reject(place(rows.number()), reason),
            };
            if row.cells.len() == meanings.len() && header.is_repeated_in(&row) {
                continue;
            }
            let place = place(row.number);
            let outcome = post(row, &meanings, &part.out, place).map(|post| part.out.post(post));
            part.out.settle(place, outcome);
            part.pass_on()?;
        }
    }
}

impl Header {
    fn of(row: &Row<'_>) -> Header {
        let texts = row.cells.iter().filter_map(|cell| match &cell.value {
            Value::Text(text) => Some((cell.column, text.trim().to_owned())),
            _ => None,
        });
        Header { number: row.number, columns: texts.collect() }
    }

    fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.columns.iter().map(|(_, name)| name.as_str())
    }

    fn len(&self) -> usize {
        self.columns.len()
    }

    /// Sheets that were joined from several repeat their header.
    fn is_repeated_in(&self, row: &Row<'_>) -> bool {
        let is_name =
            |column: u32, text: &str| self.columns.iter().any(|(known, name)| *known == column && name == text.trim());
        row.cells.iter().all(|cell| matches!(&cell.value, Value::Text(text) if is_name(cell.column, text)))
    }
}

fn post(row: Row<'_>, meanings: &HashMap<u32, (Field, usize)>, out: &Out<'_>, place: Place) -> Result<Post, String> {
    if let Some(excess) = row.excess {
        return Err(excess);
    }
    let mut record = Record::new();
    let mut written = Vec::new();
    for cell in row.cells {
        let Some(&(field, rank)) = meanings.get(&cell.column) else { continue };
        let value = match cell.value {
            Value::Text(text) => Cell::Text(text),
            Value::Number(number) => Cell::Number(number_as_written(number, field)),
            Value::Time(Some(instant)) => {
                written.extend((field == Field::CreatedAt).then_some(instant));
                Cell::Instant(instant)
            }
            Value::Time(None) if matches!(field, Field::CreatedAt | Field::CollectedAt) => {
                return Err(format!("{} is a time of day without a date", field.name()));
            }
            Value::Time(None) => continue,
        };
        record.put(field, rank, value);
    }
    let mut post = record.into_post(out, place)?;
    // What the sheet says is a local time; only that no zone is known makes it one in UTC.
    let local = post.created_at.filter(|instant| written.contains(instant));
    post.created_at_local = local.map(|instant| instant.to_string().trim_end_matches('Z').to_owned());
    Ok(post)
}

/// Excel keeps 15 digits of a number, so whatever is longer has lost some.
const ROUNDED: f64 = 1e15;

/// A number as people write it; one that cannot be an id any more is written so that it passes for none.
fn number_as_written(number: f64, field: Field) -> Cow<'static, str> {
    let is_id = matches!(field, Field::Id | Field::AuthorId | Field::ReplyTo | Field::RepostOf | Field::QuoteOf);
    let is_whole = number.fract() == 0.0 && number.abs() < if is_id { ROUNDED } else { 1e19 };
    Cow::Owned(if is_whole { format!("{number:.0}") } else { format!("{number:?}") })
}
