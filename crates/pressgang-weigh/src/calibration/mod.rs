//! Scores into likelihood ratios that claim no more than trials bear out.
//!
//! One score is calibrated and several are fused by the same means: logistic regression with both sides weighing
//! alike, no weight below 0, shrinkage towards a ratio of 1 by pseudo-observations, and bounds where the trials end.

mod bounds;
mod fit;
mod folds;
mod newton;

pub use bounds::{Bounds, bounds};
pub use folds::{CrossValidated, MOST_FOLDS};

/// The most scores that can be fused.
pub const MOST_SCORES: usize = 10;

/// Why scores cannot be calibrated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalibrationError {
    /// No trial of a side, so nothing is known about what distinguishes them.
    #[error("calibration needs trials of the same source and of different sources: there are {same} and {different}")]
    OneSided {
        /// Trials of the same source.
        same: usize,
        /// Trials of different sources.
        different: usize,
    },
    /// None, or more than [`MOST_SCORES`].
    #[error("{0} scores cannot be calibrated: from 1 to {MOST_SCORES} can")]
    ScoreCount(usize),
    /// A trial has another number of scores than the set.
    #[error("a trial has {found} scores where {expected} are expected")]
    Uneven {
        /// How many the set has.
        expected: usize,
        /// How many the trial has.
        found: usize,
    },
    /// A score is infinite or no number.
    #[error("a score of a trial is not finite")]
    NotFinite,
    /// Groups cannot be left out where a side has only one.
    #[error("leaving groups out needs two or more on each side: there are {same} and {different}")]
    TooFewGroups {
        /// Groups with trials of the same source.
        same: usize,
        /// Groups with trials of different sources.
        different: usize,
    },
}

/// Trials to learn from: scores with their truth, of which those of one group are not independent.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialSet {
    per_trial: usize,
    groups: Vec<u32>,
    same: Vec<bool>,
    scores: Vec<f64>,
}

impl TrialSet {
    /// An empty set whose trials have so many scores each.
    pub fn new(scores_per_trial: usize) -> Result<TrialSet, CalibrationError> {
        match scores_per_trial {
            1..=MOST_SCORES => {
                Ok(TrialSet { per_trial: scores_per_trial, groups: Vec::new(), same: Vec::new(), scores: Vec::new() })
            }
            other => Err(CalibrationError::ScoreCount(other)),
        }
    }

    /// Adds a trial. Trials of one group number (of one account, say) depend on each other. Greater scores speak for
    /// the same source; base 10 logarithms of likelihood ratios are such scores, and 0 is a score that says nothing.
    pub fn push(&mut self, group: u32, same: bool, scores: &[f64]) -> Result<(), CalibrationError> {
        if scores.len() != self.per_trial {
            return Err(CalibrationError::Uneven { expected: self.per_trial, found: scores.len() });
        }
        if scores.iter().any(|score| !score.is_finite()) {
            return Err(CalibrationError::NotFinite);
        }
        self.groups.push(group);
        self.same.push(same);
        // −0 is 0, or the two would be different scores.
        self.scores.extend(scores.iter().map(|score| score + 0.0));
        Ok(())
    }

    /// How many trials there are.
    pub fn len(&self) -> usize {
        self.same.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.same.is_empty()
    }

    fn row(&self, trial: usize) -> &[f64] {
        self.scores.get(trial * self.per_trial..(trial + 1) * self.per_trial).unwrap_or_default()
    }
}

/// How to fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// How strongly ratios are drawn towards 1: what weight against every score is supposed, in independent sources of
    /// the smaller side (the kappa of Morrison and Poh 2018). 0 draws nothing, 1 supposes as much as one source.
    pub shrinkage: f64,
    /// Whether ratios end where the trials do, see [`bounds`].
    pub bounded: bool,
}

impl Settings {
    /// Shrinkage by one source, and bounds.
    pub const CAREFUL: Settings = Settings { shrinkage: 1.0, bounded: true };
}

/// What makes likelihood ratios of scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    offset: f64,
    weights: Vec<f64>,
    ranges: Vec<(f64, f64)>,
    bounds: Bounds,
}

impl Calibration {
    /// The logarithm (base 10) of the ratio where every score is 0, before bounds.
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// What each score is multiplied with; none is below 0.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Between which values each score lay in the trials; scores beyond count as these.
    pub fn ranges(&self) -> &[(f64, f64)] {
        &self.ranges
    }

    /// Between which ratios its own lie.
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The base 10 logarithm of the likelihood ratio of scores. Infinite scores count as the furthest of the trials;
    /// none where a score is no number, or where there are more or fewer than were fitted.
    pub fn log10(&self, scores: &[f64]) -> Option<f64> {
        if scores.len() != self.weights.len() || scores.iter().any(|score| score.is_nan()) {
            return None;
        }
        let parts = scores.iter().zip(&self.weights).zip(&self.ranges);
        let sum: f64 = parts.map(|((score, weight), (least, most))| weight * score.clamp(*least, *most)).sum();
        Some((self.offset + sum).clamp(self.bounds.lower, self.bounds.upper))
    }
}

#[cfg(test)]
mod tests;
