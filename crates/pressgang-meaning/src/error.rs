//! What can be wrong with a model.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a sentence model could not be used.
#[derive(Debug, Error)]
pub enum ModelError {
    /// A file is not there.
    #[error("{path}: there is no {what}; a sentence model is a folder with model.onnx and tokenizer.json")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
        /// What was looked for.
        what: &'static str,
    },
    /// A file could not be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: {reason}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The model failed on a text.
    #[error("the sentence model {path} failed: {reason}")]
    Failed {
        /// The model's file.
        path: PathBuf,
        /// What the runtime said.
        reason: String,
    },
}

impl ModelError {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            ModelError::Missing { .. } => "docs/translations.md says how to get a model",
            ModelError::Unreadable { .. } => "check that the file may be read",
            ModelError::Malformed { .. } => "was it downloaded whole? A few hundred bytes are a pointer of Git LFS",
            ModelError::Failed { .. } => "is it a model of sentences, with the tokenizer it was made with?",
        }
    }
}
