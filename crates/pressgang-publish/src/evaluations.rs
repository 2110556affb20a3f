//! How right likelihood ratios are, as it is published: in numbers, and drawn.

use pressgang_case::Evaluation;
use serde::Serialize;

use crate::charts::{Sides, trial_figures};
use crate::words;

/// The trials of one organisation.
#[derive(Serialize)]
pub struct EvaluationJson {
    /// The claim that it is.
    pub claim: String,
    pub organisation: String,
    pub name: String,
    /// `shown`, `poor` or `unknown`.
    pub calibration: String,
    pub sentence: String,
    pub verified_accounts: usize,
    pub verified_groups: usize,
    pub ordinary_accounts: usize,
    pub ordinary_groups: usize,
    pub cllr: Option<f64>,
    pub cllr_min: Option<f64>,
    pub calibration_loss: Option<f64>,
    pub area: Option<f64>,
    /// The charts with their captions, for the page.
    #[serde(skip)]
    pub figures: Vec<(String, String)>,
}

impl EvaluationJson {
    /// The measures in one line; empty where there are none.
    pub fn measures(&self) -> String {
        let said = |name: &str, value: Option<f64>| value.map(|value| format!("{name} {value:.3}"));
        let measures =
            [said("Cllr", self.cllr), said("its minimum", self.cllr_min), said("area under the ROC curve", self.area)];
        let measures: Vec<String> = measures.into_iter().flatten().collect();
        let groups = |n: usize| words::count(n as u64);
        format!(
            "{} groups of posts of {} verified accounts, each held against the others, and {} of {} ordinary ones{}.",
            groups(self.verified_groups),
            groups(self.verified_accounts),
            groups(self.ordinary_groups),
            groups(self.ordinary_accounts),
            if measures.is_empty() { String::new() } else { format!(": {}", measures.join(", ")) }
        )
    }
}

/// The evaluations of a case.
pub fn evaluations(found: &[Evaluation]) -> Vec<EvaluationJson> {
    found
        .iter()
        .map(|evaluation| EvaluationJson {
            claim: String::new(),
            organisation: evaluation.organisation.clone(),
            name: evaluation.name.clone(),
            calibration: evaluation.calibration.as_str().to_owned(),
            sentence: evaluation.sentence.clone(),
            verified_accounts: evaluation.verified_accounts,
            verified_groups: evaluation.summary.same,
            ordinary_accounts: evaluation.ordinary_accounts,
            ordinary_groups: evaluation.summary.different,
            cllr: evaluation.summary.cllr,
            cllr_min: evaluation.summary.cllr_min,
            calibration_loss: evaluation.summary.calibration_loss,
            area: evaluation.summary.area,
            figures: trial_figures(
                &evaluation.trials,
                0.5,
                Sides { same: "verified accounts", different: "ordinary accounts" },
            ),
        })
        .collect()
}
