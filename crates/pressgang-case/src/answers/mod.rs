//! What was answered to notices and requests for comment, kept word for word with its time and source, and what of it
//! can be counted.
//!
//! An answer is an entry `answer` of the ledger. Its public body holds the kind, the times, the decision and the SHA-256
//! of the files that came with it; who answered in which words is personal content. Posts stand in the body by their
//! places in the notice, so that counts hold on when personal content is removed.

mod counted;
mod drafted;
mod due;
mod entered;
mod findings;
mod flagger;
mod kinds;
mod others;
mod remind;
pub mod statements;

pub use counted::{Decided, Times, Took};
pub use due::{DueState, Waiting};
pub(crate) use entered::{ANSWER, FOLDER};
pub use entered::{Answer, AnswerFile, EnteredAnswer, GivenFile, NewAnswer, Statement, Sureness};
pub(crate) use findings::load;
pub use findings::{AnswersFinding, NoticeFinding, NoticeGroup};
pub use flagger::{FlaggerNotice, FlaggerYear};
pub use kinds::{AnswerKind, DecisionWord};
pub use others::{NewOthers, OthersAbout, OthersFinding, Own, Verdict};

use thiserror::Error;

/// Bytes of an answer's words at most.
pub const LONGEST_TEXT: usize = 1 << 20;
/// Bytes of a file that came with an answer at most.
pub const LARGEST_FILE: u64 = 64 << 20;
/// Files of one answer at most.
pub const MOST_FILES: usize = 20;

/// Why an answer was not entered.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AnswerError {
    /// Nobody said yet that the notice was sent, so nothing can answer it.
    #[error("{notice} was drafted, but nobody said that it was sent")]
    NotSent {
        /// The notice.
        notice: String,
    },
    /// An answer is later than its notice.
    #[error("{notice} was sent at {sent}: an answer to it cannot have come at {at}")]
    BeforeSent {
        /// The notice.
        notice: String,
        /// When it was sent.
        sent: String,
        /// When the answer is said to have come.
        at: String,
    },
    /// What is entered has happened.
    #[error("{at} is yet to come")]
    YetToCome {
        /// The time given.
        at: String,
    },
    /// The answer names a post that its notice does not.
    #[error("{notice} does not name the post {post:?}")]
    NotInNotice {
        /// The notice.
        notice: String,
        /// What was named.
        post: String,
        /// The posts of the notice.
        posts: Vec<String>,
    },
    /// The words are not text.
    #[error("the words of the answer are no UTF-8 (from byte {at}): they could not be kept as they are")]
    NotUtf8 {
        /// The first byte that is none.
        at: usize,
    },
    /// Something is larger than is kept.
    #[error("{what} has more than {limit} bytes")]
    TooLarge {
        /// What.
        what: String,
        /// The limit.
        limit: u64,
    },
    /// More files than are kept of one answer.
    #[error("an answer has {MOST_FILES} files at most")]
    TooManyFiles,
    /// Something that has to be said was not.
    #[error("{0} was not said")]
    NotSaid(&'static str),
    /// Requests for comment are answered in words, not by decisions.
    #[error("{notice} is a request for comment: nobody decides on it")]
    NoDecision {
        /// The notice.
        notice: String,
    },
    /// Silence, or a reminder, where something was answered.
    #[error("{notice} was answered by {answer} at {at}")]
    Answered {
        /// The notice.
        notice: String,
        /// The answer.
        answer: String,
        /// When it came.
        at: String,
    },
    /// Silence before the deadline.
    #[error("{notice} asks for an answer by {due}: at {at} nobody was late")]
    NotDue {
        /// The notice.
        notice: String,
        /// Its deadline.
        due: String,
        /// The time given.
        at: String,
    },
    /// A number of others that cannot be.
    #[error("{value} of {of} is no share")]
    NoShare {
        /// The part.
        value: u64,
        /// The whole.
        of: u64,
    },
    /// The file is no table of statements.
    #[error("{file}: no table in it has the columns of the DSA Transparency Database; missing: {}", missing.join(", "))]
    NoStatements {
        /// The file.
        file: String,
        /// Columns that the nearest table lacks.
        missing: Vec<String>,
    },
    /// No notice was sent whose posts a statement could be about.
    #[error("no notice to a platform was sent yet, so no statement can be about one")]
    NothingToMatch,
}
