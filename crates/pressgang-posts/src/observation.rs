//! What an export says of posts and accounts besides the posts themselves: what became of them, and who they are.

use crate::{Metrics, Platform, Provenance, Timestamp};

/// What a look at a post found; the words are those of the table of observations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It can be seen.
    Up,
    /// It is gone: deleted by its author or taken down by the platform.
    Removed,
    /// Only some may see it.
    Private,
    /// It is withheld in some countries.
    GeoBlocked,
    /// Its account is suspended, deactivated or deleted.
    AccountGone,
    /// Something happened to it that is none of the others.
    Unknown,
}

impl Status {
    /// The word used in tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Up => "up",
            Status::Removed => "removed",
            Status::Private => "private",
            Status::GeoBlocked => "geo_blocked",
            Status::AccountGone => "account_gone",
            Status::Unknown => "unknown",
        }
    }
}

/// What an observation is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observed {
    /// One post, by the platform's id.
    Post(String),
    /// An account and so all its posts, by the platform's id.
    Account(String),
}

/// A moderation signal of an export: what had become of a post or an account when the record was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// Where it was published.
    pub platform: Platform,
    /// What was looked at.
    pub of: Observed,
    /// When it was so: the event's own time, or else the time of capture.
    pub observed_at: Option<Timestamp>,
    /// What was found.
    pub status: Status,
    /// The export's own words for it, such as `withheld: IN, RU` or `restriction_reason: ios terms`.
    pub signal: String,
    /// Counts at that time, where no post of the same record has them.
    pub metrics: Metrics,
    /// Where it was read.
    pub provenance: Provenance,
}

/// What an export says of an account without a post of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which platform it is on.
    pub platform: Platform,
    /// The platform's id.
    pub id: Option<String>,
    /// The name in its address, without `@`.
    pub handle: Option<String>,
    /// The displayed name.
    pub name: Option<String>,
    /// How it describes itself.
    pub description: Option<String>,
    /// Who follows it, counted.
    pub followers: Option<u64>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// Where it was read.
    pub provenance: Provenance,
}
