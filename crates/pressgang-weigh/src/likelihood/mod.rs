//! Likelihood ratios from counts, put together, and what they make of a prior.

mod beta;
mod combine;
mod posterior;

pub use combine::{Combined, Item, OriginSum, combine};
pub use posterior::{AtPrior, TermChange, posterior, sensitivity, term_changes};

use crate::scales;

/// The most trials a share may have; more are a mistake, and the bounds would take long.
pub const MOST_TRIALS: u64 = 1_000_000_000;

/// Each bound of a ratio is passed with at most this probability.
pub const TAIL: f64 = 0.05;

/// Why there is no likelihood ratio.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LikelihoodError {
    /// Nothing was tried on a side, so nothing is known of it.
    #[error("a likelihood ratio needs trials under both propositions")]
    NoTrials,
    /// More hits than trials.
    #[error("{hits} of {trials} trials cannot have had a hit")]
    MoreHitsThanTrials {
        /// The hits.
        hits: u64,
        /// The trials.
        trials: u64,
    },
    /// More than [`MOST_TRIALS`].
    #[error("{0} trials are more than a share may have ({MOST_TRIALS})")]
    TooManyTrials(u64),
    /// A prior must lie between a billionth and one minus that: beyond, no evidence could change it.
    #[error("{0} is no prior probability: it must lie between 0.000000001 and 0.999999999")]
    Prior(f64),
    /// A logarithm of a ratio is infinite or no number.
    #[error("the likelihood ratio of an item of origin {0:?} is not finite")]
    NotFinite(String),
}

/// How often something was seen: hits among independent trials.
///
/// Trials must be independent: where one account writes a hundred posts, accounts are counted and not posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// How many trials had it.
    hits: u64,
    /// How many there were.
    trials: u64,
}

impl Share {
    /// Hits among trials.
    pub fn new(hits: u64, trials: u64) -> Result<Share, LikelihoodError> {
        match (hits, trials) {
            (_, 0) => Err(LikelihoodError::NoTrials),
            (hits, trials) if hits > trials => Err(LikelihoodError::MoreHitsThanTrials { hits, trials }),
            (_, trials) if trials > MOST_TRIALS => Err(LikelihoodError::TooManyTrials(trials)),
            _ => Ok(Share { hits, trials }),
        }
    }

    /// How many trials had it.
    pub fn hits(self) -> u64 {
        self.hits
    }

    /// How many there were.
    pub fn trials(self) -> u64 {
        self.trials
    }

    /// The share, smoothed by Jeffreys' prior, Beta(1/2, 1/2): never 0 and never 1.
    pub fn smoothed(self) -> f64 {
        (self.hits as f64 + 0.5) / (self.trials as f64 + 1.0)
    }

    /// The quantile of what the share may be after these trials, under Jeffreys' prior.
    ///
    /// By the usual adjustment (Brown, Cai and DasGupta 2001, "Interval estimation for a binomial proportion") the
    /// lower bound without a hit is 0 and the upper one with nothing but hits is 1; 0 is kept out of ratios by
    /// [`Share::smoothed`] only.
    pub fn quantile(self, probability: f64) -> f64 {
        if self.hits == 0 && probability < 0.5 {
            return 0.0;
        }
        if self.hits == self.trials && probability > 0.5 {
            return 1.0;
        }
        beta::quantile(probability, self.hits as f64 + 0.5, (self.trials - self.hits) as f64 + 0.5)
    }
}

/// A likelihood ratio from counts, with bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The smoothed ratio.
    pub value: f64,
    /// It is at least this with 95 % probability. 0 where there was no hit under the first proposition.
    pub low: f64,
    /// It is at most this with 95 % probability. None where there was no hit under the second: the data do not bound
    /// it.
    pub high: Option<f64>,
    /// A side had no hit at all, so the size of the ratio comes from how many trials there were and not from the thing
    /// itself.
    pub saturated: bool,
}

impl Ratio {
    /// How much more often something is seen under the first proposition than under the second.
    ///
    /// Both shares are smoothed, so even without a hit the ratio ends where the data do: with `N` trials under the
    /// second proposition it is below `2 (N + 1)`, and above `1 / (2 (R + 1))` with `R` under the first. The bounds put
    /// both shares at their own 5 % and 95 % quantiles, which is wider than a joint interval would be.
    pub fn of_counts(first: Share, second: Share) -> Ratio {
        Ratio {
            value: first.smoothed() / second.smoothed(),
            low: first.quantile(TAIL) / second.quantile(1.0 - TAIL),
            high: (second.hits > 0).then(|| first.quantile(1.0 - TAIL) / second.quantile(TAIL)),
            saturated: first.hits == 0 || second.hits == 0,
        }
    }

    /// The ratio a careful reader would use: the bound nearer to 1, and 1 where the bounds lie on both sides of it.
    pub fn cautious(self) -> f64 {
        match self.high {
            _ if self.low > 1.0 => self.low,
            Some(high) if high < 1.0 => high,
            _ => 1.0,
        }
    }

    /// The base 10 logarithm of the smoothed ratio; always finite.
    pub fn log10(self) -> f64 {
        self.value.log10()
    }

    /// The ratio in print. Where a side had no hit that is the bound, since the data show no more than that: "at least
    /// 280 (where the data end)"; and nothing is claimed where the bound is on the other side of 1.
    pub fn text(self) -> String {
        if !self.saturated {
            return scales::ratio(self.value, false);
        }
        match (self.low > 1.0, self.high) {
            (true, _) => scales::ratio(self.low, true),
            (false, Some(high)) if high < 1.0 => scales::ratio(high, true),
            _ => "1 (too few trials to say more)".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
