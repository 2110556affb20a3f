//! What was published, what it said, and what is corrected of it.
//!
//! The numbers themselves are measured by `stages/measurement.rs`; here is what happens to them once people have read
//! them: every published report is kept and entered in the ledger, and a correction names a claim of one.

mod corrections;
mod made_from;
mod publication;
mod summary;
mod withdrawn;

pub use corrections::{CorrectedTexts, CorrectionFinding, NewCorrection};
pub use made_from::{MadeFrom, RecordsUsed};
pub(crate) use publication::PUBLISHED;
pub use publication::{Publication, Published, PublishedFile, ReportFiles};
pub(crate) use summary::summarise;
pub use withdrawn::WithdrawnFinding;

use thiserror::Error;

/// Why a report could not be looked back at, or a correction not be entered.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ClaimError {
    /// Nothing was published yet.
    #[error("the case has no published report yet")]
    NoReport,
    /// There is no report of this number.
    #[error("the case has no published report {number}; it has {reports}")]
    NoSuchReport {
        /// What was asked for.
        number: u64,
        /// How many there are.
        reports: u64,
    },
    /// A kept report is not what was published.
    #[error("{path}: this is not what was published: its SHA-256 is not the one in the ledger")]
    Altered {
        /// The file, below the case folder.
        path: String,
    },
    /// No published report has such a claim.
    #[error("no published report of this case has a claim {claim:?}")]
    UnknownClaim {
        /// What was asked for.
        claim: String,
        /// Claims of the newest report with names like it.
        near: Vec<String>,
    },
    /// The same correction was made before.
    #[error("the claim {claim} was corrected in these words on {day} already")]
    Already {
        /// The claim.
        claim: String,
        /// When.
        day: String,
    },
    /// A correction that changes nothing.
    #[error("the claim {claim} says the same now as in every published report, so nothing is corrected")]
    SameText {
        /// The claim.
        claim: String,
    },
    /// A text that says nothing, or too much.
    #[error("{what} must be a text of at most {limit} characters that is not empty")]
    Text {
        /// Which text ("the reason").
        what: &'static str,
        /// The limit.
        limit: usize,
    },
}
