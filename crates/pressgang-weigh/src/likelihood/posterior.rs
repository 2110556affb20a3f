//! What a likelihood ratio makes of a prior probability.

use super::LikelihoodError;
use crate::numbers::{LN_10, logistic, logit_of_prior};
use crate::scales::{Scale, Term};

fn logit(prior: f64) -> Result<f64, LikelihoodError> {
    logit_of_prior(prior).ok_or(LikelihoodError::Prior(prior))
}

/// The posterior probability: prior odds times likelihood ratio, by Bayes' theorem. `log10` may be infinite; one that
/// is no number gives an error.
pub fn posterior(prior: f64, log10: f64) -> Result<f64, LikelihoodError> {
    if log10.is_nan() {
        return Err(LikelihoodError::NotFinite(String::new()));
    }
    Ok(logistic(logit(prior)? + log10 * LN_10))
}

/// An assessment under one prior.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtPrior {
    /// The prior probability.
    pub prior: f64,
    /// The posterior probability.
    pub posterior: f64,
    /// Its term.
    pub term: Term,
}

/// The posterior and its term under each of several priors, in their order.
pub fn sensitivity(scale: Scale, log10: f64, priors: &[f64]) -> Result<Vec<AtPrior>, LikelihoodError> {
    priors
        .iter()
        .map(|&prior| {
            let posterior = posterior(prior, log10)?;
            let term = scale.term(posterior).ok_or(LikelihoodError::Prior(prior))?;
            Ok(AtPrior { prior, posterior, term })
        })
        .collect()
}

/// A prior at which the term changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TermChange {
    /// The prior probability.
    pub prior: f64,
    /// The term below it.
    pub below: Term,
    /// The term above it.
    pub above: Term,
}

/// The priors at which the same evidence would be said in other words, ascending. Empty where the ratio is infinite:
/// then no prior changes anything.
pub fn term_changes(scale: Scale, log10: f64) -> Vec<TermChange> {
    if !log10.is_finite() {
        return Vec::new();
    }
    let terms = scale.terms();
    let pairs = terms.iter().zip(terms.iter().skip(1));
    scale
        .borders()
        .iter()
        .zip(pairs)
        .map(|(border, (below, above))| TermChange {
            prior: logistic(border.ln() - (-border).ln_1p() - log10 * LN_10),
            below: *below,
            above: *above,
        })
        .collect()
}
