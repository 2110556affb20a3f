//! Invented trials.

use pressgang_case::{Calibration, Evaluation, LanguageTrials};
use pressgang_weigh::scales::Scale;
use pressgang_weigh::trials::{Trials, TrialsError};

/// Numbers spread like a bell, by the sum of three sawteeth.
fn bell(count: u32, middle: f64, spread: f64) -> Vec<f64> {
    let tooth = |i: u32, step: f64| (f64::from(i) * step).fract() - 0.5;
    (0..count).map(|i| middle + spread * (tooth(i, 0.618_034) + tooth(i, 0.754_878) + tooth(i, 0.414_214))).collect()
}

/// So many groups of posts of verified and of ordinary accounts.
pub fn evaluation(verified: u32, ordinary: u32) -> Result<Evaluation, TrialsError> {
    let trials = Trials::new(bell(verified, 1.4, 2.2), bell(ordinary, -1.2, 1.8))?;
    let russian = Trials::new(bell(verified / 2, 1.4, 2.2), bell(ordinary / 3, -1.2, 1.8))?;
    Ok(Evaluation {
        organisation: "iron-heron".into(),
        name: "Iron Heron Company".into(),
        calibration: Calibration::Shown,
        sentence: "The ratios were tried on groups of posts that are not in question.".into(),
        most_loss: 0.1,
        verified_accounts: 4,
        ordinary_accounts: 212,
        summary: trials.summary(),
        prior: 0.5,
        terms: trials.by_term(Scale::Icd203, 0.5)?,
        threshold: trials.at(0.087),
        threshold_at: 0.55,
        bins: trials.reliability(0.5, 10)?,
        languages: vec![LanguageTrials { code: "ru".into(), summary: russian.summary() }],
        trials,
    })
}
