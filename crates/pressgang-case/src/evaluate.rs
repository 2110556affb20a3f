//! How right a case's likelihood ratios are, on posts that are not in question.

use std::collections::BTreeMap;

use pressgang_weigh::likelihood::LikelihoodError;
use pressgang_weigh::scales::{Rank, Scale};
use pressgang_weigh::trials::{Bin, Decisions, Summary, TermTrials, Trials};

use crate::error::CaseError;
use crate::folder::Case;
use crate::stages::{MOST_LOSS, Quality, Results, Tried, as_trials, quality, tried};
use crate::tables::TrialRow;
use crate::wording::Wording;

/// Languages with fewer groups of posts on either side say nothing by themselves.
const LEAST_OF_LANGUAGE: usize = 10;

/// Bins of a reliability diagram.
const BINS: usize = 10;

/// Whether ratios were shown to be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calibration {
    /// They lose no more to miscalibration than [`Evaluation::most_loss`].
    Shown,
    /// They lose more; terms are lowered.
    Poor,
    /// There are too few trials to say; terms are held at "very likely".
    Unknown,
}

impl Calibration {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Calibration::Shown => "shown",
            Calibration::Poor => "poor",
            Calibration::Unknown => "unknown",
        }
    }
}

/// The trials of one language.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageTrials {
    /// BCP 47 code.
    pub code: String,
    /// Groups on either side, and what can be measured of them; measures are absent below ten groups on either side.
    pub summary: Summary,
}

/// How right the ratios of one organisation are.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The organisation's id.
    pub organisation: String,
    /// Its name.
    pub name: String,
    /// Whether they were shown to be right.
    pub calibration: Calibration,
    /// The same as a sentence.
    pub sentence: String,
    /// The most they may lose to miscalibration (Cllr minus its minimum), in bits.
    pub most_loss: f64,
    /// Verified accounts that were held against the others.
    pub verified_accounts: usize,
    /// Ordinary accounts.
    pub ordinary_accounts: usize,
    /// All trials, before ceilings and rules.
    pub trials: Trials,
    /// What is measured of them.
    pub summary: Summary,
    /// The prior probability of the case.
    pub prior: f64,
    /// What each term would have meant, by prior and ratio alone.
    pub terms: Vec<TermTrials>,
    /// What the chosen threshold, the lower bound of "likely" on the case's scale, would have said.
    pub threshold: Decisions,
    /// That threshold as a probability.
    pub threshold_at: f64,
    /// Reliability at even odds.
    pub bins: Vec<Bin>,
    /// By language, most groups first.
    pub languages: Vec<LanguageTrials>,
}

impl Case {
    /// How right the ratios of each organisation are.
    ///
    /// # Errors
    /// [`CaseError::NotRun`] if something changed since the last run.
    pub fn evaluate(&mut self) -> Result<Vec<Evaluation>, CaseError> {
        let results = self.results()?;
        evaluations(self, &results)
    }
}

/// The same of results at hand.
pub(crate) fn evaluations(case: &Case, results: &Results) -> Result<Vec<Evaluation>, CaseError> {
    let rows: Vec<TrialRow> = results.trials.rows()?;
    let wording = Wording::new(&case.config.assessment.language);
    let settings = &case.config.assessment;
    let scale = Scale::named(&settings.scale).unwrap_or(Scale::Icd203);
    let evaluated = case.config.organisations.iter().map(|organisation| {
        let of_groups = tried(&rows, organisation);
        let name = case.packs().find(|p| p.id == *organisation).map_or(organisation.as_str(), |p| p.name.as_str());
        evaluation(&wording, scale, settings.prior, organisation, name, &of_groups)
    });
    evaluated.collect::<Result<_, LikelihoodError>>().map_err(CaseError::from)
}

fn evaluation(
    wording: &Wording,
    scale: Scale,
    prior: f64,
    organisation: &str,
    name: &str,
    of_groups: &[Tried<'_>],
) -> Result<Evaluation, LikelihoodError> {
    let bad_prior = |_| LikelihoodError::Prior(prior);
    let trials = as_trials(of_groups).map_err(bad_prior)?;
    let accounts = |verified: bool| {
        let mut names: Vec<&str> =
            of_groups.iter().filter(|one| one.is_verified == verified).map(|one| one.row.account.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    let mut by_language: BTreeMap<&str, Vec<&Tried<'_>>> = BTreeMap::new();
    for one in of_groups {
        by_language.entry(&one.row.language).or_default().push(one);
    }
    let mut languages = Vec::new();
    for (code, of_language) in by_language {
        let mut summary = as_trials(of_language.iter().copied()).map_err(bad_prior)?.summary();
        if summary.same.min(summary.different) < LEAST_OF_LANGUAGE {
            summary = Summary {
                cllr: None,
                cllr_min: None,
                calibration_loss: None,
                area: None,
                equal_error_rate: None,
                ..summary
            };
        }
        languages.push(LanguageTrials { code: code.to_owned(), summary });
    }
    languages.sort_by(|a, b| {
        let groups = |of: &LanguageTrials| of.summary.same + of.summary.different;
        groups(b).cmp(&groups(a)).then_with(|| a.code.cmp(&b.code))
    });
    let quality = quality(of_groups);
    let calibration = match quality {
        Quality::Shown { .. } => Calibration::Shown,
        Quality::Poor { .. } => Calibration::Poor,
        Quality::Unknown { .. } => Calibration::Unknown,
    };
    let threshold_at = scale.at(Rank::Likely).lowest();
    let log_odds = |p: f64| (p / (1.0 - p)).log10();
    Ok(Evaluation {
        organisation: organisation.to_owned(),
        name: name.to_owned(),
        calibration,
        sentence: quality.sentence(wording),
        most_loss: MOST_LOSS,
        verified_accounts: accounts(true),
        ordinary_accounts: accounts(false),
        summary: trials.summary(),
        prior,
        terms: trials.by_term(scale, prior).map_err(bad_prior)?,
        threshold: trials.at(log_odds(threshold_at) - log_odds(prior)),
        threshold_at,
        bins: trials.reliability(0.5, BINS).map_err(bad_prior)?,
        languages,
        trials,
    })
}
