//! Notices to platforms, referrals to authorities and requests for comment: what goes into a draft, and the record of
//! which were drafted and which a person says were sent.
//!
//! The program sends nothing. A draft is files under `notices/` of the case and an entry `notice` of the ledger; that it
//! was sent is an entry `notice_sent`, made when a person says so. Both keep which posts, who and to whom as personal
//! content (docs/ledger.md).

mod draft;
mod entered;
mod gaps;
mod grounds;
mod settings;

pub use draft::{Draft, DraftPost, DraftRequest, Drafts, Selection, drafts, sender_gaps};
pub(crate) use entered::{FOLDER, NOTICE};
pub use entered::{NewNotice, Notice, NoticeFile, NoticeKind, Notifier, Sent};
pub use gaps::Gap;
pub use grounds::{MEMBER_STATES, UNION, is_of_union, jurisdiction};
pub(crate) use settings::{NotifierSection, PlatformRuleSection};
pub use settings::{NotifierSettings, PlatformRule, TrustedFlagger, is_email, is_line};

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
    /// What is said to have been sent was answered before.
    #[error("{notice} cannot have been sent at {at}: its answer {answer} was received before, at {received}")]
    SentAfterAnswer {
        /// The notice.
        notice: String,
        /// The time given.
        at: String,
        /// The answer.
        answer: String,
        /// When it was received.
        received: String,
    },
    /// Elements lack that a notice must have.
    #[error("the notice cannot be drafted; it lacks\n{}", lines(.0))]
    Incomplete(Vec<Gap>),
    /// No post is left to give notice of.
    #[error("there is no post to give notice of{}", left_out(*gone, *known))]
    NoPosts {
        /// Posts left out because they were gone at the last look.
        gone: usize,
        /// Posts left out because an earlier draft names them.
        known: usize,
    },
    /// A name of a file that would lead out of the notice's folder.
    #[error("{0:?} is no name of a file")]
    FileName(String),
}

fn lines(gaps: &[Gap]) -> String {
    gaps.iter().map(|gap| format!("  - {gap}")).collect::<Vec<_>>().join("\n")
}

fn left_out(gone: usize, known: usize) -> String {
    let mut why = Vec::new();
    if gone > 0 {
        why.push(format!("{gone} were gone at the last look"));
    }
    if known > 0 {
        why.push(format!("{known} are in earlier notices"));
    }
    if why.is_empty() { String::new() } else { format!(": {}", why.join(", ")) }
}
