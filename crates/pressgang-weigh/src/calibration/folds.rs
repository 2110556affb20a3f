//! Cross-validation: each group's trials judged by what was learned from the others.

use std::collections::{BTreeMap, BTreeSet};

use super::newton::Parameters;
use super::{Calibration, CalibrationError, Settings, TrialSet};

/// The most times a set is fitted anew. With more groups than this several are left out together.
pub const MOST_FOLDS: usize = 50;

/// What cross-validation gives.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossValidated {
    /// The base 10 logarithm of each trial's ratio, in the order the trials were added, by a calibration that has seen
    /// nothing of the trial's group.
    pub log10: Vec<f64>,
    /// The calibration by all trials.
    pub calibration: Calibration,
    /// How many times the set was fitted without some groups.
    pub folds: usize,
}

impl TrialSet {
    /// Fits to all trials, and judges each by a fit to the other groups: leave one group out, or, with more than
    /// [`MOST_FOLDS`] groups, a share of them. Trials for which the others teach nothing are given 0.
    pub fn cross_validate(&self, settings: Settings) -> Result<CrossValidated, CalibrationError> {
        let trials = self.in_order();
        let (calibration, found) = self.fit_to(&trials, settings, Parameters::default())?;
        let (fold_of, folds) = self.deal(&trials)?;
        let fold = |trial: usize| fold_of.get(&self.groups[trial]).copied().unwrap_or_default();
        let mut log10 = vec![0.0; self.len()];
        for left_out in 0..folds {
            let (out, kept): (Vec<usize>, Vec<usize>) = trials.iter().partition(|&&trial| fold(trial) == left_out);
            let without = match self.fit_to(&kept, settings, found) {
                Ok((without, _)) => without,
                // Where groups of a side are few and fell into one fold, nothing was learned and nothing is said.
                Err(CalibrationError::OneSided { .. }) => continue,
                Err(error) => return Err(error),
            };
            for trial in out {
                log10[trial] = without.log10(self.row(trial)).unwrap_or_default();
            }
        }
        Ok(CrossValidated { log10, calibration, folds })
    }

    /// Deals the groups into folds, in the order of their numbers: first those with trials of the same source, which
    /// are fewer, then the others, so that no fold takes a side away.
    fn deal(&self, trials: &[usize]) -> Result<(BTreeMap<u32, usize>, usize), CalibrationError> {
        let sizes = self.group_sizes(trials);
        let of = |side: bool| -> BTreeSet<u32> { sizes.keys().filter(|key| key.0 == side).map(|key| key.1).collect() };
        let (same, different) = (of(true), of(false));
        if same.len() < 2 || different.len() < 2 {
            return Err(CalibrationError::TooFewGroups { same: same.len(), different: different.len() });
        }
        let order: Vec<u32> = same.iter().copied().chain(different.difference(&same).copied()).collect();
        let folds = order.len().min(MOST_FOLDS);
        Ok((order.into_iter().enumerate().map(|(at, group)| (group, at % folds)).collect(), folds))
    }
}
