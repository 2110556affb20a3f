//! The case's tables: what each row holds, and Parquet files of such rows.
//!
//! A table is a Rust struct; its schema, its reading, its writing and its page in docs/tables all come from that one
//! definition. A part is written aside, synced and renamed, so a file with a final name is always whole.

mod attribution_rows;
mod campaign_rows;
mod column;
mod coordination_rows;
mod match_rows;
mod media_rows;
mod part;
mod rows;
mod second_source_rows;

pub use attribution_rows::*;
pub use campaign_rows::*;
pub use column::{Column, ColumnAbout};
pub use coordination_rows::*;
pub use match_rows::*;
pub use media_rows::*;
pub use part::{PartError, PartReader, PartWriter, TableRow};
pub use rows::*;
pub use second_source_rows::*;
