//! Any table with an id and a text among its columns.

use super::Probe;
use super::columns::Names;
use super::generic_record::Record;
use super::rows::read_rows;
use crate::Mapping;
use crate::detect::Head;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::values::Cell;

pub(crate) fn probe(head: &Head<'_>, mapping: &Mapping) -> Probe {
    let Some(header) = &head.table else { return Probe::foreign() };
    let missing = Names::new(mapping).missing(header.columns.iter().map(String::as_str));
    if !missing.is_empty() && !header.is_regular {
        return Probe::foreign();
    }
    if !missing.is_empty() {
        return Probe::lacking(missing.into_iter().map(|field| field.name().to_owned()).collect());
    }
    let separator = match header.delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        _ => "commas",
    };
    Probe::matched(format!("a table separated by {separator} with an id and a text"))
}

pub(crate) fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let Some(header) = &head.table else {
        return part.reject(Place::at(0), "not a table");
    };
    let names = Names::new(&part.options.mapping);
    let columns = names.columns(header.columns.iter().map(String::as_str));
    read_rows(header, stream, part, &mut |fields, part, place| {
        let mut record = Record::new();
        for (&field, indexes) in &columns {
            for (rank, &index) in indexes.iter().enumerate() {
                if let Some(cell) = fields.get(index).and_then(|text| Cell::of_text(text)) {
                    record.put(field, rank, cell);
                }
            }
        }
        record.into_post(part, place)
    })
}
