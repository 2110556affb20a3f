//! Why a file could not be read at all; single records that cannot be read are [`Reject`](crate::Reject)s instead.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::Format;

/// A format that a file resembles, and what it would take to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearest {
    /// The format.
    pub format: Format,
    /// The fields or columns that were looked for and not found.
    pub missing: Vec<String>,
}

/// Why nothing of a file could be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// There is no such file.
    #[error("{}: no such file", path.display())]
    NotFound {
        /// The file.
        path: PathBuf,
    },
    /// The path is a directory.
    #[error("{}: this is a directory; name the files in it", path.display())]
    IsDirectory {
        /// The directory.
        path: PathBuf,
    },
    /// The path is a pipe, a device or a socket: what is in it cannot be read twice, nor found again.
    #[error("{}: this is no regular file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// The file has no bytes.
    #[error("{}: the file is empty", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{}: {io}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        io: io::Error,
    },
    /// The file is an archive whose directory cannot be read.
    #[error("{}: {reason}", path.display())]
    Archive {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// No reader recognises the content.
    #[error("{}: {}", path.display(), unknown_format(*looks_like, nearest))]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// What it is instead, where that can be told.
        looks_like: Option<&'static str>,
        /// The formats it resembles most.
        nearest: Vec<Nearest>,
    },
    /// The file lacks columns that a mapping names, or its format was given and those without which there is no post.
    #[error("{}: no column for {}", path.display(), missing.join(", nor for "))]
    MissingColumns {
        /// The file.
        path: PathBuf,
        /// Each missing field with the column names that were looked for or are there instead.
        missing: Vec<String>,
    },
}

/// As many missing fields of a format are named.
const MOST_MISSING: usize = 5;

fn unknown_format(looks_like: Option<&str>, nearest: &[Nearest]) -> String {
    let mut sentence = String::from("no known format");
    if let Some(what) = looks_like {
        // Writing to a String cannot fail.
        let _ = write!(sentence, "; it looks like {what}");
    }
    for (at, near) in nearest.iter().enumerate() {
        let lead = if at == 0 { "; nearest is" } else { "; then" };
        let names = near.missing.iter().take(MOST_MISSING).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = match near.missing.len().saturating_sub(MOST_MISSING) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let _ = write!(sentence, "{lead} {}, which also needs {names}{more}", near.format);
    }
    sentence
}
