//! Rows of tables that hold no posts, such as the dumps of a public database: with their places, in bounded memory.
//!
//! The same containers as for exports, and besides them zip archives within a zip archive, which big dumps are split
//! into. Whoever reads splits only the rows that matter: of a dump of millions that is most of the time.

use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use crate::source::{Content, Next, Stream, each_part, is_zip_head};
use crate::table::{Header, RawRow, Row, Rows};
use crate::{Limits, ReadError};

/// An archive within an archive may be as many times as large as the whole file, besides what is always allowed.
const NESTED_RATIO: u64 = 2;
/// What an archive within an archive may always have.
const NESTED_FREE: u64 = 64 << 20;

/// What a file of tables holds, in its order.
#[derive(Debug)]
pub enum TableItem<'a> {
    /// A table begins: its columns, and what its fields are divided by.
    Header {
        /// Names of the columns.
        columns: &'a [String],
        /// The byte between fields.
        delimiter: u8,
    },
    /// A row as it stands in the file, not yet split.
    Row {
        /// Its number; the first row behind the header has 1.
        number: u64,
        /// Its first byte among the decompressed bytes.
        offset: u64,
        /// Its bytes, without the line ending.
        bytes: &'a [u8],
    },
    /// Something that is not read.
    Reject {
        /// The row's number, where it is a row.
        number: Option<u64>,
        /// Its first byte, where it is a row.
        offset: Option<u64>,
        /// Why: lower case, no full stop.
        reason: String,
    },
}

/// The fields of a row; kept from row to row, so that splitting takes no memory of its own.
#[derive(Default)]
pub struct Fields {
    row: Row,
}

impl Fields {
    /// Splits a row.
    ///
    /// # Errors
    /// A reason where it is no UTF-8, has more fields than a table may have, or a quote is opened and never closed.
    pub fn split(&mut self, bytes: &[u8], delimiter: u8, limits: &Limits) -> Result<(), String> {
        self.row.parse(bytes, delimiter, limits.columns)?;
        if self.row.is_wide {
            return Err(format!("the row has more than {} fields", limits.columns));
        }
        if self.row.is_closed { Ok(()) } else { Err("a quote is opened and never closed".to_owned()) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.row.len()
    }

    /// A field by the number of its column; `None` where the row is shorter.
    pub fn get(&self, column: usize) -> Option<&str> {
        self.row.field(column)
    }
}

/// What is done with what a file holds: the member of the archive it is in, and the item.
pub type TakeItem<'v> = dyn FnMut(Option<&str>, TableItem<'_>) -> ControlFlow<()> + 'v;

/// Reads every table of a file and hands its rows to `take`, until that breaks.
///
/// # Errors
/// If the file cannot be opened or is an archive without a readable directory; anything else is a reject.
pub fn read_tables(path: &Path, limits: &Limits, take: &mut TakeItem<'_>) -> Result<(), ReadError> {
    let size = std::fs::metadata(path).map_or(0, |about| about.len());
    let most = size.saturating_mul(NESTED_RATIO).max(NESTED_FREE);
    parts(path, limits, None, most, take).map(|_| ())
}

/// The parts of a file; `outer` is the member that it was, where it was one.
fn parts(
    path: &Path,
    limits: &Limits,
    outer: Option<&str>,
    most_nested: u64,
    take: &mut TakeItem<'_>,
) -> Result<ControlFlow<()>, ReadError> {
    let mut flow = ControlFlow::Continue(());
    each_part(path, limits, &mut |member, content| {
        let member = match (outer, member) {
            (Some(outer), Some(member)) => Some(format!("{outer}/{member}")),
            (outer, member) => member.or(outer).map(str::to_owned),
        };
        let member = member.as_deref();
        flow = match content {
            Content::Unreadable(reason) => take(member, reject(reason)),
            Content::Parquet(_) | Content::Workbook(_) => take(member, reject("this is no table in text".to_owned())),
            Content::Stream(mut stream) if is_zip_head(stream.head()) => {
                if outer.is_some() {
                    take(member, reject("an archive within an archive within an archive is not read".to_owned()))
                } else {
                    match spilled(&mut stream, most_nested) {
                        Err(reason) => take(member, reject(reason)),
                        Ok(file) => match parts(file.path(), limits, member, most_nested, take) {
                            Ok(flow) => flow,
                            Err(error) => take(member, reject(without_path(&error))),
                        },
                    }
                }
            }
            Content::Stream(mut stream) => table(&mut stream, member, limits, take),
        };
        Ok(if flow.is_break() { Next::Stop } else { Next::Continue })
    })?;
    Ok(flow)
}

fn reject(reason: String) -> TableItem<'static> {
    TableItem::Reject { number: None, offset: None, reason }
}

/// The reason of an error about a temporary file, whose name helps nobody.
fn without_path(error: &ReadError) -> String {
    match error {
        ReadError::Archive { reason, .. } => reason.clone(),
        ReadError::Empty { .. } => "the archive member is empty".to_owned(),
        _ => "the archive member cannot be read".to_owned(),
    }
}

/// An archive within an archive as a file of its own, since archives are read from their ends.
fn spilled(stream: &mut Stream<'_>, most: u64) -> Result<tempfile::NamedTempFile, String> {
    let failed = |error: io::Error| format!("the archive member could not be unpacked: {error}");
    let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
    let copied = io::copy(&mut (&mut *stream).take(most + 1), &mut file);
    match copied {
        Ok(bytes) if bytes > most => {
            Err("the archive member is much larger than the whole file; it is not read".into())
        }
        Ok(_) => file.flush().map_err(failed).map(|()| file),
        Err(error) => Err(stream.damage(&error)),
    }
}

fn table(stream: &mut Stream<'_>, member: Option<&str>, limits: &Limits, take: &mut TakeItem<'_>) -> ControlFlow<()> {
    let Some(header) = Header::of(stream.head(), limits) else {
        return take(member, reject("this is no table".to_owned()));
    };
    let delimiter = header.delimiter;
    take(member, TableItem::Header { columns: &header.columns, delimiter })?;
    let is_utf16 = stream.is_utf16();
    match rows(stream, delimiter, is_utf16, member, limits, take) {
        Ok(flow) => flow,
        Err(error) => take(member, reject(stream.damage(&error))),
    }
}

fn rows(
    stream: &mut Stream<'_>,
    delimiter: u8,
    is_utf16: bool,
    member: Option<&str>,
    limits: &Limits,
    take: &mut TakeItem<'_>,
) -> io::Result<ControlFlow<()>> {
    let mut rows = Rows::new(stream, delimiter, limits.record_bytes).counting_utf16(is_utf16);
    // The header.
    rows.next_raw()?;
    while let Some(row) = rows.next_raw()? {
        let flow = match row {
            RawRow::Row { number, offset, bytes, .. } => take(member, TableItem::Row { number, offset, bytes }),
            RawRow::TooLong { number, offset, length } => {
                let reason = format!("the row has {length} bytes, more than {}", limits.record_bytes);
                take(member, TableItem::Reject { number: Some(number), offset: Some(offset), reason })
            }
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(ControlFlow::Continue(()))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use super::*;

    fn zipped(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// Everything a file holds, a line each.
    fn lines(bytes: &[u8], limits: &Limits) -> Vec<String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let path: PathBuf = file.path().to_owned();
        let (mut found, mut fields, mut between) = (Vec::new(), Fields::default(), b',');
        let read = read_tables(&path, limits, &mut |member, item| {
            let place = member.map_or(String::new(), |member| format!("{member} "));
            found.push(match item {
                TableItem::Header { columns, delimiter } => {
                    between = delimiter;
                    format!("{place}header {}", columns.join("|"))
                }
                TableItem::Row { number, offset, bytes } => match fields.split(bytes, between, limits) {
                    Ok(()) => {
                        let all: Vec<&str> = (0..fields.count()).filter_map(|n| fields.get(n)).collect();
                        assert_eq!(fields.get(fields.count()), None);
                        format!("{place}{number} at {offset}: {}", all.join("|"))
                    }
                    Err(reason) => format!("{place}{number} at {offset}: {reason}"),
                },
                TableItem::Reject { reason, .. } => format!("{place}rejected: {reason}"),
            });
            ControlFlow::Continue(())
        });
        read.unwrap();
        found
    }

    #[test]
    fn tables_in_every_wrapping() {
        let csv = b"a,b\n1,\"x, y\"\n2,\"\"\"q\"\"\"\n";
        let plain = ["header a|b", "1 at 4: 1|x, y", "2 at 13: 2|\"q\""];
        let check = |bytes: &[u8], prefix: &str| {
            let expected: Vec<String> = plain.iter().map(|line| format!("{prefix}{line}")).collect();
            assert_eq!(lines(bytes, &Limits::standard()), expected);
        };
        check(csv, "");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(csv).unwrap();
        check(&gzip.finish().unwrap(), "");
        check(&zipped(&[("one.csv", csv)]), "one.csv ");
        let inner = zipped(&[("part-0.csv", csv)]);
        check(&zipped(&[("part-0.csv.zip", &inner)]), "part-0.csv.zip/part-0.csv ");
    }

    #[test]
    fn what_is_wrong_is_named_and_the_rest_is_read() {
        let check = |bytes: &[u8], expected: &[&str]| assert_eq!(lines(bytes, &tight()), expected);
        fn tight() -> Limits {
            Limits { record_bytes: 20, columns: 3, ..Limits::standard() }
        }
        check(
            b"a,b\n1,aaaaaaaaaaaaaaaaaaaaaaaaaaaa\n2,b\n",
            &["header a|b", "rejected: the row has 30 bytes, more than 20", "2 at 35: 2|b"],
        );
        check(
            b"a,b\n1,2,3,4\n2,\xff\n",
            &["header a|b", "1 at 4: the row has more than 3 fields", "2 at 12: invalid UTF-8 at byte 2 of the record"],
        );
        check(b"prose without columns\n", &["rejected: this is no table"]);
        let deep = zipped(&[("c.zip", &zipped(&[("b.zip", &zipped(&[("a.csv", b"a,b\n1,2\n")]))]))]);
        check(&deep, &["c.zip/b.zip rejected: an archive within an archive within an archive is not read"]);
        check(
            &zipped(&[("cut.zip", b"PK\x03\x04 nothing more")]),
            &["cut.zip rejected: the zip archive has no readable directory at its end; it was probably cut off"],
        );
    }
}
