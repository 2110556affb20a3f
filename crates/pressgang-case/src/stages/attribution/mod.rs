//! Stage 5: how sure it is that a campaign recruits on behalf of the organisation.
//!
//! The likelihood ratios are judgements, not calibrated yet; therefore nothing they say carries an assessment above
//! "very likely", and evidence that shares an origin counts once. The words of a post are one origin: whoever copies
//! an advert copies the name in it too.

use std::collections::{BTreeMap, BTreeSet};

use pressgang_signals::ContactKind;

use super::campaigns::{MatchKind, ids};
use super::corpus::{Corpus, Match};
use super::{Output, Run, SourceResult, Stage};
use crate::config::Config;
use crate::error::CaseError;
use crate::estimate::band;
use crate::folder::Case;
use crate::second_sources::{Corroboration, corroborations};
use crate::tables::{AssessmentRow, CampaignRow, ContactRow, EvidenceRow};

const VERSION: u32 = 2;

/// Prior odds that an advert found by this case recruits on behalf of the organisation: even, because imposters and
/// swindlers use known names too.
const PRIOR_ODDS: f64 = 1.0;
/// What one origin alone can carry: the top of "likely".
const CEILING_ONE_ORIGIN: f64 = 0.79;
/// What uncalibrated ratios can carry at all: inside "very likely".
const CEILING: f64 = 0.94;

const LR_WORDING: f64 = 3.0;
/// Less than for the whole wording: a passage may be a stock phrase that the case has no ordinary post of.
const LR_PASSAGE: f64 = 2.0;
/// Likeness of meaning is measured, not read.
const LR_TRANSLATION: f64 = 2.0;
/// Others may offer the same.
const LR_OFFER: f64 = 1.5;
/// Pictures are copied as easily as words.
const LR_MEDIA: f64 = 2.0;
const LR_NAMED: f64 = 1.5;
const LR_REFERENCE_CONTACT: f64 = 6.0;

pub(super) fn stage(
    run: &mut Run<'_>,
    sources: &[SourceResult],
    matches: &[Output],
    campaigns: &Output,
    _trials: &Output,
) -> Result<Output, CaseError> {
    let second = corroborations(run.case)?;
    let config = &run.case.config;
    let names: Vec<(&str, &str)> = run.case.packs().map(|p| (p.id.as_str(), p.name.as_str())).collect();
    let mut inputs: Vec<String> = sources.iter().map(|s| s.readings.key.clone()).collect();
    inputs.extend(matches.iter().map(|m| m.key.clone()));
    // The ids of campaigns do not follow from their key.
    inputs.extend(ids(campaigns)?);
    inputs.extend([campaigns.key.clone(), format!("{second:?} {:?} {names:?}", config.reference_accounts)]);
    let stage = Stage { name: "attribution", scope: "", version: VERSION, inputs, total: None, unit: "campaigns" };
    run.perform(stage, |case, parts, _| {
        let loaded = Corpus::with_matches(case, sources, matches)?;
        let (corpus, matches) = &*loaded;
        let weighed = weigh(case, corpus, sources, matches, campaigns, &second)?;
        parts.write(weighed.0)?;
        parts.write(weighed.1)
    })
}

type Weighed = (Vec<EvidenceRow>, Vec<AssessmentRow>);

fn weigh(
    case: &Case,
    corpus: &Corpus,
    sources: &[SourceResult],
    matches: &[Match],
    campaigns: &Output,
    second: &[Corroboration],
) -> Result<Weighed, CaseError> {
    // In the order of the table: the largest campaign first.
    let mut members: Vec<(String, String, Vec<String>)> = Vec::new();
    for row in campaigns.rows::<CampaignRow>()? {
        let post = format!("{}:{}", row.platform, row.id);
        match members.last_mut().filter(|(campaign, ..)| *campaign == row.campaign) {
            Some((.., posts)) => posts.push(post),
            None => members.push((row.campaign, row.organisation, vec![post])),
        }
    }
    let mut contacts: BTreeMap<(ContactKind, String), BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        for row in source.readings.rows::<ContactRow>()? {
            if let Some(kind) = ContactKind::named(&row.kind) {
                contacts
                    .entry((kind.compared_as(), row.value))
                    .or_default()
                    .insert(format!("{}:{}", row.platform, row.id));
            }
        }
    }
    let (mut evidence, mut assessments) = (Vec::new(), Vec::new());
    for (campaign, organisation, posts) in members {
        let inside: BTreeSet<&str> = posts.iter().map(String::as_str).collect();
        let campaign_posts = CampaignPosts { corpus, posts: &posts, inside: &inside, organisation: &organisation };
        let mut items: Vec<EvidenceRow> = Vec::new();
        for words in &WORDS {
            items.extend(same_words(&case.config, &campaign_posts, matches, words));
        }
        items.extend(named(&campaign_posts));
        items.extend(reference_contacts(&case.config, &campaign_posts, &contacts));
        items.extend(second_sources(&campaign_posts, &contacts, second));
        for item in &mut items {
            item.evidence = format!("E{}", evidence.len() + 1);
            item.campaign = campaign.clone();
            evidence.push(item.clone());
        }
        let name = case.packs().find(|p| p.id == organisation).map_or(organisation.as_str(), |p| p.name.as_str());
        assessments.push(assess(&campaign, &organisation, name, posts.len(), &items));
    }
    Ok((evidence, assessments))
}

struct CampaignPosts<'a> {
    corpus: &'a Corpus,
    posts: &'a [String],
    inside: &'a BTreeSet<&'a str>,
    organisation: &'a str,
}

fn item(
    family: &str,
    text: String,
    likelihood_ratio: f64,
    grade: &str,
    origin: &str,
    posts: Vec<String>,
) -> EvidenceRow {
    EvidenceRow {
        evidence: String::new(),
        campaign: String::new(),
        family: family.to_owned(),
        text,
        likelihood_ratio,
        grade: grade.to_owned(),
        origin: origin.to_owned(),
        posts,
    }
}

/// One way in which posts are like those of reference accounts.
struct Words {
    kinds: &'static [MatchKind],
    family: &'static str,
    likelihood_ratio: f64,
    /// What the posts do, for one post and for several.
    verb: [&'static str; 2],
    /// What the score is.
    score: &'static str,
}

/// The same words, rare stretches of them, what they say in another language, what they offer, and what they show. All
/// of it can be copied together, so it is one origin.
const WORDS: [Words; 6] = [
    Words {
        kinds: &[MatchKind::Verbatim, MatchKind::NearDuplicate],
        family: "language",
        likelihood_ratio: LR_WORDING,
        verb: ["has the wording of", "have the wording of"],
        score: "Jaccard index of 5-character sequences",
    },
    Words {
        kinds: &[MatchKind::Passage],
        family: "language",
        likelihood_ratio: LR_PASSAGE,
        verb: ["shares rare passages with", "share rare passages with"],
        score: "share of the shorter text",
    },
    Words {
        kinds: &[MatchKind::Translation],
        family: "language",
        likelihood_ratio: LR_TRANSLATION,
        verb: ["says in another language what is said by", "say in other languages what is said by"],
        score: "likeness",
    },
    Words {
        kinds: &[MatchKind::SameOffer],
        family: "offer",
        likelihood_ratio: LR_OFFER,
        verb: ["makes the same rare offer as", "make the same rare offers as"],
        score: "likeness",
    },
    Words {
        kinds: &[MatchKind::PictureText],
        family: "media",
        likelihood_ratio: LR_MEDIA,
        verb: ["has a picture with the text of one of", "have pictures with the text of some of"],
        score: "Jaccard index of 5-character sequences",
    },
    Words {
        kinds: &[MatchKind::SameMedia],
        family: "media",
        likelihood_ratio: LR_MEDIA,
        verb: ["shows a picture or film of", "show pictures or films of"],
        score: "copies as described in media_groups",
    },
];

/// Posts whose words are like a reference account's.
fn same_words(config: &Config, campaign: &CampaignPosts<'_>, matches: &[Match], words: &Words) -> Option<EvidenceRow> {
    let mut best: BTreeMap<String, f64> = BTreeMap::new();
    let mut accounts: BTreeSet<usize> = BTreeSet::new();
    let speaks = |m: &&Match| {
        let kind = MatchKind::named(&m.row.kind).filter(|kind| words.kinds.contains(kind));
        kind.is_some_and(|kind| kind.is_telling(m.row.weight, m.row.score))
    };
    for found in matches.iter().filter(speaks) {
        for (post, reference) in [(found.a, found.b), (found.b, found.a)] {
            let post = campaign.corpus.posts[post].key();
            if let Some((organisation, account)) = &campaign.corpus.posts[reference].reference
                && organisation == campaign.organisation
                && campaign.inside.contains(post.as_str())
            {
                accounts.insert(*account);
                let score = best.entry(post).or_default();
                *score = score.max(found.row.score);
            }
        }
    }
    let grade = accounts.iter().filter_map(|&a| config.reference_accounts.get(a)).map(|a| a.grade.as_str()).max()?;
    let (low, high) = best.values().fold((1.0f64, 0.0f64), |(low, high), &s| (low.min(s), high.max(s)));
    let platforms: BTreeSet<&str> =
        accounts.iter().filter_map(|&a| config.reference_accounts.get(a)).map(|a| a.platform.as_str()).collect();
    let text = format!(
        "{} of {} posts {} {} verified account{} on {} ({} {low:.2} to {high:.2})",
        best.len(),
        campaign.posts.len(),
        words.verb[usize::from(best.len() > 1)],
        accounts.len(),
        if accounts.len() == 1 { "" } else { "s" },
        platforms.into_iter().collect::<Vec<_>>().join(" and "),
        words.score,
    );
    let posts = best.into_keys().collect();
    Some(item(words.family, text, words.likelihood_ratio, grade, "the words of the posts", posts))
}

/// The posts say so themselves, which anybody can.
fn named(campaign: &CampaignPosts<'_>) -> Option<EvidenceRow> {
    let naming: Vec<String> = campaign
        .posts
        .iter()
        .filter(|key| {
            campaign
                .corpus
                .place
                .get(*key)
                .is_some_and(|&p| campaign.corpus.posts[p].named.iter().any(|o| o == campaign.organisation))
        })
        .cloned()
        .collect();
    if naming.is_empty() {
        return None;
    }
    let text = format!("{} of {} posts name the organisation themselves", naming.len(), campaign.posts.len());
    Some(item("self-identification", text, LR_NAMED, "F6", "the words of the posts", naming))
}

/// A number or handle that a verified account publishes too.
fn reference_contacts(
    config: &Config,
    campaign: &CampaignPosts<'_>,
    contacts: &BTreeMap<(ContactKind, String), BTreeSet<String>>,
) -> Option<EvidenceRow> {
    let mut posts: BTreeSet<String> = BTreeSet::new();
    let mut accounts: BTreeSet<usize> = BTreeSet::new();
    let mut shared = 0;
    for ((kind, _), holders) in contacts {
        if !kind.is_direct() {
            continue;
        }
        let references: Vec<usize> = holders
            .iter()
            .filter_map(|key| campaign.corpus.posts[*campaign.corpus.place.get(key)?].reference.as_ref())
            .filter(|(organisation, _)| organisation == campaign.organisation)
            .map(|(_, account)| *account)
            .collect();
        // Only contacts that made posts count: those of a popular channel tied nothing.
        let inside: Vec<&String> = holders.iter().filter(|key| campaign.inside.contains(key.as_str())).collect();
        if !references.is_empty() && !inside.is_empty() {
            shared += 1;
            accounts.extend(references);
            posts.extend(inside.into_iter().cloned());
        }
    }
    let grade = accounts.iter().filter_map(|&a| config.reference_accounts.get(a)).map(|a| a.grade.as_str()).max()?;
    let text = format!(
        "{} of {} posts give {shared} contact{} that a verified account of the organisation publishes too",
        posts.len(),
        campaign.posts.len(),
        if shared == 1 { "" } else { "s" },
    );
    Some(item(
        "contact",
        text,
        LR_REFERENCE_CONTACT,
        grade,
        "contacts of the verified accounts",
        posts.into_iter().collect(),
    ))
}

/// One item per origin: what a second source confirms.
fn second_sources(
    campaign: &CampaignPosts<'_>,
    contacts: &BTreeMap<(ContactKind, String), BTreeSet<String>>,
    second: &[Corroboration],
) -> Vec<EvidenceRow> {
    let mut by_origin: BTreeMap<&str, (BTreeSet<&str>, BTreeSet<String>, &Corroboration)> = BTreeMap::new();
    for corroboration in second.iter().filter(|c| c.organisation == campaign.organisation) {
        let Some(holders) = contacts.get(&(corroboration.kind.compared_as(), corroboration.value.clone())) else {
            continue;
        };
        let inside: Vec<String> =
            holders.iter().filter(|key| campaign.inside.contains(key.as_str())).cloned().collect();
        if !inside.is_empty() {
            let entry = by_origin
                .entry(&corroboration.origin)
                .or_insert_with(|| (BTreeSet::new(), BTreeSet::new(), corroboration));
            entry.0.insert(&corroboration.value);
            entry.1.extend(inside);
            if corroboration.grade > entry.2.grade {
                entry.2 = corroboration;
            }
        }
    }
    by_origin
        .into_iter()
        .map(|(origin, (values, posts, worst))| {
            let text = format!(
                "{} ties {} contact{} of {} posts to the organisation",
                worst.source,
                values.len(),
                if values.len() == 1 { "" } else { "s" },
                posts.len()
            );
            item(
                "second source",
                text,
                second_source_ratio(&worst.grade),
                &worst.grade,
                origin,
                posts.into_iter().collect(),
            )
        })
        .collect()
}

/// What a second source adds, by its Admiralty grade: reliability and credibility both have to be good.
fn second_source_ratio(grade: &str) -> f64 {
    match grade.as_bytes() {
        [b'A' | b'B', b'1' | b'2'] => 8.0,
        [b'A'..=b'C', b'1'..=b'3'] => 3.0,
        [b'D' | b'F', b'1'..=b'3'] | [b'A'..=b'C', b'6'] => 1.5,
        _ => 1.0,
    }
}

fn assess(campaign: &str, organisation: &str, name: &str, posts: usize, items: &[EvidenceRow]) -> AssessmentRow {
    let mut by_origin: BTreeMap<&str, f64> = BTreeMap::new();
    for item in items {
        let ratio = by_origin.entry(&item.origin).or_insert(1.0);
        *ratio = ratio.max(item.likelihood_ratio);
    }
    let origins = by_origin.values().filter(|ratio| **ratio > 1.0).count();
    let odds = PRIOR_ODDS * by_origin.values().product::<f64>();
    let probability = (odds / (1.0 + odds)).min(if origins <= 1 { CEILING_ONE_ORIGIN } else { CEILING });
    let band = band(probability);
    // "High" is for people to say: no judgement that the program made alone is well corroborated.
    let confidence = if origins >= 2 { "moderate" } else { "low" };
    let families: BTreeSet<&str> = items.iter().map(|i| i.family.as_str()).collect();
    let families: Vec<&str> = families.into_iter().collect();
    let subject = if posts == 1 { "this post recruits".to_owned() } else { format!("these {posts} posts recruit") };
    let sentence = format!("It is {} ({} to {} %) that {subject} on behalf of {name}.", band.term, band.from, band.to);
    let confidence_sentence = if origins <= 1 {
        format!(
            "Analytic confidence is {confidence}: only the words of the posts speak for it, and words can be copied."
        )
    } else {
        format!(
            "Analytic confidence is {confidence}: {} kinds of evidence ({}) from {origins} origins agree; their weights are judgements that have not been calibrated.",
            families.len(),
            families.join(", ")
        )
    };
    AssessmentRow {
        campaign: campaign.to_owned(),
        organisation: organisation.to_owned(),
        probability,
        term: band.term.to_owned(),
        confidence: confidence.to_owned(),
        sentence,
        confidence_sentence,
    }
}
