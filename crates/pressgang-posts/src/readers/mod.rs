//! One reader per format, most specific first.
//!
//! A reader has a `probe`, which looks at the first bytes of a part, and a `read`, which hands out its posts.

mod absent;
mod columns;
mod crowdtangle;
mod generic_csv;
mod generic_json;
mod generic_record;
mod pages;
mod parquet;
mod parquet_cell;
mod rows;
mod strangers;
mod telegram_desktop;
mod telegram_message;
mod vk;
mod vk_post;
mod x_api_v2;
mod x_information_operations;
mod x_tweet;

pub(crate) use parquet::{REASON as PARQUET_REASON, Table as ParquetTable};
pub(crate) use strangers::stranger;

use absent::absent_columns;
use columns::Names;

use crate::detect::Head;
use crate::mapping::Field;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::{Format, Mapping};

/// What a reader says about the first bytes of a part.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    pub(crate) matched: bool,
    /// What it was recognised by, or why not.
    pub(crate) reason: String,
    /// What is missing for a match; empty as well where nothing at all fits.
    pub(crate) missing: Vec<String>,
}

impl Probe {
    pub(crate) fn matched(reason: impl Into<String>) -> Probe {
        Probe { matched: true, reason: reason.into(), missing: Vec::new() }
    }

    pub(crate) fn lacking(missing: Vec<String>) -> Probe {
        Probe { matched: false, reason: format!("lacks {}", missing.join(", ")), missing }
    }

    /// A file of quite another kind.
    pub(crate) fn foreign() -> Probe {
        Probe { matched: false, reason: "of another kind".to_owned(), missing: Vec::new() }
    }
}

/// The formats that are tried, most specific first: a generic reader would read some of the others wrongly.
pub(crate) const BY_PRECEDENCE: [Format; 7] = [
    Format::TelegramDesktop,
    Format::Vk,
    Format::XApiV2,
    Format::XInformationOperations,
    Format::CrowdTangleFacebook,
    Format::Csv,
    Format::Ndjson,
];

/// The formats that read anything whose columns are known.
pub(crate) const GENERIC: [Format; 2] = [Format::Csv, Format::Ndjson];

pub(crate) fn probe(format: Format, head: &Head<'_>, mapping: &Mapping) -> Probe {
    match format {
        Format::TelegramDesktop => telegram_desktop::probe(head),
        Format::Vk => vk::probe(head),
        Format::XApiV2 => x_api_v2::probe(head),
        Format::XInformationOperations => x_information_operations::probe(head),
        Format::CrowdTangleFacebook => crowdtangle::probe(head),
        Format::Csv => generic_csv::probe(head, mapping),
        Format::Ndjson => generic_json::probe(head, mapping),
        Format::Parquet => Probe::foreign(),
    }
}

/// For a generic format: the fields whose columns a mapping names and the part lacks, with the columns it has.
///
/// Of JSON that goes on behind the head nothing can be said yet.
pub(crate) fn absent_from(format: Format, head: &Head<'_>, mapping: &Mapping) -> Vec<(Field, String)> {
    match (format, &head.table, &head.json) {
        (Format::Csv, Some(header), _) => absent_columns(mapping, header.columns.iter().map(String::as_str)),
        (Format::Ndjson, _, Some(shape)) if head.is_whole && shape.is_exhaustive() => {
            absent_columns(mapping, shape.record_fields())
        }
        _ => Vec::new(),
    }
}

/// For a table in a given generic format: the fields without which there is no post and the names looked for.
pub(crate) fn missing_columns(format: Format, head: &Head<'_>, mapping: &Mapping) -> Vec<(Field, String)> {
    let (Format::Csv, Some(header)) = (format, &head.table) else { return Vec::new() };
    let names = Names::new(mapping);
    let missing = names.missing(header.columns.iter().map(String::as_str));
    missing.into_iter().map(|field| (field, names.looked_for(field))).collect()
}

/// Reads one part in a known format.
pub(crate) fn read(format: Format, head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    match format {
        Format::TelegramDesktop => telegram_desktop::read(stream, part),
        Format::Vk => vk::read(head, stream, part),
        Format::XApiV2 => x_api_v2::read(head, stream, part),
        Format::XInformationOperations => x_information_operations::read(head, stream, part),
        Format::CrowdTangleFacebook => crowdtangle::read(head, stream, part),
        Format::Csv => generic_csv::read(head, stream, part),
        Format::Ndjson => generic_json::read(head, stream, part),
        // Parquet is read from its end, which a stream cannot offer.
        Format::Parquet => part.reject(Place::at(0), "not a Parquet file"),
    }
}
