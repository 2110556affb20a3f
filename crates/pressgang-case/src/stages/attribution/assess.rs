//! From evidence to an assessment: a probability with a stated prior, held down by rules, and the sentences for it.
//!
//! The rules (each says its reason in the assessment): where the evidence supports neither side by the ENFSI scale, no
//! more than even odds; from one origin or one family of evidence alone no more than "likely", nor from what anybody can
//! copy who reads what verified accounts publish; "almost certain" only with an independent second source or a human
//! decision; where ratios were not shown to be right no more than "very likely", where they turned out wrong no more than
//! "likely". A person who confirms lifts all but the last, one who rejects or cannot tell holds it down.

use std::collections::BTreeSet;

use pressgang_weigh::likelihood::{Combined, combine, posterior, sensitivity};
use pressgang_weigh::scales::{Rank, Scale, support};

use super::contacts::is_good;
use super::item::{Family, Item, WORDS, can_be_copied, figure};
use super::quality::Quality;
use crate::tables::AssessmentRow;
use crate::wording::{Told, Wording};

/// What a person decided of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Confirmed,
    Rejected,
    CannotTell,
}

/// A person's decision.
#[derive(Clone, Debug)]
pub(super) struct Decision {
    pub verdict: Verdict,
    pub by: String,
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    pub reason: String,
}

/// What an assessment starts from.
pub(super) struct Ground<'a> {
    pub campaign: &'a str,
    pub organisation: &'a str,
    /// The organisation's name.
    pub name: &'a str,
    pub posts: u64,
    pub prior: f64,
    pub scale: Scale,
    pub quality: Quality,
    pub decision: Option<&'a Decision>,
}

/// Priors under which the term is said as well.
const OTHER_PRIORS: [f64; 4] = [0.1, 0.25, 0.75, 0.9];

/// A rule that held an assessment down.
struct Cap {
    message: &'static str,
    most: Rank,
}

pub(super) fn assess(wording: &Wording, ground: &Ground<'_>, items: &[Item]) -> AssessmentRow {
    let weighed = items
        .iter()
        .map(|item| pressgang_weigh::likelihood::Item { origin: &item.origin, log10: item.strength.ratio().log10() });
    // Ratios are positive and finite, and priors were checked: nothing here can fail.
    let combined = combine(weighed).unwrap_or(Combined { log10: 0.0, origins: Vec::new() });
    let uncapped = posterior(ground.prior, combined.log10).unwrap_or(ground.prior);
    let caps = caps(ground, items, &combined);
    let even = ground.scale.at(Rank::Even);
    let most = caps.iter().map(|cap| cap.most).min().unwrap_or(Rank::AlmostCertain);
    // The term itself is held, since a border belongs to the term nearer to even odds.
    let held = |probability: f64| ground.scale.term(probability).unwrap_or(even).at_most(most);
    let term = held(uncapped);
    let probability = uncapped.min(ground.scale.at(most).highest());
    let binding: Vec<&Cap> =
        caps.iter().filter(|cap| cap.most < ground.scale.term(uncapped).unwrap_or(even).rank).collect();
    let by_prior: Vec<(f64, &'static str)> = sensitivity(ground.scale, combined.log10, &OTHER_PRIORS)
        .unwrap_or_default()
        .into_iter()
        .map(|at| (at.prior, held(at.posterior).words))
        .collect();
    let for_it = combined.origins_for();
    let confidence = confidence(ground, items, for_it);
    let assessed = wording.say(
        if term.rank == Rank::Even { "assessment-even" } else { "assessment" },
        &[
            ("term", Told::Text(term.words)),
            ("from", Told::Count(u64::from(term.from))),
            ("to", Told::Count(u64::from(term.to))),
            ("posts", Told::Count(ground.posts)),
            ("name", Told::Text(ground.name)),
        ],
    );
    let confidence_sentence = confidence_sentence(wording, ground, items, for_it, confidence);
    let caps: Vec<String> = binding.iter().map(|cap| cap_sentence(wording, ground, cap)).collect();
    let paragraph = Reasoning { wording, ground, items, combined: &combined, by_prior: &by_prior, caps: &caps };
    let reasoning = paragraph.reasoning();
    AssessmentRow {
        campaign: ground.campaign.to_owned(),
        organisation: ground.organisation.to_owned(),
        probability,
        term: term.words.to_owned(),
        scale: ground.scale.id().to_owned(),
        prior: ground.prior,
        likelihood_ratio: 10f64.powf(combined.log10),
        support: support(10f64.powf(combined.log10)),
        probability_before_rules: uncapped,
        rules: caps.clone(),
        other_prior: by_prior.iter().map(|(prior, _)| *prior).collect(),
        other_term: by_prior.iter().map(|(_, term)| (*term).to_owned()).collect(),
        confidence: confidence.to_owned(),
        paragraph: format!("{assessed} {reasoning} {confidence_sentence}"),
        reasoning,
        sentence: assessed,
        confidence_sentence,
        calibration: ground.quality.sentence(wording),
        language: wording.language().to_owned(),
    }
}

/// Items that speak for it.
fn speaking(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().filter(|item| item.strength.ratio() > 1.0)
}

fn caps(ground: &Ground<'_>, items: &[Item], combined: &Combined) -> Vec<Cap> {
    let families: BTreeSet<Family> = speaking(items).map(|item| item.family).collect();
    let confirmed = ground.decision.is_some_and(|decision| decision.verdict == Verdict::Confirmed);
    let seconded = items.iter().any(|item| item.family == Family::SecondSource && is_good(&item.grade));
    let mut caps = Vec::new();
    let mut cap = |message, most| caps.push(Cap { message, most });
    // By the scale nothing is supported, so nothing is said to be more likely than not.
    if !confirmed && combined.log10 < 2f64.log10() {
        cap("cap-no-support", Rank::Even);
    }
    match ground.decision.map(|decision| decision.verdict) {
        Some(Verdict::Rejected) => cap("cap-rejected", Rank::VeryUnlikely),
        Some(Verdict::CannotTell) => cap("cap-cannot-tell", Rank::Even),
        _ => {}
    }
    if !confirmed {
        if combined.origins_for() <= 1 {
            cap("cap-one-origin", Rank::Likely);
        } else if families.len() <= 1 {
            cap("cap-one-family", Rank::Likely);
        } else if speaking(items).all(|item| can_be_copied(&item.origin)) {
            cap("cap-copyable", Rank::Likely);
        }
        if !seconded {
            cap("cap-no-second-source", Rank::VeryLikely);
        }
    }
    match ground.quality {
        Quality::Shown { .. } => {}
        Quality::Unknown { .. } => cap("cap-uncalibrated", Rank::VeryLikely),
        Quality::Poor { .. } => cap("cap-poor", Rank::Likely),
    }
    caps
}

fn cap_sentence(wording: &Wording, ground: &Ground<'_>, cap: &Cap) -> String {
    let (by, date, reason) = ground.decision.map_or(("", "", ""), |d| (&d.by, &d.date, &d.reason));
    let told = [
        ("term", Told::Text(ground.scale.at(cap.most).words)),
        ("by", Told::Text(by)),
        ("date", Told::Text(date)),
        ("reason", Told::Text(reason)),
    ];
    wording.say(cap.message, &told)
}

/// "High" is for what an independent second source of a good grade bears out or a person confirms, with ratios that were
/// shown to be right: no judgement that the program made alone is well corroborated.
fn confidence(ground: &Ground<'_>, items: &[Item], for_it: usize) -> &'static str {
    let verdict = ground.decision.map(|decision| decision.verdict);
    if verdict == Some(Verdict::CannotTell) || for_it < 2 {
        return "low";
    }
    let borne_out = verdict == Some(Verdict::Confirmed)
        || items.iter().any(|item| item.family == Family::SecondSource && is_good(&item.grade));
    match ground.quality {
        Quality::Shown { .. } if borne_out && for_it >= 3 => "high",
        Quality::Poor { .. } => "low",
        _ => "moderate",
    }
}

fn confidence_sentence(
    wording: &Wording,
    ground: &Ground<'_>,
    items: &[Item],
    for_it: usize,
    confidence: &str,
) -> String {
    let families: BTreeSet<&str> = speaking(items).map(|item| item.family.as_str()).collect();
    let families: Vec<&str> = families.into_iter().collect();
    let origins: BTreeSet<&str> = speaking(items).map(|item| item.origin.as_str()).collect();
    let calibration = wording.say(
        match ground.quality {
            Quality::Shown { .. } => "calibration-shown",
            Quality::Poor { .. } => "calibration-poor",
            Quality::Unknown { .. } => "calibration-unknown",
        },
        &[],
    );
    let message = match ground.decision {
        Some(decision) if decision.verdict == Verdict::CannotTell => "confidence-reviewed",
        _ if for_it == 0 => "confidence-none",
        _ if for_it == 1 && origins.first() == Some(&WORDS) => "confidence-words-only",
        _ if for_it == 1 => "confidence-one-origin",
        _ => "confidence-several",
    };
    let joined = families.join(", ");
    let told = [
        ("confidence", Told::Text(confidence)),
        ("families", Told::Text(&joined)),
        ("families-count", Told::Count(families.len() as u64)),
        ("origins", Told::Count(for_it as u64)),
        ("calibration", Told::Text(&calibration)),
        ("by", Told::Text(ground.decision.map_or("", |decision| &decision.by))),
    ];
    wording.say(message, &told)
}

/// Of each family and origin the first item, which is the strongest.
fn told_once<'i>(items: impl Iterator<Item = &'i Item>) -> String {
    let mut known = BTreeSet::new();
    let told = items.filter(|item| known.insert((item.family, item.origin.as_str())));
    told.map(|item| item.text.as_str()).collect::<Vec<_>>().join("; ")
}

/// Why an assessment is what it is, as a careful newsroom would write it.
struct Reasoning<'a> {
    wording: &'a Wording,
    ground: &'a Ground<'a>,
    items: &'a [Item],
    combined: &'a Combined,
    by_prior: &'a [(f64, &'static str)],
    caps: &'a [String],
}

impl Reasoning<'_> {
    fn reasoning(&self) -> String {
        let mut sentences = Vec::new();
        let speaking_for = told_once(speaking(self.items));
        if !speaking_for.is_empty() {
            sentences.push(self.wording.say("paragraph-for", &[("items", Told::Text(&speaking_for))]));
        }
        let against = told_once(self.items.iter().filter(|item| item.strength.ratio() < 1.0));
        sentences.push(match against.is_empty() {
            true => self.wording.say("paragraph-no-against", &[]),
            false => self.wording.say("paragraph-against", &[("items", Told::Text(&against))]),
        });
        let ratio = 10f64.powf(self.combined.log10);
        let (support, figure) = (support(ratio), figure(ratio));
        let told = [("support", Told::Text(support.as_str())), ("ratio", Told::Text(&figure))];
        sentences.push(self.wording.say("paragraph-weight", &told));
        let whole = |prior: f64| (prior * 100.0).round() as u64;
        sentences.push(self.wording.say("paragraph-prior", &[("prior", Told::Count(whole(self.ground.prior)))]));
        if let (Some((low, low_term)), Some((high, high_term))) = (self.by_prior.first(), self.by_prior.last()) {
            let message = if low_term == high_term { "paragraph-same-term" } else { "paragraph-sensitivity" };
            let told = [
                ("low", Told::Count(whole(*low))),
                ("low-term", Told::Text(low_term)),
                ("high", Told::Count(whole(*high))),
                ("high-term", Told::Text(high_term)),
            ];
            sentences.push(self.wording.say(message, &told));
        }
        sentences.extend(self.caps.iter().cloned());
        if let Some(decision) = self.ground.decision.filter(|d| d.verdict == Verdict::Confirmed) {
            let told = [
                ("by", Told::Text(decision.by.as_str())),
                ("date", Told::Text(&decision.date)),
                ("reason", Told::Text(&decision.reason)),
            ];
            sentences.push(self.wording.say("decision-confirmed", &told));
        }
        sentences.push(self.ground.quality.sentence(self.wording));
        sentences.join(" ")
    }
}

#[cfg(test)]
#[path = "assess_tests.rs"]
mod tests;
