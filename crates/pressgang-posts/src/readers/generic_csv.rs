//! Any table with an id and a text among its columns.

use super::columns::Names;
use super::generic_record::Record;
use super::rows::read_rows;
use crate::Mapping;
use crate::detect::Head;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::spec::{Probe, Read, Spec};
use crate::values::Cell;

pub(crate) static SPEC: Spec = Spec {
    name: "csv",
    title: "any table with columns of usual or given names",
    extensions: &["csv", "tsv", "txt"],
    gives: &["whatever its columns hold: at least an id and a text"],
    cannot: super::columns::GENERIC_CANNOT,
    notes: &[
        "Columns for at least an id and a text, separated by commas, semicolons or tabs, found by their usual names, whatever their case, or by a mapping.",
        "A column that a mapping names and the file does not have is an error that lists the likeliest columns of the file; in an archive the member is a reject.",
        "Lists may be JSON, Python's notation, or joined by commas.",
        "A row with another number of fields than the header is rejected.",
        "Times may be RFC 3339, a date and time, or seconds or milliseconds since 1970; a time in another form (`10/1/2017 19:58`) is a rejected row, and mapping the field to an empty column leaves it unread.",
        "A mapping that names a column makes any table be read this way, also one of a known format.",
    ],
    layouts: &[],
    also: Some(probe),
    read: Read::Own(read),
};

fn probe(head: &Head<'_>, mapping: &Mapping) -> Probe {
    let Some(header) = &head.table else { return Probe::foreign() };
    let missing = Names::new(mapping).missing(header.columns.iter().map(String::as_str));
    if !missing.is_empty() && !header.is_regular {
        return Probe::foreign();
    }
    if !missing.is_empty() {
        return Probe::lacking(2 - missing.len(), missing.into_iter().map(|field| field.name().to_owned()).collect());
    }
    let separator = match header.delimiter {
        b';' => "semicolons",
        b'\t' => "tabs",
        _ => "commas",
    };
    Probe::matched(format!("a table separated by {separator} with an id and a text"))
}

fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let Some(header) = &head.table else {
        return part.reject(Place::at(0), "not a table");
    };
    let names = Names::new(&part.options().mapping);
    let columns = names.columns(header.columns.iter().map(String::as_str));
    read_rows(head, stream, part, &|row, out| {
        let mut record = Record::new();
        for (&field, indexes) in &columns {
            for (rank, &index) in indexes.iter().enumerate() {
                if let Some(cell) = row.fields.get(index).and_then(|text| Cell::of_text(text)) {
                    record.put(field, rank, cell);
                }
            }
        }
        out.post(record.into_post(out, row.place)?);
        Ok(())
    })
}
