//! What 4CAT writes into the cells of its tables, whatever the platform.

use crate::part::Out;
use crate::readers::Row;
use crate::values::{addresses, items, parse_time};
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Status, Timestamp};

/// Seconds since 1970; where none are known 4CAT leaves the cell empty or writes 0 or a word.
pub(super) fn moment(row: &Row<'_>, column: &str) -> Result<Option<Timestamp>, String> {
    match row.get(column) {
        None | Some("0" | "0.0" | "undefined" | "None") => Ok(None),
        Some(text) => {
            let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let moment = Some(text).filter(|_| is_number).and_then(parse_time);
            moment.map(Some).ok_or_else(|| format!("{column} is not a number of seconds"))
        }
    }
}

/// When a post was made. Very old tables have the number where newer ones have the time for people.
pub(super) fn created(row: &Row<'_>) -> Result<Option<Timestamp>, String> {
    let is_old = row.get("timestamp").is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    match moment(row, "unix_timestamp")? {
        None if is_old => moment(row, "timestamp"),
        time => Ok(time),
    }
}

/// The time for people, which names no zone: mostly the server's.
pub(super) fn local(row: &Row<'_>) -> Option<String> {
    row.owned("timestamp").filter(|text| text.contains('-'))
}

/// An instant with its own zone; without one it is no moment.
pub(super) fn zoned(row: &Row<'_>, column: &str) -> Option<Timestamp> {
    row.get(column).and_then(Timestamp::parse_rfc3339)
}

/// What stands in a cell about an account, unless it was made unreadable.
pub(super) fn readable(row: &Row<'_>, column: &str) -> Option<String> {
    row.get(column).filter(|text| !is_pseudonym(text)).map(str::to_owned)
}

pub(super) fn person(row: &Row<'_>, id: &str, handle: &str, name: &str) -> Author {
    Author {
        id: row.other_id(id).filter(|id| !is_pseudonym(id)),
        handle: readable(row, handle).map(|handle| handle.trim_start_matches('@').to_owned()),
        name: readable(row, name),
    }
}

/// 4CAT's stand-ins for people: the hex digits of a salted hash (of 24 bytes in its own), or a word.
pub(super) fn is_pseudonym(text: &str) -> bool {
    let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    text == "REDACTED" || (text.len() >= 32 && text.bytes().all(is_hex))
}

/// A count whose zero may mean that nothing is known.
pub(super) fn positive(row: &Row<'_>, column: &str) -> Option<u64> {
    row.count(column).filter(|&count| count > 0)
}

pub(super) fn is_yes(row: &Row<'_>, column: &str) -> bool {
    row.get(column).is_some_and(|word| word.eq_ignore_ascii_case("yes") || word.eq_ignore_ascii_case("true"))
}

pub(super) fn list(row: &Row<'_>, column: &str) -> Vec<String> {
    items(row.raw(column))
}

/// Words with the sign before them taken off.
pub(super) fn words(row: &Row<'_>, column: &str, sign: char) -> Vec<String> {
    let bare = list(row, column).into_iter().map(|word| word.strip_prefix(sign).map(str::to_owned).unwrap_or(word));
    bare.filter(|word| !word.is_empty()).collect()
}

/// The addresses of a cell that are complete: where 4CAT found none it may have written the whole object.
pub(super) fn urls(row: &Row<'_>, column: &str) -> Vec<String> {
    addresses(row.raw(column)).into_iter().filter(|url| url.starts_with("http")).collect()
}

pub(super) fn files(kind: MediaKind, urls: impl IntoIterator<Item = String>) -> Vec<Media> {
    urls.into_iter().map(|url| Media { url: Some(url), ..Media::of_kind(kind) }).collect()
}

/// The text of a post; only attachments may stand alone.
pub(super) fn body(row: &Row<'_>, media: &[Media]) -> Result<String, String> {
    match row.get("body") {
        Some(_) => Ok(row.raw("body").to_owned()),
        None if !media.is_empty() => Ok(String::new()),
        None => Err("no text".to_owned()),
    }
}

pub(super) fn observe(
    row: &Row<'_>,
    out: &mut Out<'_>,
    platform: Platform,
    of: Observed,
    status: Status,
    signal: String,
) {
    out.observe(Observation {
        platform,
        of,
        observed_at: out.options().received_at,
        status,
        signal,
        metrics: Metrics::default(),
        provenance: out.provenance(row.place),
    });
}
