//! How right the case's likelihood ratios were, for the method section. Only counts and measures; no account is named.

use pressgang_case::Evaluation;
use pressgang_weigh::trials::Summary;
use serde::Serialize;

use crate::charts::{Sides, trial_figures};
use crate::hide::Hider;
use crate::words;

/// Languages that are listed; the others have fewer trials.
const MOST_LANGUAGES: usize = 12;

/// How right the ratios of one organisation are.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluationJson {
    /// The claim that it is.
    pub claim: String,
    pub organisation: String,
    pub name: String,
    /// `shown`, `poor` or `unknown`.
    pub calibration: &'static str,
    pub sentence: String,
    pub verified_accounts: usize,
    pub ordinary_accounts: usize,
    #[serde(flatten)]
    pub measures: Measures,
    /// The most that ratios may lose to miscalibration, in bits.
    pub most_loss: f64,
    pub prior: f64,
    /// The threshold from which on "likely" is said, and what it would have said of the trials.
    pub threshold: Threshold,
    pub terms: Vec<TermJson>,
    pub languages: Vec<LanguageJson>,
    /// Caption and picture.
    #[serde(skip)]
    pub figures: Vec<(String, String)>,
}

/// What is measured of trials; absent where a side has none, and where a measure is infinite.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Measures {
    pub verified_groups: usize,
    pub ordinary_groups: usize,
    pub cllr: Option<f64>,
    pub cllr_min: Option<f64>,
    pub calibration_loss: Option<f64>,
    pub area: Option<f64>,
    pub equal_error_rate: Option<f64>,
}

/// What a threshold would have said.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Threshold {
    pub probability: f64,
    pub found: u64,
    pub mistaken: u64,
    /// Of what is found, were the prior's share of all groups verified ones.
    pub precision_at_prior: Option<f64>,
}

/// What was right of everything given a term.
#[derive(Clone, Debug, Serialize)]
pub struct TermJson {
    pub term: &'static str,
    pub verified: u64,
    pub ordinary: u64,
    pub right: Option<f64>,
    /// 95 % Wilson interval.
    pub interval: Option<[f64; 2]>,
    pub right_at_prior: Option<f64>,
}

/// The trials of one language.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageJson {
    pub language: String,
    #[serde(flatten)]
    pub measures: Measures,
}

impl Measures {
    fn of(summary: &Summary) -> Measures {
        let finite = |measure: Option<f64>| measure.filter(|value| value.is_finite());
        Measures {
            verified_groups: summary.same,
            ordinary_groups: summary.different,
            cllr: finite(summary.cllr),
            cllr_min: finite(summary.cllr_min),
            calibration_loss: finite(summary.calibration_loss),
            area: finite(summary.area),
            equal_error_rate: finite(summary.equal_error_rate),
        }
    }

    /// How many groups of verified and of ordinary accounts.
    pub fn counts(&self) -> (String, String) {
        (words::count(self.verified_groups as u64), words::count(self.ordinary_groups as u64))
    }

    /// A measure with two decimals; a dash where it is absent.
    pub fn bits(&self, measure: &Option<f64>) -> String {
        measure.map_or_else(|| "–".to_owned(), |value| format!("{value:.2}"))
    }
}

impl TermJson {
    /// How many groups of verified and of ordinary accounts were given it.
    pub fn counts(&self) -> (String, String) {
        (words::count(self.verified), words::count(self.ordinary))
    }

    /// "89 % (52 to 99)"; a dash where nothing was given the term.
    pub fn right(&self) -> String {
        match (self.right, self.interval) {
            (Some(right), Some([from, to])) => {
                format!("{:.0} % ({:.0} to {:.0})", 100.0 * right, 100.0 * from, 100.0 * to)
            }
            _ => "–".to_owned(),
        }
    }

    /// The same at the prior.
    pub fn at_prior(&self) -> String {
        self.right_at_prior.map_or_else(|| "–".to_owned(), |right| format!("{:.0} %", 100.0 * right))
    }
}

impl EvaluationJson {
    fn new(evaluation: &Evaluation, hider: &Hider) -> EvaluationJson {
        let sides = Sides { same: "verified accounts", different: "ordinary accounts" };
        EvaluationJson {
            claim: String::new(),
            organisation: evaluation.organisation.clone(),
            name: evaluation.name.clone(),
            calibration: evaluation.calibration.as_str(),
            sentence: hider.sentence(&evaluation.sentence),
            verified_accounts: evaluation.verified_accounts,
            ordinary_accounts: evaluation.ordinary_accounts,
            measures: Measures::of(&evaluation.summary),
            most_loss: evaluation.most_loss,
            prior: evaluation.prior,
            threshold: Threshold {
                probability: evaluation.threshold_at,
                found: evaluation.threshold.found,
                mistaken: evaluation.threshold.mistaken,
                precision_at_prior: evaluation.threshold.precision_at(evaluation.prior),
            },
            terms: evaluation
                .terms
                .iter()
                .map(|row| TermJson {
                    term: row.term.words,
                    verified: row.same,
                    ordinary: row.different,
                    right: row.right,
                    interval: row.interval.map(|(from, to)| [from, to]),
                    right_at_prior: row.right_at_prior,
                })
                .collect(),
            languages: evaluation
                .languages
                .iter()
                .take(MOST_LANGUAGES)
                .map(|of| LanguageJson { language: of.code.clone(), measures: Measures::of(&of.summary) })
                .collect(),
            figures: match evaluation.trials.same().is_empty() || evaluation.trials.different().is_empty() {
                // One side alone says nothing of being right.
                true => Vec::new(),
                false => trial_figures(&evaluation.trials, evaluation.prior, sides),
            },
        }
    }

    /// The threshold in words.
    pub fn threshold_sentence(&self) -> String {
        let Threshold { probability, found, mistaken, precision_at_prior } = &self.threshold;
        let precision = precision_at_prior.map_or_else(String::new, |share| {
            format!(
                " Were {} % of all groups verified ones, {:.0} % of what is found would be right.",
                words::per_cent(self.prior),
                100.0 * share
            )
        });
        format!(
            "By the prior ({} %) and the ratio alone, from {} % on: {} of {} groups of verified accounts found, {} of {} groups of ordinary accounts mistaken for them.{precision}",
            words::per_cent(self.prior),
            words::per_cent(*probability),
            words::count(*found),
            words::count(self.measures.verified_groups as u64),
            words::count(*mistaken),
            words::count(self.measures.ordinary_groups as u64),
        )
    }

    /// The measures in words; none without trials of both sides.
    pub fn measures_sentence(&self) -> Option<String> {
        let Measures { cllr, cllr_min, calibration_loss, area, equal_error_rate, .. } = &self.measures;
        let ((verified, ordinary), count) = (self.measures.counts(), |n: usize| words::count(n as u64));
        Some(format!(
            "{verified} groups of posts of {} verified accounts and {ordinary} of {} ordinary ones: Cllr {:.2} bits (0 is perfect, 1 says nothing), of which {:.2} because the ratios cannot tell better and {:.2} by miscalibration ({} at most, or terms are lowered); area under the ROC curve {:.3}, equal error rate {:.1} %.",
            count(self.verified_accounts),
            count(self.ordinary_accounts),
            (*cllr)?,
            (*cllr_min)?,
            (*calibration_loss)?,
            self.most_loss,
            (*area)?,
            100.0 * (*equal_error_rate)?
        ))
    }
}

/// The evaluations of a case.
pub fn evaluations(found: &[Evaluation], hider: &Hider) -> Vec<EvaluationJson> {
    found.iter().map(|one| EvaluationJson::new(one, hider)).collect()
}
