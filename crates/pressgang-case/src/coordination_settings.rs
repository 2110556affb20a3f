//! `[coordination]` in `case.toml`: what counts as sharing the same things together.

use serde::Deserialize;

/// What counts as coordinated among the posts of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CoordinationChoice {
    /// How far two posts that share something may be apart, in seconds; so far still counts.
    pub window: u64,
    /// How many such posts an account needs; a pair counts when either side has them.
    pub participation: u32,
}

impl Default for CoordinationChoice {
    fn default() -> Self {
        CoordinationChoice { window: 60, participation: 2 }
    }
}

/// The longest window, a year: beyond it nothing is "at the same time".
const LONGEST: u64 = 366 * 86_400;

impl CoordinationChoice {
    /// Checks the bounds; an error is a sentence.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.window > LONGEST {
            return Err(format!("[coordination] window {} is longer than a year of {LONGEST} seconds", self.window));
        }
        if self.participation == 0 {
            return Err("[coordination] participation 0 is less than 1".to_owned());
        }
        Ok(())
    }
}
