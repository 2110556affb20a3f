//! Reliability diagrams: of everything given about this probability, how much was true?

use super::decisions::{logit, wilson};
use super::{Trials, TrialsError};
use crate::numbers::{LN_10, logistic};

/// The most bins of a diagram.
pub const MOST_BINS: usize = 50;

/// One bin of a reliability diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// It holds posterior probabilities from this,
    pub from: f64,
    /// to this.
    pub to: f64,
    /// Trials of the same source in it.
    pub same: u64,
    /// Trials of different sources in it.
    pub different: u64,
    /// The mean of the probabilities in it.
    pub predicted: f64,
    /// How many were of the same source.
    pub observed: f64,
    /// The 95 % Wilson interval of that.
    pub interval: (f64, f64),
}

#[derive(Clone, Copy, Default)]
struct Filling {
    same: u64,
    different: u64,
    same_sum: f64,
    different_sum: f64,
}

impl Trials {
    /// The bins that hold any trial, in equal widths of probability, ascending; empty without trials of both sides.
    ///
    /// Trials are weighted so that the sides are as common as the prior says, or else predictions made under it could
    /// not come true; the interval rests on as many trials as the weighted ones are worth (Kish's effective size).
    pub fn reliability(&self, prior: f64, bins: usize) -> Result<Vec<Bin>, TrialsError> {
        let logit = logit(prior)?;
        let Some((same, different)) = self.sides() else { return Ok(Vec::new()) };
        let bins = bins.clamp(1, MOST_BINS);
        let mut filled = vec![Filling::default(); bins];
        for (side, of_same) in [(&self.same, true), (&self.different, false)] {
            for log10 in side {
                let posterior = logistic(logit + log10 * LN_10);
                let Some(bin) = filled.get_mut(((posterior * bins as f64) as usize).min(bins - 1)) else { continue };
                match of_same {
                    true => (bin.same, bin.same_sum) = (bin.same + 1, bin.same_sum + posterior),
                    false => (bin.different, bin.different_sum) = (bin.different + 1, bin.different_sum + posterior),
                }
            }
        }
        let (per_same, per_different) = (prior / same, (1.0 - prior) / different);
        Ok(filled
            .iter()
            .enumerate()
            .filter(|(_, bin)| bin.same + bin.different > 0)
            .map(|(at, bin)| {
                let (right, wrong) = (bin.same as f64 * per_same, bin.different as f64 * per_different);
                let observed = right / (right + wrong);
                let worth = (right + wrong).powi(2) / (right * per_same + wrong * per_different);
                Bin {
                    from: at as f64 / bins as f64,
                    to: (at + 1) as f64 / bins as f64,
                    same: bin.same,
                    different: bin.different,
                    predicted: (bin.same_sum * per_same + bin.different_sum * per_different) / (right + wrong),
                    observed,
                    interval: wilson((observed * worth).min(worth), worth).unwrap_or((0.0, 1.0)),
                }
            })
            .collect())
    }
}
