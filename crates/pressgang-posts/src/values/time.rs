//! Times as exports write them.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use crate::Timestamp;

/// Reads the ways exports write a time: RFC 3339, a date and time with or without a zone, seconds or milliseconds since
/// the epoch, and the form of the C library.
///
/// A time without a zone is taken as UTC, which callers document.
pub(crate) fn parse_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return since_epoch(text);
    }
    Timestamp::parse_rfc3339(text).or_else(|| zoned(text, Some(0))).or_else(|| ctime(text))
}

/// Reads a date, a time of day and a zone (`2020-01-21 16:58:43 EST`); `without_zone` is the offset where none stands.
pub(crate) fn zoned(text: &str, without_zone: Option<i32>) -> Option<Timestamp> {
    let text = text.trim();
    if text.as_bytes().get(4) != Some(&b'-') || !text.is_ascii() {
        return None;
    }
    let Some((date, rest)) = text.split_once(['T', ' ']) else {
        return at_offset(text.parse::<Date>().ok()?.to_datetime(jiff::civil::Time::midnight()), without_zone?);
    };
    let rest = rest.trim();
    let clock_length = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(clock_length);
    let moment: DateTime = format!("{date}T{clock}").parse().ok()?;
    let zone = zone.trim();
    let seconds = if zone.is_empty() { without_zone? } else { zone_offset_seconds(zone)? };
    at_offset(moment, seconds)
}

/// Reads a local time that names its zone (`2020-01-21 16:58:43 EST`).
///
/// Without a zone, or with one that is unknown or means several, the moment is unknown and `None`: the time as written is
/// kept beside it. What is no time at all is an error, which names the field.
pub(crate) fn local_time(field: &str, text: &str) -> Result<Option<Timestamp>, String> {
    let mut words = text.split_ascii_whitespace();
    let (date, clock, zone) = (words.next(), words.next(), words.next());
    if zone.is_some()
        && let Some(time) = zoned(text, None)
    {
        return Ok(Some(time));
    }
    let civil = [date, clock].into_iter().flatten().collect::<Vec<_>>().join(" ");
    match zoned(&civil, Some(0)) {
        Some(_) => Ok(None),
        None => Err(format!("{field} is no known form of time: {text:?}")),
    }
}

/// Seconds east of UTC for a zone abbreviation or a numeric offset.
///
/// Abbreviations are ambiguous in the world at large (`IST` of India, Israel and Ireland); only those are known that have
/// one meaning where exports write them. `BST` is British: the time zone database has given up the names it had invented.
fn zone_offset_seconds(zone: &str) -> Option<i32> {
    let hours = match zone {
        "UTC" | "GMT" | "Z" | "WET" => 0,
        "EST" | "CDT" => -5,
        "EDT" => -4,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" | "AKDT" => -8,
        "AKST" => -9,
        "HST" => -10,
        "CET" | "WEST" | "BST" | "WAT" => 1,
        "CEST" | "EET" | "SAST" | "CAT" => 2,
        "EEST" | "MSK" | "EAT" => 3,
        "PKT" => 5,
        "WIB" => 7,
        "HKT" | "AWST" => 8,
        "JST" | "KST" => 9,
        "AEST" => 10,
        "AEDT" => 11,
        "NZST" => 12,
        "NZDT" => 13,
        _ => return numeric_offset(zone),
    };
    Some(hours * 3600)
}

fn numeric_offset(zone: &str) -> Option<i32> {
    let (sign, digits) = match zone.as_bytes().first()? {
        b'+' => (1, &zone[1..]),
        b'-' => (-1, &zone[1..]),
        _ => return None,
    };
    let digits: String = digits.chars().filter(|&c| c != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (hours, minutes): (i32, i32) = match digits.len() {
        2 => (digits.parse().ok()?, 0),
        4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Seconds, milliseconds, microseconds or nanoseconds, told apart by their size.
fn since_epoch(text: &str) -> Option<Timestamp> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let number: i64 = whole.parse().ok()?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match number {
        // Earlier than 1973 there were no posts: such a number is a year, a row number or a duration.
        ..100_000_000 => None,
        100_000_000..100_000_000_000 => {
            let mut millis = number * 1000;
            for (digit, weight) in fraction.bytes().zip([100, 10, 1]) {
                millis += i64::from(digit - b'0') * weight;
            }
            Timestamp::from_unix_millis(millis)
        }
        100_000_000_000..100_000_000_000_000 => Timestamp::from_unix_millis(number),
        100_000_000_000_000..100_000_000_000_000_000 => Timestamp::from_unix_millis(number / 1000),
        _ => Timestamp::from_unix_millis(number / 1_000_000),
    }
}

/// `Mon Mar 28 14:39:13 +0000 2016`.
fn ctime(text: &str) -> Option<Timestamp> {
    let mut words = text.split_ascii_whitespace();
    let (_weekday, month, day, clock, offset, year) =
        (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?, words.next()?);
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.iter().position(|&name| name == month)? + 1;
    let moment: DateTime = format!("{year}-{month:02}-{day:0>2}T{clock}").parse().ok()?;
    at_offset(moment, numeric_offset(offset)?)
}

/// Reads the way Americans write a time, taken as UTC: `10/1/2017 19:58`, `7/3/2018`.
pub(crate) fn us_time(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.trim().split_once(' ').unwrap_or((text.trim(), "00:00"));
    let mut parts = date.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    let moment: DateTime = format!("{year}-{month:0>2}-{day:0>2}T{clock:0>5}").parse().ok()?;
    at_offset(moment, 0).filter(|_| parts.next().is_none())
}

fn at_offset(moment: DateTime, seconds: i32) -> Option<Timestamp> {
    let offset = Offset::from_seconds(seconds).ok()?;
    let instant = offset.to_timestamp(moment).ok()?;
    Timestamp::from_unix_millis(instant.as_millisecond())
}
