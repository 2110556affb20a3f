//! Stage 6: the numbers, each a claim with a stable id, what it rests on, and the day and looks it holds for.
//!
//! docs/claims.md says how ids are made and what is a claim elsewhere in a report.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use super::campaigns::ids;
use super::{Output, Run, SourceResult, Stage};
use crate::error::CaseError;
use crate::folder::Case;
use crate::found::{self, Found, PayFact, count, day_of, euros, money};
use crate::looks;
use crate::rates::Rates;
use crate::records::is_removed;
use crate::second_sources::corroborations;
use crate::tables::{AssessmentRow, CampaignRow, ClaimRow, EvidenceRow, ObservationRow, SourceRow};

const VERSION: u32 = 3;

pub(super) fn stage(
    run: &mut Run<'_>,
    sources: &[SourceResult],
    campaigns: &Output,
    attribution: &Output,
) -> Result<Output, CaseError> {
    let (rates, rates_identity) = run.case.rates()?;
    let looks = format!("{} {}", looks::counted(run.case)?.len(), run.case.looks_until);
    let head =
        run.case.ledger.entries("records_added")?.iter().map(|e| e.body.to_string()).collect::<Vec<_>>().join("\n");
    let config = &run.case.config;
    let mut inputs: Vec<String> = sources.iter().flat_map(|s| [s.posts.key.clone(), s.readings.key.clone()]).collect();
    inputs.extend(ids(campaigns)?);
    inputs.extend([
        campaigns.key.clone(),
        attribution.key.clone(),
        rates_identity,
        head,
        format!("{looks} {:?} {:?} {}", config.as_of, config.window, config.time_zone_name),
    ]);
    inputs.push(run.case.reviews()?.digest_of(&["campaign"]));
    let stage = Stage { name: "measurement", scope: "", version: VERSION, inputs, total: None, unit: "claims" };
    run.perform(stage, |case, parts, _| {
        let found = found::load(case, sources, campaigns, &rates)?;
        let as_of = as_of(case, sources)?;
        let mut claims = Claims { as_of, rows: Vec::new() };
        claims.all(case, &found, &rates)?;
        claims.assessments(&attribution.rows()?, &attribution.rows()?, &campaigns.rows()?);
        parts.write(claims.rows)?;
        parts.write(observations(case)?)
    })
}

/// The day the numbers hold for: as the case says, else the newest date in the data.
pub(crate) fn as_of(case: &Case, sources: &[SourceResult]) -> Result<Date, CaseError> {
    if let Some(day) = case.config.as_of {
        return Ok(day);
    }
    let mut newest: Option<Timestamp> = looks::newest_entered_look(case)?;
    for source in sources {
        newest = source.posts.rows::<SourceRow>()?.iter().map(|row| row.newest_at).fold(newest, Option::max);
    }
    let newest = newest.unwrap_or(Timestamp { unix_millis: 0 });
    Ok(newest.to_jiff().to_zoned_datetime(case.config.time_zone.clone()).date())
}

/// The looks in the ledger.
fn observations(case: &Case) -> Result<Vec<ObservationRow>, CaseError> {
    let rows = looks::counted(case)?.into_iter().map(|look| ObservationRow {
        source: None,
        platform: look.platform,
        id: Some(look.id),
        account: None,
        observed_at: Some(look.at),
        status: look.status,
        rule: look.rule,
        not_shown_in: look.not_shown_in,
        looked_from: look.from,
        by: look.by,
        tool: look.tool,
        signal: None,
        views: None,
        likes: None,
        shares: None,
        comments: None,
        member: None,
        offset: None,
        length: None,
        row: None,
        entry: Some(look.entry),
    });
    Ok(rows.collect())
}

type CurrencyAndPeriod = (String, Option<String>);

struct Claims {
    as_of: Date,
    rows: Vec<ClaimRow>,
}

/// The state at the last look.
fn state(found: &Found) -> &str {
    found.post.last_look.as_ref().map_or(looks::NEVER, |look| &look.status)
}

fn key(found: &Found) -> String {
    found.post.key.to_string()
}

fn keys<'a>(found: impl IntoIterator<Item = &'a Found>) -> Vec<String> {
    found.into_iter().map(key).collect()
}

/// The first and last of some times.
fn span(times: impl Iterator<Item = Timestamp> + Clone) -> (Option<Timestamp>, Option<Timestamp>) {
    (times.clone().min(), times.max())
}

/// "1 post" or "3 posts".
fn plural(n: usize, word: &str) -> String {
    format!("{} {word}{}", count(n as u64), if n == 1 { "" } else { "s" })
}

impl Claims {
    /// A claim about the whole case, whose id is its kind.
    fn add(&mut self, kind: &str, value: Value, text: String, posts: Vec<String>) -> &mut ClaimRow {
        self.add_of(kind.to_owned(), kind, value, text, posts)
    }

    fn add_of(&mut self, id: String, kind: &str, value: Value, text: String, posts: Vec<String>) -> &mut ClaimRow {
        let row = ClaimRow {
            claim: id,
            kind: kind.to_owned(),
            value: value.to_string(),
            text,
            posts,
            evidence: Vec::new(),
            as_of: self.as_of.to_string(),
            observed_first: None,
            observed_last: None,
            rate_date: None,
            rate_currency: None,
            rate_units_per_eur: None,
            rate_source: None,
        };
        self.rows.push(row);
        let last = self.rows.len() - 1;
        &mut self.rows[last]
    }

    fn all(&mut self, case: &Case, found: &[Found], rates: &Rates) -> Result<(), CaseError> {
        self.add(
            "posts_found",
            json!(found.len()),
            format!("{} found that recruit", plural(found.len(), "post")),
            keys(found),
        );
        self.platforms(found);
        self.languages(found);
        self.window(case, found);
        self.views(found);
        self.status(found);
        self.phones(case, found)?;
        self.pay(found, rates);
        self.roles(found);
        Ok(())
    }

    /// The sentences about each campaign, with the evidence they rest on.
    fn assessments(&mut self, assessments: &[AssessmentRow], evidence: &[EvidenceRow], campaigns: &[CampaignRow]) {
        for assessment in assessments {
            let campaign = &assessment.campaign;
            let posts: Vec<String> = campaigns
                .iter()
                .filter(|c| c.campaign == *campaign)
                .map(|c| format!("{}:{}", c.platform, c.id))
                .collect();
            let evidence: Vec<String> =
                evidence.iter().filter(|e| e.campaign == *campaign).map(|e| e.evidence.clone()).collect();
            for (kind, value, sentence) in [
                ("assessment", &assessment.term, &assessment.sentence),
                ("confidence", &assessment.confidence, &assessment.confidence_sentence),
                ("reasoning", &assessment.support, &assessment.reasoning),
            ] {
                let id = format!("campaign:{campaign}:{kind}");
                let text = format!("Campaign {campaign}: {sentence}");
                self.add_of(id, kind, json!(value), text, posts.clone()).evidence = evidence.clone();
            }
        }
    }

    fn platforms(&mut self, found: &[Found]) {
        let mut per: BTreeMap<&str, usize> = BTreeMap::new();
        for one in found {
            *per.entry(one.post.key.platform.as_str()).or_default() += 1;
        }
        let text: Vec<String> = per.iter().map(|(platform, n)| format!("{n} on {platform}")).collect();
        let text = if text.is_empty() {
            "no platforms".to_owned()
        } else {
            format!("{}: {}", plural(per.len(), "platform"), text.join(", "))
        };
        self.add("platforms", json!(per.keys().collect::<Vec<_>>()), text, keys(found));
    }

    fn languages(&mut self, found: &[Found]) {
        let told: Vec<&Found> = found.iter().filter(|f| f.post.language != "und").collect();
        let codes: BTreeSet<&str> = told.iter().map(|f| f.post.language.as_str()).collect();
        let mut text =
            format!("{}: {}", plural(codes.len(), "language"), codes.iter().copied().collect::<Vec<_>>().join(", "));
        if told.len() < found.len() {
            text.push_str(&format!("; {} in no language that could be told", plural(found.len() - told.len(), "post")));
        }
        let posts = keys(told.iter().copied());
        self.add("languages", json!(codes), text, posts);
    }

    fn window(&mut self, case: &Case, found: &[Found]) {
        let dated: Vec<&Found> = found.iter().filter(|f| f.post.created_at.is_some()).collect();
        let (Some(first), Some(last)) = (dated.first(), dated.last()) else {
            self.add("window", json!(null), "no post has a date".to_owned(), Vec::new());
            return;
        };
        let day = |one: &Found| day_of(&case.config, &one.post).map(|d| d.to_string()).unwrap_or_default();
        let at = |one: &Found| one.post.created_at.map(|t| t.to_string());
        let mut text = format!("published from {} to {} ({})", day(first), day(last), case.config.time_zone_name);
        if dated.len() < found.len() {
            text.push_str(&format!("; {} without a date", plural(found.len() - dated.len(), "post")));
        }
        let value = json!({ "from": day(first), "to": day(last), "first_seen": at(first), "last_seen": at(last) });
        let posts = keys(dated.iter().copied());
        self.add("window", value, text, posts);
    }

    fn views(&mut self, found: &[Found]) {
        let counted: Vec<&Found> = found.iter().filter(|f| f.post.views.is_some()).collect();
        if counted.is_empty() {
            self.add("views_at_least", json!(null), "no post publishes a count of views".to_owned(), Vec::new());
            return;
        }
        let sum: u64 = counted.iter().filter_map(|f| f.post.views).sum();
        let text =
            format!("at least {} views over the {} that publish a count", count(sum), plural(counted.len(), "post"));
        let posts = keys(counted.iter().copied());
        let (first, last) = span(counted.iter().filter_map(|f| f.post.views_at));
        let row = self.add("views_at_least", json!(sum), text, posts);
        (row.observed_first, row.observed_last) = (first, last);
    }

    fn status(&mut self, found: &[Found]) {
        let of = plural(found.len(), "post");
        let mut say = |kind: &str, is: &dyn Fn(&str) -> bool, text: &dyn Fn(&str, String) -> String| {
            let posts: Vec<&Found> = found.iter().filter(|f| is(state(f))).collect();
            let mut states: BTreeMap<&str, usize> = BTreeMap::new();
            posts.iter().for_each(|f| *states.entry(state(f)).or_default() += 1);
            let (first, last) = span(posts.iter().filter_map(|f| f.post.last_look.as_ref()).map(|look| look.at));
            let text = text(&count(posts.len() as u64), looks::detail(&states));
            let row = self.add(kind, json!(posts.len()), text, keys(posts.iter().copied()));
            (row.observed_first, row.observed_last) = (first, last);
        };
        say("still_up", &|s| s == "up", &|n, _| format!("{n} of {of} up at the last look"));
        let removed = |n: &str, by: String| format!("{n} of {of} removed at the last look{by}");
        say("removed", &is_removed, &removed);
        say("account_gone", &|s| s == "account_gone", &|n, _| format!("{n} of {of} gone with their account"));
        let restricted = |n: &str, how: String| format!("{n} of {of} not shown to everybody{how}");
        say("restricted", &looks::is_restricted, &restricted);
        let unknown = |n: &str, why: String| format!("{n} of {of} of which it is not known whether they are up{why}");
        say("unknown_status", &looks::is_untold, &unknown);
    }

    fn phones(&mut self, case: &Case, found: &[Found]) -> Result<(), CaseError> {
        let second = corroborations(case)?;
        let mut confirmed: BTreeSet<&str> = BTreeSet::new();
        let mut posts: BTreeSet<String> = BTreeSet::new();
        let mut phones: BTreeSet<&str> = BTreeSet::new();
        for one in found {
            for (_, value) in one.contacts.iter().filter(|(kind, _)| kind.is_number()) {
                phones.insert(value);
                if second.iter().any(|c| c.kind.is_number() && c.value == *value && c.organisation == one.organisation)
                {
                    confirmed.insert(value);
                    posts.insert(key(one));
                }
            }
        }
        let text =
            format!("{} of {} confirmed by a second source", confirmed.len(), plural(phones.len(), "phone number"));
        self.add("phones_confirmed", json!(confirmed.len()), text, posts.into_iter().collect());
        Ok(())
    }

    /// The pay most posts offer: salaries of one currency and period, the widest range of them.
    fn pay(&mut self, found: &[Found], rates: &Rates) {
        let mut groups: BTreeMap<CurrencyAndPeriod, Vec<(&Found, &PayFact)>> = BTreeMap::new();
        for one in found {
            for pay in one.pay.iter().filter(|p| p.kind == "salary") {
                groups.entry((pay.currency.clone(), pay.period.clone())).or_default().push((one, pay));
            }
        }
        let Some(((currency, period), facts)) = groups.into_iter().max_by_key(|(_, facts)| facts.len()) else {
            self.add("pay", json!(null), "no post states its pay".to_owned(), Vec::new());
            return;
        };
        let amounts = || facts.iter().flat_map(|(_, p)| [p.min, p.max]).flatten();
        let (min, max) = (amounts().fold(f64::INFINITY, f64::min), amounts().fold(0.0, f64::max));
        let mut often: BTreeMap<u64, usize> = BTreeMap::new();
        for (_, pay) in &facts {
            if let Some(amount) = pay.max.or(pay.min) {
                *often.entry(amount.round() as u64).or_default() += 1;
            }
        }
        let usual = often.iter().max_by_key(|(amount, n)| (**n, **amount)).map_or(max, |(amount, _)| *amount as f64);
        let whole = PayFact {
            min: Some(min),
            max: Some(max),
            currency: currency.clone(),
            currency_implied: false,
            period: period.clone(),
            kind: "salary".to_owned(),
        };
        let rate = rates.on(&currency, self.as_of);
        let posts: BTreeSet<String> = facts.iter().map(|(one, _)| key(one)).collect();
        let in_euro = match &rate {
            Some(rate) if currency != "EUR" => format!(
                "; most often {}, EUR {} at the rate of {} ({})",
                money(usual),
                money(euros(usual, rate)),
                rate.date,
                rate.source
            ),
            Some(_) => format!("; most often {}", money(usual)),
            None => format!(
                "; most often {}; not converted: no {currency} rate within the 7 days before {}",
                money(usual),
                self.as_of
            ),
        };
        let implied: BTreeSet<String> =
            facts.iter().filter(|(_, pay)| pay.currency_implied).map(|(one, _)| key(one)).collect();
        let unnamed = match implied.len() {
            0 => String::new(),
            1 => " (1 of them names no currency, so that of its language is taken)".to_owned(),
            n => format!(" ({n} of them name no currency, so that of their language is taken)"),
        };
        let text = format!("{} in {}{unnamed}{in_euro}", whole.words(), plural(posts.len(), "post"));
        let eur = |amount: f64| rate.as_ref().map(|rate| whole_or_cents(euros(amount, rate)));
        let value = json!({
            "min": whole_or_cents(min), "max": whole_or_cents(max), "usual": whole_or_cents(usual), "currency": currency, "period": period, "posts_without_currency": implied.len(),
            "eur_min": eur(min), "eur_max": eur(max), "eur_usual": eur(usual),
        });
        let rate = rate.filter(|r| r.currency != "EUR");
        let row = self.add("pay", value, text, posts.into_iter().collect());
        if let Some(rate) = rate {
            row.rate_date = Some(rate.date.to_string());
            row.rate_currency = Some(rate.currency);
            row.rate_units_per_eur = Some(rate.units_per_eur);
            row.rate_source = Some(rate.source);
        }
    }

    fn roles(&mut self, found: &[Found]) {
        let mut per: BTreeMap<&str, usize> = BTreeMap::new();
        for role in found.iter().flat_map(|f| &f.post.roles) {
            *per.entry(role).or_default() += 1;
        }
        let mut most: Vec<(&&str, &usize)> = per.iter().collect();
        most.sort_by_key(|(role, n)| (std::cmp::Reverse(**n), **role));
        let list: Vec<String> = most.iter().map(|(role, n)| format!("{role} in {n}")).collect();
        let text = format!("{} by ISCO-08 code: {}", plural(per.len(), "occupation"), list.join(", "));
        self.add(
            "roles",
            json!(per.keys().collect::<Vec<_>>()),
            text,
            keys(found.iter().filter(|f| !f.post.roles.is_empty())),
        );
    }
}

/// A JSON number without a fraction where there is none.
fn whole_or_cents(amount: f64) -> Value {
    if amount.fract() == 0.0 { json!(amount as i64) } else { json!(amount) }
}
