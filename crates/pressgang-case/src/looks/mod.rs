//! Looks at posts: what is known of whether they are still up, which are due to be looked at, and how new looks enter
//! the ledger.
//!
//! A look is one `observation` entry. One that was made by the program keeps what was answered, so that its state can
//! be decided again when the rules change ([`Case::revise_looks`]); the newer entry then stands for the older.

use std::collections::BTreeMap;

use crate::error::CaseError;
use crate::folder::Case;

mod again;
mod book;
mod due;
mod known;
mod series;

pub use again::{Revision, StoredLook};
pub use book::{LookBook, LookLock, NewLook, WarcPlace};
pub use due::{DuePost, Dues};
pub use series::LookDay;

pub(crate) use known::{Looks, counted, newest_entered_look};
pub(crate) use series::series;

/// The kind of entry that holds a look.
pub(crate) const OBSERVATION: &str = "observation";

/// The kind of entry that names a finished file of bodies.
pub(crate) const BODIES: &str = "look_bodies";

/// The file that is locked by whoever looks.
pub(crate) const LOCK: &str = ".looks.lock";

/// The kind of entry that says before when a host is not to be asked.
pub(crate) const WAIT: &str = "host_wait";

/// Where hosts' answers lie that looks rest on, if they are kept.
pub(crate) const LOOKS: &str = "looks";

impl Case {
    /// How many looks were entered since the last run, which reports do not count yet.
    ///
    /// # Errors
    /// What the ledger says.
    pub fn looks_since_run(&self) -> Result<u64, CaseError> {
        let counted = self.looks_counted()?;
        let mut since = 0;
        self.ledger().each(OBSERVATION, |entry| since += u64::from(entry.number > counted))?;
        Ok(since)
    }
}

/// What stands for a state where nobody looked.
pub(crate) const NEVER: &str = "never";

/// Returns true if and only if it is not told whether the post is up.
pub(crate) fn is_untold(status: &str) -> bool {
    matches!(status, "login_wall" | "unknown" | NEVER)
}

/// ": 2 never looked at, 1 behind a login"; nothing where there is nothing to tell.
pub(crate) fn detail(states: &BTreeMap<&str, usize>) -> String {
    let words = |state: &str| match state {
        NEVER => "never looked at",
        "login_wall" => "behind a login",
        "unknown" => "looked at in vain",
        "private" => "private",
        "geo_blocked" => "not in some countries",
        "age_gate" => "to adults only",
        "removed" => "by whom is not told",
        "removed_by_platform" => "by the platform",
        "removed_by_author" => "by the author",
        _ => "otherwise",
    };
    let parts: Vec<String> = states.iter().map(|(state, n)| format!("{n} {}", words(state))).collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}

/// Returns true if and only if the platform still has the post but does not show it to everybody.
pub fn is_restricted(status: &str) -> bool {
    matches!(status, "private" | "geo_blocked" | "age_gate")
}
