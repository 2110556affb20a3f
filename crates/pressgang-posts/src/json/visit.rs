//! What a reader tells the walker, and what it is told.

use crate::Limits;
use crate::part::Halt;

/// How a value lies within its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Index,
}

impl Step {
    /// True if and only if a path is as written: keys, and `*` for any element.
    pub(crate) fn matches(path: &[Step], pattern: &[&str]) -> bool {
        path.len() == pattern.len()
            && path.iter().zip(pattern).all(|(step, wanted)| match step {
                Step::Key(key) => key == wanted && *wanted != "*",
                Step::Index => *wanted == "*",
            })
    }
}

/// What to do with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Look at its members one by one; only for objects and arrays.
    Enter,
    /// Hand out its bytes.
    Capture,
    Skip,
}

/// Why a value that was to be captured is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    TooLong,
    TooDeep,
}

impl Refused {
    pub(crate) fn reason(self, limits: &Limits) -> String {
        match self {
            Refused::TooLong => format!("the record is longer than {} bytes", limits.record_bytes),
            Refused::TooDeep => format!("the record is nested deeper than {} levels", limits.json_depth),
        }
    }
}

/// A reader's view of the documents.
pub(crate) trait Visitor {
    /// What to do with the value that begins with the byte `first`.
    fn value(&mut self, path: &[Step], first: u8, offset: u64) -> Action;
    /// A value that was captured.
    fn captured(&mut self, path: &[Step], bytes: &[u8], offset: u64) -> Result<(), Halt>;
    /// A value that should have been captured and cannot be.
    fn refused(&mut self, path: &[Step], offset: u64, length: u64, why: Refused) -> Result<(), Halt>;
    /// The end of an object or array that was entered.
    fn leave(&mut self, path: &[Step]) -> Result<(), Halt>;
}
