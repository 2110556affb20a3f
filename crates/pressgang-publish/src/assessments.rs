//! Assessments and their evidence, as they are published.

use pressgang_case::CampaignFinding;
use serde::Serialize;

use crate::hide::Hider;
use crate::json::keys;

/// The assessment of one campaign.
#[derive(Serialize)]
pub struct Assessment {
    pub campaign: String,
    pub organisation: String,
    pub posts: Vec<String>,
    pub probability: f64,
    pub term: String,
    pub confidence: String,
    pub sentence: String,
    pub confidence_sentence: String,
    pub reasoning: String,
    pub prior: f64,
    pub likelihood_ratio: f64,
    pub support: String,
    pub probability_before_rules: f64,
    pub rules: Vec<String>,
    /// The term under other priors.
    pub sensitivity: Vec<AtPrior>,
    pub evidence: Vec<Evidence>,
}

/// The term under another prior.
#[derive(Serialize)]
pub struct AtPrior {
    pub prior: f64,
    pub term: String,
}

/// One item for or against.
#[derive(Serialize)]
pub struct Evidence {
    /// The claim that it is.
    pub claim: String,
    pub id: String,
    pub family: String,
    pub text: String,
    pub likelihood_ratio: f64,
    /// As counted, before it was held between bounds.
    pub measured_ratio: Option<f64>,
    /// The counted ratio is as large as the data can show.
    pub saturated: bool,
    pub proposition: String,
    pub alternative: String,
    pub basis: String,
    pub grade: String,
    pub origin: String,
    pub posts: Vec<String>,
}

/// The assessment of a campaign.
pub fn assessment(campaign: &CampaignFinding, hider: &Hider) -> Assessment {
    let evidence = campaign.evidence.iter().map(|e| Evidence {
        claim: String::new(),
        id: e.id.clone(),
        family: e.family.clone(),
        text: hider.sentence(&e.text),
        likelihood_ratio: e.likelihood_ratio,
        measured_ratio: e.measured_ratio,
        saturated: e.saturated,
        proposition: hider.sentence(&e.proposition),
        alternative: hider.sentence(&e.alternative),
        basis: hider.sentence(&e.basis),
        grade: e.grade.clone(),
        origin: hider.sentence(&e.origin),
        posts: keys(&e.posts, hider),
    });
    Assessment {
        campaign: campaign.id.clone(),
        organisation: campaign.organisation.clone(),
        posts: keys(&campaign.posts, hider),
        probability: campaign.probability,
        term: campaign.term.clone(),
        confidence: campaign.confidence.clone(),
        sentence: hider.sentence(&campaign.sentence),
        confidence_sentence: hider.sentence(&campaign.confidence_sentence),
        reasoning: hider.sentence(&campaign.reasoning),
        prior: campaign.prior,
        likelihood_ratio: campaign.likelihood_ratio,
        support: campaign.support.clone(),
        probability_before_rules: campaign.probability_before_rules,
        rules: campaign.rules.iter().map(|rule| hider.sentence(rule)).collect(),
        sensitivity: campaign
            .other_priors
            .iter()
            .map(|(prior, term)| AtPrior { prior: *prior, term: term.clone() })
            .collect(),
        evidence: evidence.collect(),
    }
}
