//! `[second_sources]` in `case.toml`: what lists do that may not be named.

use serde::Deserialize;

/// What second sources above TLP:CLEAR do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecondSourceChoice {
    /// Whether they weigh in assessments.
    pub restricted: Restricted,
}

/// Whether lists that may not be named weigh in assessments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Restricted {
    /// They change nothing that is published: a report is the same with and without them.
    #[default]
    Ignore,
    /// They weigh, and the report says so without saying whose they are or which contacts are on them. That some contact
    /// of a campaign is, is then told, so their givers have to agree.
    Weigh,
}
