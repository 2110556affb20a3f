//! Files of records that people bring to a case besides posts: looks at posts, second sources, exchange rates.
//!
//! They are told from exports by their header and enter the ledger (rates become a file of the case).

use std::path::Path;

use pressgang_posts::{Platform, Timestamp};
use serde_json::{Value, json};

use crate::error::CaseError;
use crate::files::FileError;

/// What a file of records holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// Dated looks at posts.
    Observations,
    /// Contacts that a second source ties to the organisation.
    Corroborations,
    /// The same, as a bundle of STIX 2.1.
    Stix,
    /// Exchange rates.
    Rates,
}

impl RecordKind {
    /// The word used in the ledger and in messages.
    pub fn as_str(self) -> &'static str {
        match self {
            RecordKind::Observations => "observations",
            RecordKind::Corroborations | RecordKind::Stix => "corroborations",
            RecordKind::Rates => "rates",
        }
    }

    /// The columns that make a file one of this kind.
    fn needed(self) -> &'static [&'static str] {
        match self {
            RecordKind::Observations => &["platform", "id", "observed_at", "status"],
            RecordKind::Corroborations => &["kind", "value", "organisation", "source", "grade"],
            // A document has no columns.
            RecordKind::Stix => &[],
            RecordKind::Rates => &["date", "currency", "units_per_eur"],
        }
    }
}

/// The states a look at a post can find. `removed` is a removal of which nothing says by whose hand.
pub const STATUSES: [&str; 10] = [
    "up",
    "removed",
    "removed_by_platform",
    "removed_by_author",
    "account_gone",
    "private",
    "login_wall",
    "geo_blocked",
    "age_gate",
    "unknown",
];

/// Returns true if and only if the state is a removal of the post itself, by whomever.
pub fn is_removed(status: &str) -> bool {
    matches!(status, "removed" | "removed_by_platform" | "removed_by_author")
}

/// Recognises a file of records by its header; `None` for anything else.
pub fn recognise(path: &Path) -> Option<RecordKind> {
    // A pipe would be used up here, or never answer.
    if !path.is_file() {
        return None;
    }
    let mut head = Vec::new();
    std::io::Read::read_to_end(&mut std::io::Read::take(std::fs::File::open(path).ok()?, 4096), &mut head).ok()?;
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    if is_bundle(text) {
        return Some(RecordKind::Stix);
    }
    let line = std::str::from_utf8(text.split(|&b| b == b'\n').next()?).ok()?;
    let columns: Vec<&str> = line.trim().split(',').map(|c| c.trim().trim_matches('"')).collect();
    [RecordKind::Observations, RecordKind::Corroborations, RecordKind::Rates]
        .into_iter()
        .find(|kind| kind.needed().iter().all(|needed| columns.contains(needed)))
}

/// Returns true for the beginning of a bundle of STIX. Its type may stand behind all objects, its id does not as tools
/// write it.
fn is_bundle(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    if !text.starts_with(b"{") {
        return false;
    }
    let compact: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    let begins = |what: &str| compact.windows(what.len()).any(|part| part == what.as_bytes());
    begins("\"id\":\"bundle--") || begins("{\"type\":\"bundle\"")
}

/// Returns true for a table with contacts of any kind: enough for a list whose giver and grade are said beside it.
pub(crate) fn has_contacts(head: &[u8]) -> bool {
    let line = head.split(|&b| b == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line));
    let mut columns = line.trim().split(',').map(|c| c.trim().trim_matches('"'));
    columns.clone().any(|c| c == "kind") && columns.any(|c| c == "value")
}

/// A ledger entry to be: its kind, its public body and its personal content.
pub(crate) type NewEntry = (&'static str, Value, Option<Value>);

/// Reads a file of observations as ledger entries; the first wrong line refuses the whole file.
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
            // Lists of second sources are read by `second_sources`, rates by `rates`.
            RecordKind::Corroborations | RecordKind::Stix | RecordKind::Rates => continue,
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
