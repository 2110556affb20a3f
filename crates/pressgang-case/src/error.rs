//! Everything that can go wrong with a case.

use std::path::PathBuf;

use thiserror::Error;

use crate::claims::ClaimError;
use crate::config::ConfigError;
use crate::files::FileError;
use crate::ledger::LedgerError;
use crate::rates::RatesError;
use crate::tables::PartError;

/// Why something could not be done with a case.
#[derive(Debug, Error)]
pub enum CaseError {
    /// There is no case in this folder.
    #[error("{path}: this is no case: it has no case.toml")]
    NotACase {
        /// The folder.
        path: PathBuf,
    },
    /// A new case may not take over a folder that holds something else.
    #[error("{path}: the folder is not empty")]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// Another process works on the case.
    #[error("{path}: another pressgang is working on this case")]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// Another process looks at the posts of the case.
    #[error("{path}: another pressgang is looking at the posts of this case")]
    Looking {
        /// The folder.
        path: PathBuf,
    },
    /// A pack named in `case.toml` is not there.
    #[error("the pack of organisation {id:?} is missing: {path}")]
    PackMissing {
        /// The organisation's id.
        id: String,
        /// Where it should be.
        path: PathBuf,
    },
    /// A pack was refused.
    #[error("{path}: {source}")]
    Pack {
        /// The pack's file.
        path: PathBuf,
        /// Why.
        source: pressgang_signals::PackError,
    },
    /// How long posts stay up could not be counted.
    #[error(transparent)]
    Survival(#[from] pressgang_weigh::survival::SurvivalError),
    /// An export could not be read.
    #[error(transparent)]
    Read(#[from] pressgang_posts::ReadError),
    /// A segment of the index could not be written or opened.
    #[error(transparent)]
    Index(#[from] crate::index::IndexError),
    /// A reference file holds no post of a verified account.
    #[error("{path}: no post in it is by a reference account of this case")]
    NotAReference {
        /// The file.
        path: PathBuf,
        /// The accounts found instead: platform, id or handle, name.
        found: Vec<String>,
    },
    /// A file of a source is not what was added.
    #[error("{path}: the file changed since it was added (its SHA-256 differs)")]
    SourceChanged {
        /// The file.
        path: PathBuf,
    },
    /// A file of a source is gone.
    #[error("{path}: the file of source {id} is missing")]
    SourceMissing {
        /// The source's id.
        id: String,
        /// The file.
        path: PathBuf,
    },
    /// A file of records (observations, corroborations) has a wrong line.
    #[error("{path}: line {line}: {reason}")]
    Record {
        /// The file.
        path: PathBuf,
        /// The line.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// A list of a second source was refused.
    #[error("{path}: {reason}")]
    List {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// More is shared than can be numbered.
    #[error(transparent)]
    TooManyShares(#[from] pressgang_signals::coordination::TooManyShares),
    /// The sentence model failed.
    #[error("{0}")]
    SentenceModel(String),
    /// A format or column name is unknown.
    #[error("{0}")]
    Usage(String),
    /// A report was asked for before the case was run, or something changed since.
    #[error("{path}: the case has not been run since it last changed")]
    NotRun {
        /// The case's folder.
        path: PathBuf,
    },
    /// The case has no post of this name, or several.
    #[error("{}", no_such_post(name, several))]
    NoSuchPost {
        /// What was asked for.
        name: String,
        /// The posts it could mean, `platform:id`.
        several: Vec<String>,
    },
    /// A published report or a correction of one.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// A notice was refused.
    #[error(transparent)]
    Notice(#[from] crate::notices::NoticeError),
    /// An answer or a number of others was refused.
    #[error(transparent)]
    Answer(#[from] crate::answers::AnswerError),
    /// Likelihood ratios cannot be put together.
    #[error(transparent)]
    Likelihood(#[from] pressgang_weigh::likelihood::LikelihoodError),
    /// A decision was refused.
    #[error(transparent)]
    Review(#[from] crate::reviews::ReviewError),
    /// `case.toml` was refused.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The ledger refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A table refused.
    #[error(transparent)]
    Part(#[from] PartError),
    /// A rate file was refused.
    #[error(transparent)]
    Rates(#[from] RatesError),
    /// The file system refused.
    #[error(transparent)]
    File(#[from] FileError),
}

fn no_such_post(name: &str, several: &[String]) -> String {
    if several.is_empty() {
        return format!("the case has no post {name:?}");
    }
    format!("{name:?} means several posts: {}", several.join(", "))
}
