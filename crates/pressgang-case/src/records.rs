//! Files of records that people bring to a case besides posts: looks at posts, second sources, exchange rates.
//!
//! They are told from exports by their header and enter the ledger (rates become a file of the case).

use std::path::Path;

use jiff::civil::Date;
use pressgang_posts::{Platform, Timestamp};
use pressgang_signals::ContactKind;
use serde_json::{Value, json};

use crate::config::is_grade;
use crate::error::CaseError;
use crate::files::FileError;

/// What a file of records holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Dated looks at posts.
    Observations,
    /// Contacts that a second source ties to the organisation.
    Corroborations,
    /// Exchange rates.
    Rates,
}

impl RecordKind {
    /// The word used in the ledger and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            RecordKind::Observations => "observations",
            RecordKind::Corroborations => "corroborations",
            RecordKind::Rates => "rates",
        }
    }

    /// The columns that make a file one of this kind.
    fn needed(self) -> &'static [&'static str] {
        match self {
            RecordKind::Observations => &["platform", "id", "observed_at", "status"],
            RecordKind::Corroborations => &["kind", "value", "organisation", "source", "grade"],
            RecordKind::Rates => &["date", "currency", "units_per_eur"],
        }
    }
}

/// The states a look at a post can find.
pub const STATUSES: [&str; 7] = ["up", "removed", "private", "login_wall", "geo_blocked", "account_gone", "unknown"];

/// Recognises a file of records by its header; `None` for anything else.
pub fn recognise(path: &Path) -> Option<RecordKind> {
    // A pipe would be used up here, or never answer.
    if !path.is_file() {
        return None;
    }
    let mut head = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(std::fs::File::open(path).ok()?, 4096), &mut head).ok()?;
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let line = std::str::from_utf8(text.split(|&b| b == b'\n').next()?).ok()?;
    let columns: Vec<&str> = line.trim().split(',').map(|c| c.trim().trim_matches('"')).collect();
    [RecordKind::Observations, RecordKind::Corroborations, RecordKind::Rates]
        .into_iter()
        .find(|kind| kind.needed().iter().all(|needed| columns.contains(needed)))
}

/// A ledger entry to be: its kind, its public body and its personal content.
pub(crate) type NewEntry = (&'static str, Value, Option<Value>);

/// Reads a file of observations or corroborations as ledger entries; the first wrong line refuses the whole file.
pub(crate) fn entries(path: &Path, kind: RecordKind, sha256: &str) -> Result<Vec<NewEntry>, CaseError> {
    let text = std::fs::read(path).map_err(|e| FileError::new("read", path, e))?;
    let text = text.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(&text);
    let wrong = |line: u64, reason: String| CaseError::Record { path: path.to_owned(), line, reason };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text);
    let headers = reader.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| wrong(e.position().map_or(0, csv::Position::line), e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |name: &str| {
            headers.iter().position(|h| h == name).and_then(|i| record.get(i)).map(str::trim).filter(|c| !c.is_empty())
        };
        let entry = match kind {
            RecordKind::Observations => observation(&cell, sha256),
            RecordKind::Corroborations => corroboration(&cell, sha256),
            RecordKind::Rates => continue,
        };
        out.push(entry.map_err(|reason| wrong(line, reason))?);
    }
    Ok(out)
}

fn observation<'a>(cell: &impl Fn(&str) -> Option<&'a str>, sha256: &str) -> Result<NewEntry, String> {
    let platform = Platform::named(cell("platform").ok_or("platform is empty")?);
    let id = cell("id").ok_or("id is empty")?;
    let at = cell("observed_at").ok_or("observed_at is empty")?;
    let at = Timestamp::parse_rfc3339(at)
        .ok_or_else(|| format!("observed_at {at:?} is no time with a zone such as 2023-05-29T16:00:00Z"))?;
    let status = cell("status").ok_or("status is empty")?;
    if !STATUSES.contains(&status) {
        return Err(format!("status {status:?} is none of {}", STATUSES.join(", ")));
    }
    let body = json!({ "file": sha256, "observed_at": at.to_string(), "status": status, "by": cell("by"), "tool": cell("tool") });
    Ok(("observation", body, Some(json!({ "platform": platform.as_str(), "id": id, "note": cell("note") }))))
}

fn corroboration<'a>(cell: &impl Fn(&str) -> Option<&'a str>, sha256: &str) -> Result<NewEntry, String> {
    let kind = cell("kind").ok_or("kind is empty")?;
    let kind = ContactKind::named(kind)
        .ok_or_else(|| format!("kind {kind:?} is no kind of contact (phone, telegram, email ...)"))?;
    let value = cell("value").ok_or("value is empty")?;
    let value = if kind.is_number() {
        let digits: String = value.chars().filter(char::is_ascii_digit).collect();
        if !value.starts_with('+') || digits.len() < 7 {
            return Err(format!("value {value:?} is no international number such as +4930123456"));
        }
        format!("+{digits}")
    } else {
        value.trim_start_matches('@').to_lowercase()
    };
    let grade = cell("grade").ok_or("grade is empty")?;
    if !is_grade(grade) {
        return Err(format!("grade {grade:?} is no Admiralty grade from A1 to F6"));
    }
    let received = cell("received_at")
        .map(|d| {
            d.get(..10)
                .unwrap_or(d)
                .parse::<Date>()
                .map_err(|_| format!("received_at {d:?} is no date such as 2023-05-12"))
        })
        .transpose()?;
    let source = cell("source").ok_or("source is empty")?;
    let body = json!({
        "file": sha256,
        "kind": kind.as_str(),
        "organisation": cell("organisation").ok_or("organisation is empty")?,
        "origin": cell("origin").unwrap_or(source),
        "received_at": received.map(|d| d.to_string()),
        "grade": grade,
    });
    Ok(("corroboration", body, Some(json!({ "value": value, "source": source, "note": cell("note") }))))
}
