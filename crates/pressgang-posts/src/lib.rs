//! What a post is, and one reader per platform export.
//!
//! A reader turns a file into canonical [`Post`]s and [`Reject`]s.
//! Reading never fails whole: whatever can be read is handed out, and every record that cannot be read is handed out
//! too, with its place and the reason.
//! Nothing here prints, looks at the environment or knows what time it is.
//!
//! The way of a file: `source` opens it and takes compression and archives off, `detect` looks at the first bytes
//! of each part and chooses a reader, `readers` turn the part into posts; `json`, `table`, `workbook` and `values` are
//! what the readers share.

mod blocks;
mod detect;
mod error;
mod format;
mod limits;
mod mapping;
mod observation;
mod part;
mod post;
mod raw;
mod read;
mod spec;

mod json;
mod readers;
mod source;
mod table;
mod tables;
mod values;
mod workbook;

pub use detect::{Detection, detect_file};
pub use error::{Nearest, ReadError};
pub use format::{Format, UnknownFormatName};
pub use limits::Limits;
pub use mapping::{Mapping, UnknownField};
pub use observation::{Account, Observation, Observed, Status};
pub use post::{
    Author, Media, MediaKind, Metrics, Platform, Post, PostKey, Provenance, Reject, Relations, Source, Timestamp,
};
pub use raw::{LONGEST_RAW, RawRecord, RecordPlace, read_records};
pub use read::{Item, PartSummary, ReadOptions, ReadSummary, read_file, read_file_in_batches};
pub use source::{TakeMember, hash_file, is_zip, read_members};
pub use tables::{Fields, TableItem, TakeItem, read_tables};
