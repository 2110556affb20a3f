//! What a threshold, or the terms of a scale, would have said in trials, and how much of it was right.

use super::{Trials, TrialsError};
use crate::numbers::{LN_10, logistic, logit_of_prior};
use crate::scales::{Rank, Scale, Term};

/// What was said of trials: how many of either side were among it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decisions {
    /// Trials of the same source taken for that.
    pub found: u64,
    /// Trials of different sources taken for the same.
    pub mistaken: u64,
    /// Trials of the same source that were not found.
    pub missed: u64,
    /// Trials of different sources left alone.
    pub left: u64,
}

impl Decisions {
    /// How many of those taken were right, among the trials as they were; none where none was taken.
    pub fn precision(self) -> Option<f64> {
        let taken = self.found + self.mistaken;
        (taken > 0).then(|| self.found as f64 / taken as f64)
    }

    /// How many of the same source were found; none where there was none.
    pub fn recall(self) -> Option<f64> {
        let all = self.found + self.missed;
        (all > 0).then(|| self.found as f64 / all as f64)
    }

    /// How many of those taken would be right among cases of which `prior` are of the same source. None without trials
    /// of both sides, or where nothing was taken.
    pub fn precision_at(self, prior: f64) -> Option<f64> {
        at_prior(prior, (self.found, self.found + self.missed), (self.mistaken, self.mistaken + self.left))
    }
}

/// What was right of everything that was given a term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TermTrials {
    /// The term.
    pub term: Term,
    /// Trials of the same source that were given it.
    pub same: u64,
    /// Trials of different sources that were given it.
    pub different: u64,
    /// How many of them were of the same source, from 0 to 1; none where none was given the term.
    pub right: Option<f64>,
    /// The 95 % Wilson interval of that.
    pub interval: Option<(f64, f64)>,
    /// The same share among cases of which the prior's share is of the same source, as the term's own probability
    /// supposes. None without trials of both sides.
    pub right_at_prior: Option<f64>,
}

impl TermTrials {
    /// Whether what was given the term bears it out: above even odds at least its lower bound was right, below at most
    /// its upper bound; "even" claims nothing. None where nothing was given the term.
    pub fn holds(&self) -> Option<bool> {
        let right = self.right?;
        Some(match self.term.rank {
            rank if rank > Rank::Even => right >= self.term.lowest(),
            rank if rank < Rank::Even => right <= self.term.highest(),
            _ => true,
        })
    }
}

impl Trials {
    /// What a threshold would have said: taken is whatever has at least this base 10 logarithm.
    pub fn at(&self, log10: f64) -> Decisions {
        let below = |side: &[f64]| side.partition_point(|value| *value < log10) as u64;
        let (missed, left) = (below(&self.same), below(&self.different));
        Decisions { found: self.same.len() as u64 - missed, mistaken: self.different.len() as u64 - left, missed, left }
    }

    /// How right each term of a scale was, were it given by the posterior under a prior alone; the least likely first.
    pub fn by_term(&self, scale: Scale, prior: f64) -> Result<Vec<TermTrials>, TrialsError> {
        let logit = logit(prior)?;
        let mut counts = [(0_u64, 0_u64); 7];
        for (side, of_same) in [(&self.same, true), (&self.different, false)] {
            for log10 in side {
                // Not by the ratio at a border: the scale's own rule decides there.
                if let Some(term) = scale.term(logistic(logit + log10 * LN_10)) {
                    let count = &mut counts[term.rank as usize];
                    *(if of_same { &mut count.0 } else { &mut count.1 }) += 1;
                }
            }
        }
        Ok(scale
            .terms()
            .into_iter()
            .zip(counts)
            .map(|(term, (same, different))| {
                let all = same + different;
                TermTrials {
                    term,
                    same,
                    different,
                    right: (all > 0).then(|| same as f64 / all as f64),
                    interval: wilson(same as f64, all as f64),
                    right_at_prior: at_prior(
                        prior,
                        (same, self.same.len() as u64),
                        (different, self.different.len() as u64),
                    ),
                }
            })
            .collect())
    }
}

pub(super) fn logit(prior: f64) -> Result<f64, TrialsError> {
    logit_of_prior(prior).ok_or(TrialsError::Prior(prior))
}

/// The share of the same source among what was taken, were the sides as common as a prior says.
fn at_prior(prior: f64, same: (u64, u64), different: (u64, u64)) -> Option<f64> {
    if same.1 == 0 || different.1 == 0 || same.0 + different.0 == 0 {
        return None;
    }
    let right = prior * same.0 as f64 / same.1 as f64;
    let wrong = (1.0 - prior) * different.0 as f64 / different.1 as f64;
    let share = right / (right + wrong);
    share.is_finite().then_some(share)
}

/// The 95 % interval of a share (Wilson 1927); none of no trials. Counts may be weighted ones.
pub fn wilson(hits: f64, trials: f64) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if !(trials > 0.0 && hits >= 0.0 && hits <= trials && trials.is_finite()) {
        return None;
    }
    let (share, z2) = (hits / trials, Z * Z);
    let middle = (share + z2 / (2.0 * trials)) / (1.0 + z2 / trials);
    let half = Z / (1.0 + z2 / trials) * (share * (1.0 - share) / trials + z2 / (4.0 * trials * trials)).sqrt();
    Some(((middle - half).max(0.0), (middle + half).min(1.0)))
}
