//! The rows of the table about second sources. The doc comments here are the documentation in docs/tables.

use arrow_array::{ArrayRef, RecordBatch};

use super::column::{Column, ColumnAbout};
use super::part::TableRow;
use super::rows::table;

table! {
    /// What second sources say of contacts, one row per contact and statement, also what may not be published: this table is for who works on the case, and nothing that is published is made of it.
    SecondSourceRow = "second_sources" {
        /// The ledger entry.
        entry: u64,
        /// Kind of contact.
        kind: String,
        /// Normal form.
        value: String,
        /// The organisation it is tied to.
        organisation: String,
        /// Who says so.
        source: String,
        /// What it comes from: statements of one origin count once. A keyed hash for what may not be published.
        origin: String,
        /// The list it stood in, where that has an id; a keyed hash likewise.
        list: Option<String>,
        /// Admiralty grade.
        grade: String,
        /// Handling marking of the Traffic Light Protocol 2.0, without `TLP:`.
        tlp: String,
        /// True if it may show in what is published.
        published: bool,
        /// True if it weighs in assessments: it may be published, or the case lets what is restricted weigh.
        weighs: bool,
        /// Candidates and reference posts that carry the contact, `platform:id`.
        posts: Vec<String>,
    }
}
