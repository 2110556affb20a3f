//! Fitting: how trials become weights.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::newton::{Parameters, Rows, minimum};
use super::{Bounds, Calibration, CalibrationError, Settings, TrialSet, bounds};
use crate::numbers::LN_10;

impl TrialSet {
    /// Learns from all trials.
    ///
    /// Logistic regression whose linear part is the logarithm of the likelihood ratio, since both sides weigh alike
    /// (Brümmer and du Preez 2006; Morrison 2013, "Tutorial on logistic-regression calibration and fusion"), with
    /// pseudo-observations: every score is supposed to have been seen on both sides as well, with a small weight
    /// (Morrison and Poh 2018, "Avoiding overstating the strength of forensic evidence"). That weight is measured in
    /// independent sources of the smaller side, and the pseudo-observations come from both sides alike, so a flood of
    /// ordinary trials does not undo the shrinkage.
    pub fn fit(&self, settings: Settings) -> Result<Calibration, CalibrationError> {
        let trials = self.in_order();
        Ok(self.fit_to(&trials, settings, Parameters::default())?.0)
    }

    /// The trials in the order of their scores, then their groups and truth, which does not depend on the order they
    /// came in.
    pub(super) fn in_order(&self) -> Vec<usize> {
        let mut trials: Vec<usize> = (0..self.len()).collect();
        trials.sort_unstable_by(|&a, &b| {
            let by_scores = self.row(a).iter().zip(self.row(b)).map(|(x, y)| x.total_cmp(y));
            by_scores
                .fold(Ordering::Equal, Ordering::then)
                .then_with(|| (self.groups[a], self.same[a]).cmp(&(self.groups[b], self.same[b])))
        });
        trials
    }

    /// Learns from some trials, given in the order of their scores. The parameters are where a like fit may start.
    pub(super) fn fit_to(
        &self,
        trials: &[usize],
        settings: Settings,
        start: Parameters,
    ) -> Result<(Calibration, Parameters), CalibrationError> {
        let same = trials.iter().filter(|&&trial| self.same[trial]).count();
        let different = trials.len() - same;
        if same == 0 || different == 0 {
            return Err(CalibrationError::OneSided { same, different });
        }
        let sizes = self.group_sizes(trials);
        let sources = |side: bool| sizes.keys().filter(|(of_same, _)| *of_same == side).count();
        let sources = sources(true).min(sources(false)) as f64;
        let shrinkage = settings.shrinkage.max(0.0) / sources;
        let rows = self.rows(trials, (same as f64, different as f64), shrinkage);
        let found = minimum(&rows, start);
        let [offset, weights @ ..] = found;
        let mut calibration = Calibration {
            offset: offset / LN_10,
            weights: weights.iter().take(self.per_trial).map(|weight| weight / LN_10).collect(),
            ranges: self.ranges(trials),
            bounds: Bounds::NONE,
        };
        if settings.bounded {
            let mut sides = [Vec::new(), Vec::new()];
            for &trial in trials {
                let group = (self.same[trial], self.groups[trial]);
                let weight = 1.0 / sizes.get(&group).copied().unwrap_or(1) as f64;
                if let Some(log10) = calibration.log10(self.row(trial)) {
                    sides[usize::from(!self.same[trial])].push((log10, weight));
                }
            }
            let [same, different] = sides;
            calibration.bounds = bounds(same, different);
        }
        Ok((calibration, found))
    }

    /// How many of the trials are of each side and group.
    pub(super) fn group_sizes(&self, trials: &[usize]) -> BTreeMap<(bool, u32), u64> {
        let mut sizes = BTreeMap::new();
        for &trial in trials {
            *sizes.entry((self.same[trial], self.groups[trial])).or_insert(0) += 1;
        }
        sizes
    }

    /// The distinct rows. Most trials of a case have none of the evidence, so this is most of the speed.
    pub(super) fn rows(&self, trials: &[usize], sides: (f64, f64), shrinkage: f64) -> Rows {
        let mut rows = Rows { per_row: self.per_trial, ..Rows::default() };
        for alike in trials.chunk_by(|&a, &b| self.row(a) == self.row(b)) {
            let Some(&first) = alike.first() else { continue };
            let same = alike.iter().filter(|&&trial| self.same[trial]).count();
            let (same, different) = (same as f64 / sides.0, (alike.len() - same) as f64 / sides.1);
            let pseudo = shrinkage * (same + different) / 2.0;
            rows.scores.extend_from_slice(self.row(first));
            rows.same.push(same + pseudo);
            rows.different.push(different + pseudo);
        }
        rows
    }

    fn ranges(&self, trials: &[usize]) -> Vec<(f64, f64)> {
        let mut ranges = vec![(f64::INFINITY, f64::NEG_INFINITY); self.per_trial];
        for &trial in trials {
            for (range, score) in ranges.iter_mut().zip(self.row(trial)) {
                *range = (range.0.min(*score), range.1.max(*score));
            }
        }
        ranges
    }
}
