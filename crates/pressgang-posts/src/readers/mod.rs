//! One reader per format, most specific first.
//!
//! A reader is a file with a [`Spec`] named `SPEC`; it joins the others by its two lines here.

mod absent;
mod bluesky;
mod bluesky_embed;
mod bluesky_jetstream;
mod bluesky_post;
mod columns;
mod crowdtangle;
mod crowdtangle_api;
mod crowdtangle_instagram;
mod fourcat;
mod fourcat_ndjson;
mod generic_csv;
mod generic_json;
mod generic_record;
mod item_facebook;
mod item_facebook_media;
mod item_gab;
mod item_instagram;
mod item_instagram_comment;
mod item_linkedin;
mod item_parts;
mod item_threads;
mod item_tiktok;
mod item_tiktok_comment;
mod item_truth_social;
mod item_x;
mod item_x_withheld;
mod items;
mod junkipedia;
mod junkipedia_api;
mod mastodon;
mod meta_content_library;
mod meta_content_library_api;
mod meta_entry;
mod pages;
mod pages_walked;
mod parquet;
mod parquet_cell;
mod record;
mod records;
mod reddit;
mod reddit_markdown;
mod reddit_thing;
mod rows;
mod snscrape;
mod snscrape_others;
mod snscrape_telegram;
mod snscrape_twitter;
mod snscrape_vk;
mod telegram_desktop;
mod telegram_message;
mod telegram_rich;
mod telethon;
mod telethon_media;
mod telethon_message;
mod telethon_value;
mod tgstat;
mod tiktok_research;
mod vk;
mod vk_post;
mod x_api_v2;
mod x_api_v2_table;
mod x_archive;
mod x_compliance;
mod x_information_operations;
mod x_information_operations_users;
mod x_status;
mod x_troll_tweets;
mod x_tweet;
mod x_v1;
mod x_v1_tweet;
mod xlsx;
mod youtube;
mod youtube_comment;
mod youtube_data_tools;
mod youtube_film;
mod zeeschuimer;

pub(crate) use generic_csv::SPEC as CSV;
pub(crate) use generic_json::SPEC as NDJSON;
pub(crate) use pages::PassOn;
pub(crate) use parquet::{REASON as PARQUET_REASON, SPEC as PARQUET, Table as ParquetTable};
pub(crate) use record::{Columns, Record, Row};
pub(crate) use xlsx::{REASON as XLSX_REASON, SPEC as XLSX, Sheet};

use absent::absent_columns;
use columns::Names;

use crate::detect::Head;
use crate::mapping::Field;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::spec::{Read, Spec};
use crate::{Format, Mapping};

/// Every format, most specific first: a generic reader would read some of the others wrongly.
pub(crate) static READERS: &[&Spec] = &[
    &telegram_desktop::SPEC,
    &telethon::SPEC,
    &snscrape::SPEC,
    &tgstat::SPEC,
    &vk::SPEC,
    &x_api_v2::SPEC,
    &x_archive::SPEC,
    &x_v1::SPEC,
    &x_compliance::SPEC,
    &bluesky_jetstream::SPEC,
    &bluesky::SPEC,
    &mastodon::SPEC,
    &reddit::SPEC,
    &x_api_v2_table::SPEC,
    &x_information_operations::SPEC,
    &x_information_operations_users::SPEC,
    &x_troll_tweets::SPEC,
    &crowdtangle::SPEC,
    &zeeschuimer::SPEC,
    &fourcat_ndjson::SPEC,
    &crowdtangle_instagram::SPEC,
    &crowdtangle_api::SPEC,
    &meta_content_library::SPEC,
    &meta_content_library_api::SPEC,
    &junkipedia::SPEC,
    &junkipedia_api::SPEC,
    &tiktok_research::SPEC,
    &youtube::SPEC,
    &fourcat::SPEC,
    &youtube_data_tools::SPEC,
    &CSV,
    &NDJSON,
    &PARQUET,
    &XLSX,
];

/// What a part is that lies beside posts in the exports of some platform and holds none.
pub(crate) fn beside(head: &Head<'_>) -> Option<&'static str> {
    (head.script.is_some() && !x_archive::is_of_posts(head)).then_some("a part of an X archive that holds no posts")
}

/// For a generic format: the fields whose columns a mapping names and the part lacks, with the columns it has.
///
/// Of JSON that goes on behind the head nothing can be said yet.
pub(crate) fn absent_from(format: Format, head: &Head<'_>, mapping: &Mapping) -> Vec<(Field, String)> {
    match (&head.table, &head.json) {
        (Some(header), _) if format == Format(&CSV) => {
            absent_columns(mapping, header.columns.iter().map(String::as_str))
        }
        (_, Some(shape)) if format == Format(&NDJSON) && head.is_whole && shape.is_exhaustive() => {
            absent_columns(mapping, shape.record_fields())
        }
        _ => Vec::new(),
    }
}

/// For a table in a given generic format: the fields without which there is no post and the names looked for.
pub(crate) fn missing_columns(format: Format, head: &Head<'_>, mapping: &Mapping) -> Vec<(Field, String)> {
    let Some(header) = head.table.as_ref().filter(|_| format == Format(&CSV)) else { return Vec::new() };
    let names = Names::new(mapping);
    let missing = names.missing(header.columns.iter().map(String::as_str));
    missing.into_iter().map(|field| (field, names.looked_for(field))).collect()
}

/// Reads one part in a known format.
pub(crate) fn read(format: Format, head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    match &format.0.read {
        Read::Records { at, record } => records::read_records(head, stream, part, at, record),
        Read::Rows(row) => rows::read_rows(head, stream, part, row),
        Read::Own(read) => read(head, stream, part),
        Read::Seeking => part.reject(Place::at(0), format!("not a {} file", format.title())),
    }
}
