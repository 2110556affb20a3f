//! Proving that nothing of a case was altered: the ledger against itself and a head that was noted down, and every file
//! against what the ledger says of it.
//!
//! A change is what a reader would see: for files any byte, for the ledger any value of any row, and anything about its
//! tables. Bytes of the database that belong to no row (free pages, counters of its header) are no change.
//! Nothing here writes to the case, and a case that cannot be opened can be verified all the same.

mod files;
mod folders;
mod ledger;
mod named;
mod place;
mod record;

pub(crate) use record::{REPORT, report_body};

use std::fmt;
use std::fs::{File, TryLockError};
use std::ops::Range;
use std::path::Path;

use crate::error::CaseError;

/// Fewer digits of a head could be met by chance and trying.
const LEAST_HEAD: usize = 16;

/// What verifying found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Entries in the ledger.
    pub entries: u64,
    /// Hash of the last entry, lower-case hex; to be noted down and given the next time.
    pub head: String,
    /// The number of the entry that has the given head, if one was given and found.
    pub proven: Option<u64>,
    /// What was looked at, in the order of looking.
    pub checked: Vec<Checked>,
    /// Everything that is not as the ledger says: the ledger first, then files by their names.
    pub problems: Vec<Problem>,
    /// What is worth knowing and no alteration, in sentences.
    pub notes: Vec<String>,
    /// Files and folders in the case's folder that the ledger says nothing of.
    pub not_covered: Vec<String>,
}

/// Files of one kind that were looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What they are: `sources`, `tables` ...
    pub what: &'static str,
    /// How many.
    pub files: u64,
    /// Their bytes together.
    pub bytes: u64,
}

/// How something is not as the ledger says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    /// It has another content.
    Altered,
    /// It is not there.
    Missing,
    /// It is there and should not be.
    Extra,
}

impl Wrong {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Wrong::Altered => "altered",
            Wrong::Missing => "missing",
            Wrong::Extra => "extra",
        }
    }
}

/// Where something is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as a path below the case folder or as `case.toml` names it.
    pub file: String,
    /// The ledger's entry, where the file is the ledger.
    pub entry: Option<u64>,
    /// The bytes of the file among which it is, where that can be told.
    pub bytes: Option<Range<u64>>,
    /// What stands there, in words: rows and columns of a table, posts of a source, lines of a text.
    pub holds: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(entry) = self.entry {
            write!(f, ", entry {entry}")?;
        }
        if let Some(bytes) = &self.bytes {
            write!(f, ", bytes {} to {}", bytes.start, bytes.end)?;
        }
        match &self.holds {
            Some(holds) => write!(f, " ({holds})"),
            None => Ok(()),
        }
    }
}

/// One thing that is not as the ledger says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How.
    pub wrong: Wrong,
    /// Where.
    pub place: Place,
    /// What was found, as the rest of a sentence that the place begins.
    pub text: String,
}

impl Problem {
    fn at_entry(wrong: Wrong, entry: u64, text: impl Into<String>) -> Problem {
        Problem {
            wrong,
            place: Place { file: LEDGER.to_owned(), entry: Some(entry), ..Place::default() },
            text: text.into(),
        }
    }

    fn in_file(wrong: Wrong, file: &str, text: impl Into<String>) -> Problem {
        Problem { wrong, place: Place { file: file.to_owned(), ..Place::default() }, text: text.into() }
    }
}

/// The ledger's file in a case.
const LEDGER: &str = "ledger.sqlite";

/// Verifies the case in `root`. `head` is the hash of an entry that was noted down before, or at least its first 16
/// digits: a ledger that was cut off or rewritten as a whole can be found out by nothing else.
///
/// # Errors
/// If there is no case, another process works on it, or `head` is no hash. Whatever else is wrong with the case is an
/// answer, not an error.
pub fn verify(root: &Path, head: Option<&str>) -> Result<Verification, CaseError> {
    let head = head.map(checked_head).transpose()?;
    if !root.join(LEDGER).exists() && !root.join("case.toml").exists() {
        return Err(CaseError::NotACase { path: root.to_owned() });
    }
    let _lock = lock(root)?;
    let mut found = Verification::default();
    let named = ledger::check(root, head.as_deref(), &mut found);
    if let Some(named) = named {
        files::check(root, &named, &mut found);
    }
    Ok(found)
}

fn checked_head(head: &str) -> Result<String, CaseError> {
    let head = head.trim().to_lowercase();
    let is_hash = (LEAST_HEAD..=64).contains(&head.len()) && head.bytes().all(|b| b.is_ascii_hexdigit());
    if is_hash {
        return Ok(head);
    }
    Err(CaseError::Usage(format!(
        "{head:?} is no head of a ledger: it has 64 digits from 0 to f, of which the first {LEAST_HEAD} are enough"
    )))
}

/// Keeps runs away while the case is read, where its lock can be read; a case on a read-only medium has no runs.
fn lock(root: &Path) -> Result<Option<File>, CaseError> {
    let Ok(file) = File::open(root.join(".lock")) else { return Ok(None) };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Err(CaseError::Busy { path: root.to_owned() }),
        // A file system without locks.
        Err(TryLockError::Error(_)) => Ok(None),
        Ok(()) => Ok(Some(file)),
    }
}
