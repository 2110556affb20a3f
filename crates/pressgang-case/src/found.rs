//! The posts that count, gathered from all tables: what claims are made of and reports print.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use pressgang_posts::{Author, Platform, PostKey, Timestamp};
use pressgang_signals::ContactKind;

use crate::config::{Config, SourceEntry};
use crate::error::CaseError;
use crate::findings::{FoundPost, MarkedSpan, PayFinding, SpanKind, UsedRate};
use crate::folder::Case;
use crate::looks::Looks;
use crate::rates::Rates;
use crate::stages::{Output, SourceResult};
use crate::tables::{CampaignRow, ContactRow, MentionRow, MetricRow, OfferRow, PostRow, ReadingRow};

/// One found post with the parts that are counted.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub post: FoundPost,
    pub organisation: String,
    pub pay: Vec<PayFact>,
    pub contacts: Vec<(ContactKind, String)>,
    /// The source whose capture speaks: spans are those of its text.
    source: String,
}

/// An amount offered, as read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PayFact {
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub currency: String,
    /// The post names no currency; it is the one of its language.
    pub currency_implied: bool,
    pub period: Option<String>,
    pub kind: String,
}

impl PayFact {
    /// "180,000 to 240,000 RUB a month"
    pub fn words(&self) -> String {
        let amount = match (self.min, self.max) {
            (Some(min), Some(max)) if min < max => format!("{} to {}", money(min), money(max)),
            (Some(min), None) => format!("from {}", money(min)),
            (None, Some(max)) => format!("up to {}", money(max)),
            (min, max) => money(max.or(min).unwrap_or(0.0)),
        };
        let period = match self.period.as_deref() {
            Some("once") => " once".to_owned(),
            Some(period) => format!(" a {period}"),
            None => String::new(),
        };
        let kind = if self.kind == "salary" { String::new() } else { format!(" ({})", self.kind) };
        let implied = if self.currency_implied { " (the post names no currency)" } else { "" };
        format!("{amount} {}{period}{kind}{implied}", self.currency)
    }
}

/// An amount with thousands separators and without decimals that are zero.
pub(crate) fn money(amount: f64) -> String {
    let rounded = (amount * 100.0).round() / 100.0;
    let whole = rounded.trunc() as i64;
    let cents = ((rounded - rounded.trunc()).abs() * 100.0).round() as i64;
    let grouped = count(whole.unsigned_abs());
    if cents == 0 { grouped } else { format!("{grouped}.{cents:02}") }
}

/// A count with thousands separators.
pub(crate) use pressgang_weigh::scales::thousands as count;

/// Euros to the precision a rate allows: whole ones from 10 up.
pub(crate) fn euros(amount: f64, rate: &UsedRate) -> f64 {
    let eur = amount / rate.units_per_eur;
    if eur >= 10.0 { eur.round() } else { (eur * 100.0).round() / 100.0 }
}

/// Gathers the found posts, oldest first.
pub(crate) fn load(
    case: &Case,
    sources: &[SourceResult],
    campaigns: &Output,
    rates: &Rates,
) -> Result<Vec<Found>, CaseError> {
    let reviews = case.reviews()?;
    let mut rows: Vec<CampaignRow> = campaigns.rows()?;
    rows.retain(|row| !reviews.has_rejected(&row.campaign));
    let wanted: HashMap<String, &CampaignRow> =
        rows.iter().map(|row| (format!("{}:{}", row.platform, row.id), row)).collect();
    let keys: Arc<HashSet<String>> = Arc::new(wanted.keys().cloned().collect());
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for (source, entry) in sources.iter().zip(&case.config.sources) {
        for batch in source.posts.batches_of::<PostRow>(&keys)?.into_iter().flatten() {
            for row in batch? {
                let key = format!("{}:{}", row.platform, row.id);
                if let Some(campaign) = wanted.get(&key) {
                    // Of several captures that with the longest text speaks, as others cut it.
                    match found.get_mut(&key) {
                        Some(known) if known.post.text.len() >= row.text.len() => {}
                        _ => {
                            found.insert(key, begin(row, campaign, entry));
                        }
                    }
                }
            }
        }
    }
    let looks = Looks::load(case, sources)?;
    let mut views: HashMap<String, (Option<Timestamp>, u64)> = HashMap::new();
    for source in sources {
        for batch in source.posts.batches_of::<MetricRow>(&keys)?.into_iter().flatten() {
            for row in batch? {
                let key = format!("{}:{}", row.platform, row.id);
                if let Some(count) = row.views
                    && found.contains_key(&key)
                {
                    let newest = views.entry(key).or_insert((row.collected_at, count));
                    if row.collected_at >= newest.0 {
                        *newest = (row.collected_at, count);
                    }
                }
            }
        }
        facts(source, &keys, &mut found)?;
    }
    for (key, one) in &mut found {
        one.post.views = views.get(key).map(|(_, count)| *count);
        one.post.views_at = views.get(key).and_then(|(at, _)| *at);
        one.post.last_look = looks.last_at(key, &one.post);
        one.post.pay = one.pay.iter().map(|pay| pay_with_euros(pay, day_of(&case.config, &one.post), rates)).collect();
        one.post.spans.sort_by_key(|s| (s.range.start, std::cmp::Reverse(s.range.end)));
    }
    let mut found: Vec<Found> = found.into_values().collect();
    found.sort_by(|a, b| (a.post.created_at, &a.post.key).cmp(&(b.post.created_at, &b.post.key)));
    Ok(found)
}

fn begin(row: PostRow, campaign: &CampaignRow, source: &SourceEntry) -> Found {
    let file = source.path.as_str();
    let place = match (row.row, row.offset, row.length) {
        (Some(row), Some(offset), _) => format!("row {row}, byte {offset}"),
        (Some(row), None, _) => format!("row {row}"),
        (None, Some(offset), Some(length)) => format!("bytes {offset} to {}", offset + length),
        (None, Some(offset), None) => format!("byte {offset}"),
        _ => "place unknown".to_owned(),
    };
    let member = row.member.map(|m| format!(", {m}")).unwrap_or_default();
    let file = file.strip_prefix("sources/").unwrap_or_else(|| file.rsplit(['/', '\\']).next().unwrap_or(file));
    Found {
        organisation: campaign.organisation.clone(),
        pay: Vec::new(),
        contacts: Vec::new(),
        source: row.source,
        post: FoundPost {
            key: PostKey { platform: Platform::named(&row.platform), id: row.id },
            url: row.url,
            author: Author { id: row.author_id, handle: row.author_handle, name: row.author_name },
            created_at: row.created_at,
            language: "und".to_owned(),
            text: row.text,
            mentioned_handles: row.mentions,
            spans: Vec::new(),
            campaign: campaign.campaign.clone(),
            ties: campaign.ties.clone(),
            member_ties: Vec::new(),
            score: 0.0,
            views: None,
            views_at: None,
            media: row.media_kind,
            pictures: Vec::new(),
            roles: Vec::new(),
            pay: Vec::new(),
            last_look: None,
            source_sha256: source.sha256.clone(),
            origin: format!("{file}{member}, {place}"),
        },
    }
}

/// What the readings of one source say about the found posts. Two captures of a post say the same things twice.
fn facts(
    source: &SourceResult,
    keys: &Arc<HashSet<String>>,
    found: &mut BTreeMap<String, Found>,
) -> Result<(), CaseError> {
    let range = |start: u64, end: u64| start as usize..end as usize;
    let mark = |spans: &mut Vec<MarkedSpan>, range: std::ops::Range<usize>, kind: SpanKind| {
        let span = MarkedSpan { range, kind };
        if !span.range.is_empty() && !spans.contains(&span) {
            spans.push(span);
        }
    };
    for batch in source.readings.batches_of::<ReadingRow>(keys)?.into_iter().flatten() {
        for row in batch? {
            let Some(one) = found.get_mut(&format!("{}:{}", row.platform, row.id)) else { continue };
            if one.source != row.source {
                continue;
            }
            one.post.language = row.language;
            one.post.score = row.recruitment;
            for (at, (sign, (start, end))) in row.sign.iter().zip(row.start.iter().zip(&row.end)).enumerate() {
                let is_in_text = row.sign_media.get(at).is_none_or(String::is_empty);
                if is_in_text
                    && !matches!(
                        sign.as_str(),
                        "contact" | "link" | "organisation named" | "insiders' word" | "leader named"
                    )
                {
                    mark(&mut one.post.spans, range(*start, *end), SpanKind::Sign(sign.clone()));
                }
            }
        }
    }
    for row in source.readings.rows::<MentionRow>()? {
        let one = found.get_mut(&format!("{}:{}", row.platform, row.id));
        if let Some(one) = one.filter(|one| one.source == row.source && row.media.is_none()) {
            mark(&mut one.post.spans, range(row.start, row.end), SpanKind::Mention);
        }
    }
    for row in source.readings.rows::<ContactRow>()? {
        let (Some(one), Some(kind)) =
            (found.get_mut(&format!("{}:{}", row.platform, row.id)), ContactKind::named(&row.kind))
        else {
            continue;
        };
        let is_in_text = one.source == row.source && row.media.is_none();
        if let (Some(start), Some(end), true) = (row.start, row.end, is_in_text) {
            mark(&mut one.post.spans, range(start, end), SpanKind::Contact(kind, row.value.clone()));
        }
        if !one.contacts.contains(&(kind, row.value.clone())) {
            one.contacts.push((kind, row.value));
        }
    }
    for row in source.readings.rows::<OfferRow>()? {
        let Some(one) = found.get_mut(&format!("{}:{}", row.platform, row.id)) else { continue };
        match row.fact.as_str() {
            "role" => {
                if let Some(isco) = row.isco
                    && !one.post.roles.contains(&isco)
                {
                    one.post.roles.push(isco);
                }
            }
            "pay" => {
                let pay = PayFact {
                    min: row.min,
                    max: row.max,
                    currency: row.currency.unwrap_or_default(),
                    currency_implied: row.currency_implied.unwrap_or(false),
                    period: row.period,
                    kind: row.kind.unwrap_or_default(),
                };
                if !one.pay.contains(&pay) {
                    one.pay.push(pay);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The day a post was published on, in the case's time zone.
pub(crate) fn day_of(config: &Config, post: &FoundPost) -> Option<Date> {
    post.created_at.map(|at| at.to_jiff().to_zoned_datetime(config.time_zone.clone()).date())
}

fn pay_with_euros(pay: &PayFact, day: Option<Date>, rates: &Rates) -> PayFinding {
    let offered = pay.words();
    let said = |text: String, rate: Option<UsedRate>| PayFinding { offered: pay.words(), text, rate };
    if pay.currency == "EUR" {
        return said(offered, None);
    }
    let Some(day) = day else { return said(format!("{offered}; not converted: the post has no date"), None) };
    let Some(rate) = rates.on(&pay.currency, day) else {
        let text = format!("{offered}; not converted: no {} rate within the 7 days before {day}", pay.currency);
        return said(text, None);
    };
    let eur = |amount: Option<f64>| amount.map(|a| money(euros(a, &rate)));
    let amount = match (eur(pay.min), eur(pay.max)) {
        (Some(min), Some(max)) if min != max => format!("{min} to {max}"),
        (min, max) => max.or(min).unwrap_or_default(),
    };
    let text = format!(
        "{offered}: EUR {amount} at {} {} for one euro ({}, {})",
        rate.units_per_eur, rate.currency, rate.source, rate.date
    );
    said(text, Some(rate))
}
