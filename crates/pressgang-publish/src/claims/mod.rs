//! Claims: every number and sentence of a report with an id that stays, what it rests on, and what it holds for.
//!
//! The numbers about the whole case are measured by the case; the rest are made here, from the hidden report itself, so
//! that a claim says no more than the report. docs/claims.md has the rule by which ids are made.

mod answers;
mod campaigns;
pub mod ids;
mod posts;
mod survival;
mod tables;

use std::collections::BTreeMap;
use std::collections::HashMap;

use jiff::tz::TimeZone;
use pressgang_case::{Claim, Findings, UsedRate};
use serde::Serialize;
use serde_json::{Value, json};

use crate::hide::Hider;
use crate::json::{Day, Rate, ReportJson, keys};
use crate::{looks, words};

/// A published statement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClaimJson {
    pub id: String,
    pub kind: String,
    pub value: Value,
    pub text: String,
    pub posts: Vec<String>,
    /// Items of evidence it rests on.
    pub evidence: Vec<String>,
    pub as_of: Day,
    /// The first and last of the looks or counts it rests on, where their time matters.
    pub observed_at: Option<Observed>,
    pub rate: Option<Rate>,
    /// The day of its last correction.
    pub corrected: Option<Day>,
    /// Whether it stands in the list of claims and nowhere else with its whole sentence.
    #[serde(skip)]
    pub listed: bool,
    /// When what it rests on was seen, for the page.
    #[serde(skip)]
    pub seen: String,
}

/// First and last time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Observed {
    pub first: String,
    pub last: String,
}

/// A measured claim, hidden.
pub fn measured(claim: &Claim, hider: &Hider) -> ClaimJson {
    let observed_at = claim.observed.map(|(first, last)| Observed { first: first.to_string(), last: last.to_string() });
    ClaimJson {
        id: claim.id.clone(),
        kind: claim.kind.clone(),
        value: hider.value(&claim.value),
        text: hider.sentence(&claim.text),
        posts: keys(&claim.posts, hider),
        evidence: claim.evidence.clone(),
        as_of: Day(claim.as_of),
        observed_at,
        rate: claim.rate.as_ref().map(rate),
        corrected: None,
        // Sentences about campaigns stand where the campaigns are.
        listed: !claim.id.starts_with("campaign:"),
        seen: String::new(),
    }
}

/// A rate as published.
pub fn rate(rate: &UsedRate) -> Rate {
    Rate {
        date: Day(rate.date),
        currency: rate.currency.clone(),
        units_per_eur: rate.units_per_eur,
        source: rate.source.clone(),
    }
}

/// Adds the claims that the report makes in what it prints, and gives every part the id of the claim that it is.
pub fn add(report: &mut ReportJson, findings: &Findings, hider: &Hider, zone: &TimeZone) {
    let mut claims = Claims { as_of: report.as_of, made: Vec::new(), used: HashMap::new() };
    for claim in &report.claims {
        claims.used.insert(claim.id.clone(), 1);
    }
    claims.head(report);
    claims.limits(report, findings, hider);
    claims.charts(report, zone);
    claims.survival(report);
    claims.campaigns(report);
    claims.tables(report);
    claims.posts(report, zone);
    claims.answers(report);
    report.claims.append(&mut claims.made);
    for claim in &mut report.claims {
        claim.corrected = report.corrections.iter().rev().find(|c| c.claim == claim.id).map(|c| c.date);
        claim.seen = claim.observed_at.as_ref().map_or_else(String::new, |seen| between(seen, zone));
    }
    for correction in &mut report.corrections {
        correction.stands = report.claims.iter().any(|claim| claim.id == correction.claim);
    }
}

/// "29 May 2023, 15:03 CEST to 29 May 2023, 18:00 CEST".
fn between(seen: &Observed, zone: &TimeZone) -> String {
    let said = |text: &str| text.parse().map_or_else(|_| text.to_owned(), |at| words::moment(at, zone));
    if seen.first == seen.last { said(&seen.first) } else { format!("{} to {}", said(&seen.first), said(&seen.last)) }
}

/// Claims in the making.
struct Claims {
    as_of: Day,
    made: Vec<ClaimJson>,
    /// How often each id was given.
    used: HashMap<String, u32>,
}

impl Claims {
    /// Makes a claim and returns its id. Parts that nothing tells apart are told apart by a number.
    fn make(&mut self, id: String, kind: &str, value: Value, text: String, posts: Vec<String>) -> String {
        let used = self.used.entry(id.clone()).or_insert(0);
        *used += 1;
        let id = if *used == 1 { id } else { format!("{id}:{used}") };
        self.made.push(ClaimJson {
            id: id.clone(),
            kind: kind.to_owned(),
            value,
            text,
            posts,
            evidence: Vec::new(),
            as_of: self.as_of,
            observed_at: None,
            rate: None,
            corrected: None,
            listed: false,
            seen: String::new(),
        });
        id
    }

    /// The claim that was made last.
    fn last(&mut self) -> Option<&mut ClaimJson> {
        self.made.last_mut()
    }

    /// What the report says of itself.
    fn head(&mut self, report: &ReportJson) {
        let day = report.as_of.0;
        let text = format!("everything holds for {day}, unless it says otherwise");
        self.make("as_of".to_owned(), "as_of", json!(day.to_string()), text, Vec::new());
        if let Some(window) = &report.window {
            let (first, last) = (window.first.0, window.last.0);
            let value = json!({ "first": first.to_string(), "last": last.to_string() });
            let text = format!("posts from {first} to {last} were studied");
            self.make("studied".to_owned(), "studied", value, text, Vec::new());
        }
        let campaigns = report.campaigns.len();
        let single = report.campaigns.iter().filter(|c| c.posts == 1).count();
        let said = |n: usize| words::count(n as u64);
        let text = format!("{} campaigns, {} of them of a single post", said(campaigns), said(single));
        let of = report.posts.iter().map(|post| post.post.clone()).collect();
        self.make("campaigns".to_owned(), "campaigns", json!(campaigns), text, of);
        if let Some(last) = self.last() {
            last.listed = true;
        }
        let entries = report.ledger.entries;
        let text = format!("the ledger had {} entries when the report was made", words::count(entries));
        let value = json!({ "entries": entries, "head": report.ledger.head });
        self.make("ledger".to_owned(), "ledger", value, text, Vec::new());
    }

    fn limits(&mut self, report: &mut ReportJson, findings: &Findings, hider: &Hider) {
        for (limit, text) in findings.limits.iter().zip(&report.limits) {
            let id = limit.claim.split(':').map(ids::part).collect::<Vec<_>>().join(":");
            let id = self.make(id, "limit", json!(text), text.clone(), keys(&limit.posts, hider));
            report.limit_claims.push(id);
        }
    }

    /// What the charts show.
    fn charts(&mut self, report: &ReportJson, zone: &TimeZone) {
        if report.posts.is_empty() {
            return;
        }
        let posts = &report.posts;
        let mut months: BTreeMap<String, BTreeMap<&str, u64>> = BTreeMap::new();
        for post in posts {
            if let Some(at) = post.instant {
                let month = at.to_zoned_datetime(zone.clone()).strftime("%Y-%m").to_string();
                *months.entry(month).or_default().entry(&post.platform).or_default() += 1;
            }
        }
        let mut chart = |id: &str, value: Value, text: String, of: Vec<String>| {
            self.make(id.to_owned(), id, value, text, of);
        };
        let of = |test: &dyn Fn(&crate::json::PostJson) -> bool| {
            posts.iter().filter(|p| test(p)).map(|p| p.post.clone()).collect::<Vec<_>>()
        };
        let text = format!("posts by month ({}) and platform", report.time_zone);
        chart("posts_by_month", json!(months), text, of(&|p| p.instant.is_some()));
        let languages = counted(posts.iter().map(|p| p.language.clone()));
        chart("posts_by_language", json!(languages), listed("posts by language", &languages), of(&|_| true));
        let platforms = counted(posts.iter().map(|p| p.platform.clone()));
        chart("posts_by_platform", json!(platforms), listed("posts by platform", &platforms), of(&|_| true));
        let roles = counted(posts.iter().flat_map(|p| p.roles.iter().cloned()));
        let text = listed("posts by occupation (ISCO-08)", &roles);
        chart("posts_by_occupation", json!(roles), text, of(&|p| !p.roles.is_empty()));
        let languages: HashMap<&str, &str> = posts.iter().map(|p| (p.post.as_str(), p.language.as_str())).collect();
        let shared: BTreeMap<&str, BTreeMap<String, u64>> = report
            .contacts
            .iter()
            .filter(|c| c.posts.len() > 1)
            .map(|c| {
                let of = c.posts.iter().filter_map(|p| languages.get(p.as_str())).map(|code| (*code).to_owned());
                (c.contact.as_str(), counted(of))
            })
            .collect();
        let text = format!("{} contacts that several posts share, by the languages of these posts", shared.len());
        let of = report.contacts.iter().filter(|c| c.posts.len() > 1).flat_map(|c| c.posts.iter().cloned());
        let of = of.collect::<std::collections::BTreeSet<_>>().into_iter().collect();
        chart("contacts_by_language", json!(shared), text, of);
        if let Some(text) = looks::sentence(&report.look_days) {
            chart("posts_by_state", json!(report.look_days), text, posts.iter().map(|p| p.post.clone()).collect());
        }
    }
}

fn counted(items: impl Iterator<Item = String>) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    items.for_each(|item| *counts.entry(item).or_default() += 1);
    counts
}

/// "posts by language: ru 9, en 8".
fn listed(what: &str, counts: &BTreeMap<String, u64>) -> String {
    let mut counts: Vec<(&String, &u64)> = counts.iter().collect();
    counts.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), *name));
    let counts: Vec<String> = counts.into_iter().map(|(name, n)| format!("{name} {}", words::count(*n))).collect();
    format!("{what}: {}", counts.join(", "))
}
