//! One file per subcommand: what can be typed, and what it does.

pub mod add;
pub mod answer;
pub mod check;
pub mod compare;
pub mod completions;
pub mod coordination;
pub mod correct;
pub mod corroborate;
pub mod demo;
pub mod doctor;
pub mod evaluate;
pub mod fetch;
pub mod flagger_report;
pub mod forget;
pub mod formats;
mod lines;
pub mod matching;
pub mod media;
mod network;
pub mod new;
pub mod notice;
pub mod others;
pub mod pairs;
pub mod passages;
pub mod posts;
pub mod read;
pub mod report;
pub mod review;
pub mod run;
pub mod show;
pub mod verify;

use std::collections::BTreeMap;
use std::path::Path;

use pressgang_posts::{Format, Timestamp};

use crate::error::CommandError;

/// Packs that come with the program, by id.
pub const SHIPPED_PACKS: [(&str, &str); 2] = [
    ("wagner", include_str!("../../../../packs/wagner.toml")),
    ("iron-heron", include_str!("../../../../packs/iron-heron.toml")),
];

/// What time it is; only the edge knows.
pub fn now() -> Timestamp {
    Timestamp::from_unix_millis(jiff::Timestamp::now().as_millisecond()).unwrap_or(Timestamp { unix_millis: 0 })
}

/// When a file was last changed.
pub fn received_at(path: &Path) -> Option<Timestamp> {
    let modified = std::fs::metadata(path).and_then(|m| m.modified()).ok()?;
    Timestamp::from_unix_millis(jiff::Timestamp::try_from(modified).ok()?.as_millisecond())
}

/// Reads `FIELD=COLUMN` arguments.
pub fn columns(written: &[String]) -> Result<BTreeMap<String, String>, CommandError> {
    written
        .iter()
        .map(|pair| {
            pair.split_once('=').map(|(field, column)| (field.trim().to_owned(), column.to_owned())).ok_or_else(|| {
                CommandError::usage(
                    format!("--map {pair:?} is not FIELD=COLUMN"),
                    "for example --map text=body --map id=post_number",
                )
            })
        })
        .collect()
}

/// Reads a format's name.
pub fn format(written: Option<&str>) -> Result<Option<Format>, CommandError> {
    written
        .map(|name| {
            name.parse::<Format>().map_err(|_| {
                let known: Vec<&str> = Format::all().map(Format::as_str).collect();
                CommandError::usage(
                    format!("--format {name:?} is unknown"),
                    format!("known formats: {}", known.join(", ")),
                )
            })
        })
        .transpose()
}
