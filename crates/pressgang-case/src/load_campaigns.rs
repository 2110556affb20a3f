//! Gathers what a report says of campaigns.

use std::collections::{BTreeMap, HashMap};

use pressgang_posts::{Platform, PostKey};
use pressgang_signals::ContactKind;

use crate::campaign_findings::{CampaignEvent, CampaignProfile, HubFinding, MemberTie, SharedContact, SharedPassage};
use crate::error::CaseError;
use crate::findings::{CampaignFinding, EvidenceItem};
use crate::found::{Found, PayFact};
use crate::load_findings::post_key;
use crate::reviews::Reviews;
use crate::stages::Results;
use crate::tables::{
    AssessmentRow, CampaignFactRow, CampaignHistoryRow, CampaignRow, CampaignTieRow, EvidenceRow, HubRow,
};

/// Every campaign with its assessment and evidence, largest first.
pub(crate) fn campaigns(results: &Results, reviews: &Reviews) -> Result<Vec<CampaignFinding>, CaseError> {
    let mut members: HashMap<String, Vec<PostKey>> = HashMap::new();
    for row in results.campaigns.rows::<CampaignRow>()? {
        let post = PostKey { platform: Platform::named(&row.platform), id: row.id };
        members.entry(row.campaign).or_default().push(post);
    }
    let mut evidence: HashMap<String, Vec<EvidenceItem>> = HashMap::new();
    for row in results.attribution.rows::<EvidenceRow>()? {
        evidence.entry(row.campaign).or_default().push(EvidenceItem {
            id: row.evidence,
            family: row.family,
            text: row.text,
            likelihood_ratio: row.likelihood_ratio,
            measured_ratio: row.measured_ratio,
            saturated: row.saturated,
            proposition: row.proposition,
            alternative: row.alternative,
            basis: row.basis,
            grade: row.grade,
            origin: row.origin,
            posts: row.posts.iter().map(|p| post_key(p)).collect(),
        });
    }
    let assessments: Vec<AssessmentRow> = results.attribution.rows()?;
    let mut history: HashMap<String, Vec<CampaignEvent>> = HashMap::new();
    for row in results.campaigns.rows::<CampaignHistoryRow>()? {
        let event = CampaignEvent { campaign: row.campaign, event: row.event, others: row.others, at: row.at };
        // What happened to one campaign is news of those it came from and went into.
        for campaign in event.others.iter().chain([&event.campaign]) {
            history.entry(campaign.clone()).or_default().push(event.clone());
        }
    }
    let mut profiles: HashMap<String, CampaignProfile> = HashMap::new();
    for row in results.facts.rows::<CampaignFactRow>()? {
        add(profiles.entry(row.campaign.clone()).or_default(), row);
    }
    Ok(assessments
        .into_iter()
        // What a person rejected is not counted, and the limits say so.
        .filter(|row| !reviews.has_rejected(&row.campaign))
        .map(|row| CampaignFinding {
            posts: members.remove(&row.campaign).unwrap_or_default(),
            evidence: evidence.remove(&row.campaign).unwrap_or_default(),
            profile: CampaignProfile {
                history: history.remove(&row.campaign).unwrap_or_default(),
                ..profiles.remove(&row.campaign).unwrap_or_default()
            },
            id: row.campaign,
            organisation: row.organisation,
            probability: row.probability,
            term: row.term,
            confidence: row.confidence,
            sentence: row.sentence,
            confidence_sentence: row.confidence_sentence,
            reasoning: row.reasoning,
            prior: row.prior,
            likelihood_ratio: row.likelihood_ratio,
            support: row.support,
            probability_before_rules: row.probability_before_rules,
            rules: row.rules,
            other_priors: row.other_prior.into_iter().zip(row.other_term).collect(),
        })
        .collect())
}

/// Adds a row of facts to what is known of its campaign.
fn add(profile: &mut CampaignProfile, row: CampaignFactRow) {
    let post = row.platform.as_ref().zip(row.id.as_ref());
    let post = post.map(|(platform, id)| PostKey { platform: Platform::named(platform), id: id.clone() });
    let contact = |row: &CampaignFactRow| {
        Some(SharedContact {
            kind: ContactKind::named(row.kind.as_deref()?)?,
            value: row.value.clone()?,
            posts: row.posts,
            ordinary: row.ordinary.unwrap_or(0),
            weight: row.weight,
        })
    };
    let value = row.value.clone().unwrap_or_default();
    match row.fact.as_str() {
        "posts" => profile.published = row.first.zip(row.last),
        "language" => profile.languages.push((value, row.posts)),
        "platform" => profile.platforms.push((value, row.posts)),
        "account" => profile.accounts.push((row.kind.unwrap_or_default(), value, row.posts)),
        "contact" => profile.contacts.extend(contact(&row)),
        "link" => profile.links.extend(contact(&row)),
        "role" => profile.roles.push((value, row.posts)),
        "pay" => {
            let pay = PayFact {
                min: row.min,
                max: row.max,
                currency: row.currency.unwrap_or_default(),
                currency_implied: row.currency_implied.unwrap_or(false),
                period: row.period,
                kind: row.kind.unwrap_or_default(),
            };
            profile.pay.push((pay.words(), row.posts));
        }
        "text" => profile.texts.extend(post.map(|post| (post, row.posts))),
        "passage" => {
            if let (Some(post), Some(start), Some(end)) = (post, row.start, row.end) {
                let range = start as usize..end as usize;
                profile.passages.push(SharedPassage { post, range, posts: row.posts, ordinary: row.ordinary });
            }
        }
        "day" => profile.days.extend(value.parse().ok().map(|day| (day, row.posts))),
        "tie" => profile.ties.push((row.kind.unwrap_or_default(), row.posts, row.weight.unwrap_or(0.0))),
        _ => {}
    }
}

/// Gives every found post the ties to its campaign.
pub(crate) fn add_ties(results: &Results, found: &mut [Found]) -> Result<(), CaseError> {
    let mut ties: BTreeMap<PostKey, Vec<MemberTie>> = BTreeMap::new();
    for row in results.facts.rows::<CampaignTieRow>()? {
        let post = PostKey { platform: Platform::named(&row.platform), id: row.id.clone() };
        ties.entry(post).or_default().push(member_tie(row));
    }
    for one in found {
        one.post.member_ties = ties.remove(&one.post.key).unwrap_or_default();
    }
    Ok(())
}

/// A row as a tie; the basis of a shared contact is its kind and value.
fn member_tie(row: CampaignTieRow) -> MemberTie {
    let contact = row.basis.as_ref().filter(|_| row.kind == "contact" || row.kind == "link").and_then(|basis| {
        let (kind, value) = basis.split_once(':')?;
        Some((ContactKind::named(kind)?, value.to_owned()))
    });
    MemberTie {
        other: PostKey { platform: Platform::named(&row.other_platform), id: row.other_id },
        reference: row.reference,
        posts: row.posts,
        score: row.score,
        weight: row.weight,
        basis: row.basis.filter(|_| contact.is_none()),
        contact,
        ordinary: row.ordinary,
        kind: row.kind,
    }
}

/// The hubs that posts which count or reference posts carry: who else writes what is nobody's business.
pub(crate) fn hubs(results: &Results) -> Result<Vec<HubFinding>, CaseError> {
    let rows: Vec<HubRow> = results.campaigns.rows()?;
    let of_case = rows.into_iter().filter(|row| row.counted > 0 || row.references > 0);
    Ok(of_case.filter_map(|row| Some(HubFinding { kind: ContactKind::named(&row.kind)?, row })).collect())
}
