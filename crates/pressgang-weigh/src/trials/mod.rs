//! How right likelihood ratios were, on trials whose truth is known.

mod cost;
mod decisions;
mod reliability;
mod roc;

pub use decisions::{Decisions, TermTrials, wilson};
pub use reliability::{Bin, MOST_BINS};
pub use roc::{Roc, RocPoint};

/// Why trials cannot be judged.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TrialsError {
    /// A likelihood ratio is no number.
    #[error("{0} of the trials have no likelihood ratio")]
    NotANumber(usize),
    /// A prior must lie between a billionth and one minus that: beyond, no evidence could change it.
    #[error("{0} is no prior probability: it must lie between 0.000000001 and 0.999999999")]
    Prior(f64),
}

/// Trials: the base 10 logarithms of the likelihood ratios that were given where the first proposition was true
/// ("same source") and where the second was ("different sources").
///
/// Infinite ones are allowed; whatever needs trials of a side that has none is absent.
#[derive(Clone, Debug, PartialEq)]
pub struct Trials {
    /// Ascending.
    same: Vec<f64>,
    /// Ascending.
    different: Vec<f64>,
}

/// All measures in one place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Trials in which the first proposition was true.
    pub same: usize,
    /// Trials in which the second was.
    pub different: usize,
    /// See [`Trials::cllr`].
    pub cllr: Option<f64>,
    /// See [`Trials::cllr_min`].
    pub cllr_min: Option<f64>,
    /// See [`Trials::calibration_loss`].
    pub calibration_loss: Option<f64>,
    /// See [`Roc::area`].
    pub area: Option<f64>,
    /// See [`Roc::equal_error_rate`].
    pub equal_error_rate: Option<f64>,
}

/// A share of trials on the way of a Tippett plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TippettPoint {
    /// The base 10 logarithm of a likelihood ratio.
    pub log10: f64,
    /// How many of the trials, from 0 to 1, had at least this.
    pub at_least: f64,
}

impl Trials {
    /// Takes the logarithms of both sides, in any order.
    pub fn new(same: Vec<f64>, different: Vec<f64>) -> Result<Trials, TrialsError> {
        let missing = same.iter().chain(&different).filter(|log10| log10.is_nan()).count();
        if missing > 0 {
            return Err(TrialsError::NotANumber(missing));
        }
        let sorted = |mut side: Vec<f64>| {
            // −0 is 0, or the two would be different values.
            side.iter_mut().for_each(|log10| *log10 += 0.0);
            side.sort_unstable_by(f64::total_cmp);
            side
        };
        Ok(Trials { same: sorted(same), different: sorted(different) })
    }

    /// The logarithms of the trials in which the first proposition was true, ascending.
    pub fn same(&self) -> &[f64] {
        &self.same
    }

    /// The logarithms of the trials in which the second proposition was true, ascending.
    pub fn different(&self) -> &[f64] {
        &self.different
    }

    /// All measures.
    pub fn summary(&self) -> Summary {
        let (cllr, cllr_min) = (self.cllr(), self.cllr_min());
        let roc = self.roc();
        Summary {
            same: self.same.len(),
            different: self.different.len(),
            cllr,
            cllr_min,
            calibration_loss: self.calibration_loss(),
            area: roc.as_ref().map(Roc::area),
            equal_error_rate: roc.as_ref().map(Roc::equal_error_rate),
        }
    }

    /// The points of a Tippett plot: for both sides, how many trials had at least a ratio; one point a distinct value,
    /// ascending (Evett and Buckleton 1996).
    pub fn tippett(&self) -> [Vec<TippettPoint>; 2] {
        [&self.same, &self.different].map(|side| {
            let mut points: Vec<TippettPoint> = Vec::new();
            for (at, &log10) in side.iter().enumerate() {
                if points.last().is_none_or(|last| last.log10 != log10) {
                    points.push(TippettPoint { log10, at_least: (side.len() - at) as f64 / side.len() as f64 });
                }
            }
            points
        })
    }

    fn sides(&self) -> Option<(f64, f64)> {
        match (self.same.len(), self.different.len()) {
            (0, _) | (_, 0) => None,
            (same, different) => Some((same as f64, different as f64)),
        }
    }

    /// Each distinct value with how many trials of either side had it, ascending.
    fn values(&self) -> Vec<Value> {
        let mut values: Vec<Value> = Vec::new();
        let (mut same, mut different) = (self.same.iter().peekable(), self.different.iter().peekable());
        loop {
            let log10 = match (same.peek(), different.peek()) {
                (Some(a), Some(b)) => f64::min(**a, **b),
                (Some(a), None) => **a,
                (None, Some(b)) => **b,
                (None, None) => return values,
            };
            let mut value = Value { log10, same: 0, different: 0 };
            while same.next_if(|next| **next == log10).is_some() {
                value.same += 1;
            }
            while different.next_if(|next| **next == log10).is_some() {
                value.different += 1;
            }
            values.push(value);
        }
    }
}

/// A distinct value among the trials.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Value {
    log10: f64,
    same: u64,
    different: u64,
}

#[cfg(test)]
mod tests;
