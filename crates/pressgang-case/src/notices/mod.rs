//! Notices to platforms, referrals to authorities and requests for comment: what goes into a draft, and the record of
//! which were drafted and which a person says were sent.
//!
//! The program sends nothing. A draft is files under `notices/` of the case and an entry `notice` of the ledger; that it
//! was sent is an entry `notice_sent`, made when a person says so. Both keep which posts, who and to whom as personal
//! content (docs/ledger.md).

mod entered;

pub(crate) use entered::{FOLDER, NOTICE};
pub use entered::{NewNotice, Notice, NoticeFile, NoticeKind, Notifier, Sent};

use thiserror::Error;

/// Why a notice was not drafted or not entered.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoticeError {
    /// No notice of the case has this number.
    #[error("the case has no notice {name:?}")]
    NoSuchNotice {
        /// What was asked for.
        name: String,
        /// The notices there are.
        known: Vec<String>,
    },
    /// What is said to have been sent lies in the future.
    #[error("{notice} cannot have been sent at {at}, which is yet to come")]
    SentLater {
        /// The notice.
        notice: String,
        /// The time given.
        at: String,
    },
    /// A name of a file that would lead out of the notice's folder.
    #[error("{0:?} is no name of a file")]
    FileName(String),
}
