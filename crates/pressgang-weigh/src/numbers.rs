//! Small arithmetic that several modules share.

/// The natural logarithm of ten.
pub(crate) const LN_10: f64 = std::f64::consts::LN_10;

/// ln(1 + e^x), without overflow and without losing small values.
pub(crate) fn softplus(x: f64) -> f64 {
    if x > 0.0 { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }
}

/// 1 / (1 + e^−x), without overflow.
pub(crate) fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

/// The sum of numbers in ascending order of size, so that it does not depend on the order they came in.
pub(crate) fn ordered_sum(mut values: Vec<f64>) -> f64 {
    values.sort_by(|a, b| a.abs().total_cmp(&b.abs()).then(a.total_cmp(b)));
    values.into_iter().sum()
}

/// The least and one minus the greatest prior that is taken: beyond, rounding would decide.
const LEAST_PRIOR: f64 = 1e-9;

/// The logarithm of the odds of a prior; none for what is no prior, or one no evidence could change.
pub(crate) fn logit_of_prior(prior: f64) -> Option<f64> {
    (LEAST_PRIOR..=1.0 - LEAST_PRIOR).contains(&prior).then(|| prior.ln() - (-prior).ln_1p())
}
