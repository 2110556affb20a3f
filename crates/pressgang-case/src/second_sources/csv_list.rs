//! Lists as tables: one contact per row.

use std::path::Path;

use jiff::civil::Date;
use pressgang_signals::{ContactKind, PostReader};

use super::add::ListOptions;
use super::entry::Said;
use super::{Tlp, normal};
use crate::config::is_grade;
use crate::error::CaseError;

/// Reads a table; the first wrong row refuses it whole, since half a list would look like a whole one.
pub(super) fn read(
    path: &Path,
    bytes: &[u8],
    options: &ListOptions,
    reader: &PostReader,
) -> Result<Vec<Said>, CaseError> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(bytes);
    let wrong = |line: u64, reason: String| CaseError::Record { path: path.to_owned(), line, reason };
    let mut table = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text);
    let headers = table.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
    let mut said = Vec::new();
    for record in table.records() {
        let record = record.map_err(|e| wrong(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            headers.iter().position(|h| h == name).and_then(|i| record.get(i)).map(str::trim).filter(|c| !c.is_empty())
        };
        said.push(row(&cell, options, reader).map_err(|reason| wrong(line, reason))?);
    }
    Ok(said)
}

fn row<'a>(
    cell: &impl Fn(&str) -> Option<&'a str>,
    options: &ListOptions,
    reader: &PostReader,
) -> Result<Said, String> {
    let kind = cell("kind").ok_or("kind is empty")?;
    let kind = ContactKind::named(kind)
        .ok_or_else(|| format!("kind {kind:?} is no kind of contact (phone, telegram, email ...)"))?;
    let (kind, value) = normal::contact(reader, kind, cell("value").ok_or("value is empty")?)?;
    let grade = cell("grade").or(options.grade.as_deref()).ok_or("grade is empty")?;
    if !is_grade(grade) {
        return Err(format!("grade {grade:?} is no Admiralty grade from A1 to F6"));
    }
    let received = cell("received_at").map(|d| {
        let day = d.get(..10).unwrap_or(d).parse::<Date>();
        day.map_err(|_| format!("received_at {d:?} is no date such as 2023-05-12"))
    });
    let marked = cell("tlp").map(|label| {
        Tlp::named(label).ok_or_else(|| format!("tlp {label:?} is none of CLEAR, GREEN, AMBER, AMBER+STRICT, RED"))
    });
    let source = cell("source").or(options.source.as_deref()).ok_or("source is empty")?;
    let organisation = cell("organisation").or(options.organisation.as_deref()).ok_or("organisation is empty")?;
    Ok(Said {
        kind,
        value,
        organisation: organisation.to_owned(),
        source: source.to_owned(),
        origin: cell("origin").unwrap_or(source).to_owned(),
        grade: grade.to_owned(),
        // A table without any marking is somebody's own and was always published.
        tlp: marked.transpose()?.into_iter().chain(options.tlp).max().unwrap_or(Tlp::Clear),
        list: cell("list").map(str::to_owned),
        received_at: received.transpose()?.map(|day| day.to_string()),
        note: cell("note").map(str::to_owned),
    })
}
