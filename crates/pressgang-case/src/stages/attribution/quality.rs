//! Whether likelihood ratios like a case's turned out right, on posts that are not in question.

use pressgang_weigh::trials::{Trials, TrialsError};

use super::rates::{Rates, Tally};
use crate::tables::TrialRow;
use crate::wording::{Told, Wording};

/// The most that ratios may lose to miscalibration, in bits (Cllr minus its minimum), before terms are lowered.
pub(crate) const MOST_LOSS: f64 = 0.1;
/// Fewer groups on either side, or verified accounts, show nothing.
const LEAST_GROUPS: usize = 20;
const LEAST_ACCOUNTS: usize = 3;

/// What trials say of an organisation's ratios.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Quality {
    /// They are right: they lose no more than [`MOST_LOSS`].
    Shown { loss: f64, groups: usize },
    /// They are not.
    Poor { loss: f64, groups: usize },
    /// There are too few trials to say.
    Unknown { verified: usize, accounts: usize, ordinary: usize },
}

impl Quality {
    /// The same as a sentence.
    pub fn sentence(&self, wording: &Wording) -> String {
        let told = |loss: &str, groups: usize| {
            wording.say(
                if matches!(self, Quality::Shown { .. }) {
                    "calibration-words-shown"
                } else {
                    "calibration-words-poor"
                },
                &[("trials", Told::Count(groups as u64)), ("loss", Told::Text(loss))],
            )
        };
        match *self {
            Quality::Shown { loss, groups } | Quality::Poor { loss, groups } => told(&format!("{loss:.2}"), groups),
            Quality::Unknown { verified, accounts, ordinary } => wording.say(
                "calibration-words-unknown",
                &[
                    ("verified", Told::Count(verified as u64)),
                    ("accounts", Told::Count(accounts as u64)),
                    ("ordinary", Told::Count(ordinary as u64)),
                    ("least", Told::Count(LEAST_GROUPS as u64)),
                    ("least-accounts", Told::Count(LEAST_ACCOUNTS as u64)),
                ],
            ),
        }
    }
}

/// One group of posts that was tried, with the ratio of everything counted, as base 10 logarithm, before ceilings.
#[derive(Clone, Debug)]
pub(crate) struct Tried<'r> {
    pub row: &'r TrialRow,
    pub is_verified: bool,
    pub log10: f64,
}

/// The trials of an organisation, each with a ratio in which its own account does not count.
pub(crate) fn tried<'r>(rows: &'r [TrialRow], organisation: &str) -> Vec<Tried<'r>> {
    let rates = Rates::new(rows, organisation);
    rows.iter()
        .filter(|row| row.organisation == organisation)
        .enumerate()
        .map(|(number, row)| {
            let is_verified = row.side == "reference";
            let without = rates.left_out(&row.account, is_verified, number);
            Tried { row, is_verified, log10: rates.of_group(&Tally::of_row(row), without) }
        })
        .collect()
}

/// The ratios as trials.
pub(crate) fn trials<'t, 'r: 't>(tried: impl IntoIterator<Item = &'t Tried<'r>>) -> Result<Trials, TrialsError> {
    let (mut same, mut different) = (Vec::new(), Vec::new());
    for one in tried {
        if one.is_verified { &mut same } else { &mut different }.push(one.log10);
    }
    Trials::new(same, different)
}

/// What the trials say of the ratios.
pub(crate) fn quality(tried: &[Tried<'_>]) -> Quality {
    let mut accounts: Vec<&str> =
        tried.iter().filter(|one| one.is_verified).map(|one| one.row.account.as_str()).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let groups = tried.len();
    let verified = tried.iter().filter(|one| one.is_verified).count();
    if accounts.len() < LEAST_ACCOUNTS || verified.min(groups - verified) < LEAST_GROUPS {
        return Quality::Unknown { verified, accounts: accounts.len(), ordinary: groups - verified };
    }
    match trials(tried).ok().and_then(|trials| trials.calibration_loss()) {
        Some(loss) if loss <= MOST_LOSS => Quality::Shown { loss, groups },
        Some(loss) => Quality::Poor { loss, groups },
        None => Quality::Unknown { verified, accounts: accounts.len(), ordinary: groups - verified },
    }
}
