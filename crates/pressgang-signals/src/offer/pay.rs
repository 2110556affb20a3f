//! The amounts a post offers: how much, for what time, for what.

use super::amount::{Amount, amount, common_currency};
use super::segments::Segments;
use super::words::{Unit, is_price, kind_of, period_of};
use super::{Pay, joined, near};
use crate::fold::Folded;
use crate::lexicon::{Hit, PayKind, Period, Sense};
use crate::numbers::Figure;

/// A text whose amounts are looked for.
pub(super) struct Text<'a> {
    pub raw: &'a str,
    pub folded: &'a Folded,
    pub hits: &'a [Hit],
    /// The currency of amounts that name none.
    pub home: Option<&'a str>,
    /// Somebody is looked for.
    pub hires: bool,
    /// Ages are asked for.
    pub asks_age: bool,
}

/// The least that is taken for pay where the text names no currency.
const LEAST_IMPLIED: f64 = 100.0;
/// The least that is taken for pay where nothing but a currency says so.
const LEAST_BARE: f64 = 1000.0;
/// How far into a text the word for a sale may stand that makes it a post about a sale.
const OPENING: usize = 60;

pub(super) fn pay(of: &Text<'_>, figures: &[Figure]) -> Vec<Pay> {
    let (text, folded, hits) = (of.folded.text(), of.folded, of.hits);
    if sells(of) {
        return Vec::new();
    }
    let mut amounts: Vec<Amount> = Vec::with_capacity(figures.len());
    for figure in figures {
        let from = amounts.last().map_or(0, |before| before.end);
        if figure.range.start >= from {
            amounts.push(amount(of, near(hits, &figure.range), from, figure));
        }
    }
    let mut units = units(of, amounts);
    if units.is_empty() {
        return Vec::new();
    }
    let segments = Segments::new(of.raw, folded);
    let pay_word = hits.iter().any(|h| matches!(h.sense, Sense::Pay | Sense::Kind(_)));
    let mut out: Vec<(usize, Pay)> = Vec::new();
    // Where the words of the amount before end: they are not the next one's.
    let mut taken = 0;
    for i in 0..units.len() {
        let unit = &units[i];
        let hits = near(hits, &(unit.start..unit.end));
        let place = unit.place(text, &segments, &units, i, taken);
        let kind = kind_of(text, hits, &segments, &place);
        let period = period_of(text, hits, &segments, &place, kind.as_ref());
        let implied = unit.currency.is_none();
        let beside = period.as_ref().is_some_and(|p| p.beside);
        let period_end = period.as_ref().map_or(unit.end, |p| p.end.max(unit.end));
        // A price beside somebody's trade ("taxi driver robbed of $500") is no pay.
        let is_pay = if implied {
            let says = kind.is_some() && (beside || unit.multiplied || unit.max >= LEAST_BARE)
                || beside && (unit.multiplied || of.hires || pay_word)
                || unit.multiplied && of.hires;
            says && unit.max >= LEAST_IMPLIED
                && (beside || !unit.is_year())
                && !is_measure(text, unit.end)
                && !counts_people(text, hits, unit.end)
        } else {
            unit.yearly || period.is_some() || kind.is_some() || pay_word || of.hires && unit.max >= LEAST_BARE
        };
        let is_pay = is_pay || out.last().is_some_and(|before| continues(&segments, &units, before, i));
        let is_pay = is_pay && unit.min > 0.0 && !is_price(text, hits, &segments, &place);
        taken = if is_pay { period_end.max(kind.as_ref().map_or(0, |k| k.end)) } else { unit.end };
        let Some(currency) = unit.currency.clone().or_else(|| of.home.map(str::to_owned)).filter(|_| is_pay) else {
            continue;
        };
        let named = kind.is_some();
        let kind = kind.map_or(PayKind::Salary, |k| k.kind);
        let period = if unit.yearly { Some(Period::Year) } else { period.map(|p| p.period) };
        // What is paid besides the salary is paid once unless the text says how often.
        let period = period.or((kind != PayKind::Salary).then_some(Period::Once));
        let bound = if unit.range { None } else { unit.bound(text, hits) };
        out.push((
            i,
            Pay {
                min: Some(unit.min).filter(|_| bound != Some(Sense::To)),
                max: Some(unit.max).filter(|_| bound != Some(Sense::From)),
                currency,
                period,
                kind,
                currency_implied: implied,
                span: folded.raw_span(unit.start..period_end),
            },
        ));
        units[i].named = named;
    }
    share_periods(text, &segments, &units, &mut out);
    out.into_iter().map(|(_, pay)| pay).collect()
}

/// "Mason by the day R$ 220, helper R$ 130": a like amount in the same list as one that is pay.
fn continues(segments: &Segments, units: &[Unit], (before, pay): &(usize, Pay), i: usize) -> bool {
    let (one, other) = (&units[*before], &units[i]);
    before + 1 == i
        && pay.period.is_some()
        && pay.kind == PayKind::Salary
        && one.currency.is_some()
        && one.currency == other.currency
        && (0.4..=2.5).contains(&(one.max / other.max))
        && segments.around(&(one.start..one.end)).end >= other.end
}

/// A report of what others offer is no offer.
pub(super) fn only_quotes(hits: &[Hit]) -> bool {
    let calls = hits.iter().any(|h| matches!(h.sense, Sense::Invitation | Sense::Vacancy));
    !calls && hits.iter().any(|h| matches!(h.sense, Sense::Reporting | Sense::Warning))
}

/// A post that opens by selling or letting something names its price, unless somebody is hired.
fn sells(of: &Text<'_>) -> bool {
    !of.asks_age
        && of.hits.iter().take_while(|h| h.start <= OPENING).any(|h| h.sense == Sense::Market)
        && !of.hits.iter().any(|h| h.sense == Sense::Vacancy)
}

/// The figures that are amounts, the two ends of a range as one.
fn units(of: &Text<'_>, amounts: Vec<Amount>) -> Vec<Unit> {
    let (text, hits) = (of.folded.text(), of.hits);
    let mut out: Vec<Unit> = Vec::with_capacity(amounts.len());
    let mut i = 0;
    while let Some(low) = amounts.get(i) {
        // A range: one of the amounts often carries the currency and the multiplier for both.
        let high = amounts.get(i + 1).filter(|high| {
            let none = low.currency.is_none() && high.currency.is_none();
            (none && of.home.is_some() || common_currency(low, high).is_some())
                && joined(text, near(hits, &(low.start..low.end)), low.start..low.end, high.start, 2)
                && low.lowest(high) <= high.highest(low)
        });
        i += if high.is_some() { 2 } else { 1 };
        let min = high.map_or(low.value * low.multiplier.unwrap_or(1.0), |high| low.lowest(high));
        let unit = Unit {
            min,
            max: high.map_or(min, |high| high.highest(low)),
            currency: high.map_or_else(|| low.currency.clone(), |high| common_currency(low, high)),
            multiplied: low.multiplier.is_some() || high.is_some_and(|h| h.multiplier.is_some()),
            yearly: low.yearly || high.is_some_and(|h| h.yearly),
            range: high.is_some(),
            start: low.start,
            end: high.map_or(low.end, |h| h.end),
            named: false,
        };
        let counts =
            unit.currency.is_some() || of.home.is_some() && unit.max >= LEAST_IMPLIED && !is_measure(text, unit.end);
        if counts {
            out.push(unit);
        }
    }
    out
}

/// "Waiter 1800, cook 2300 per month" and "day shift 3600, night 4100": in a list of like amounts the period is said
/// once.
fn share_periods(text: &str, segments: &Segments, units: &[Unit], out: &mut [(usize, Pay)]) {
    let shares = |a: &(usize, Pay), b: &(usize, Pay)| {
        let (one, other) = (&units[a.0], &units[b.0]);
        let ratio = one.max / other.max;
        b.0 == a.0 + 1
            && a.1.kind == PayKind::Salary
            && b.1.kind == PayKind::Salary
            && a.1.currency == b.1.currency
            && (0.25..=4.0).contains(&ratio)
            && segments.around(&(one.start..one.end)).end >= other.end
            && !text[one.end..other.start].contains(['+', '(', ';'])
    };
    for i in (1..out.len()).rev() {
        let between = &text[units[out[i - 1].0].end..units[out[i].0].start];
        let listed = between.contains(',') || between.len() <= 12;
        if out[i - 1].1.period.is_none() && listed && shares(&out[i - 1], &out[i]) {
            out[i - 1].1.period = out[i].1.period;
        }
    }
    for i in 1..out.len() {
        if out[i].1.period.is_none() && !units[out[i].0].named && shares(&out[i - 1], &out[i]) {
            out[i].1.period = out[i - 1].1.period;
        }
    }
}

/// "800 thousand people" are no sum of money.
fn counts_people(text: &str, hits: &[Hit], end: usize) -> bool {
    let counted = |sense: &Sense| matches!(sense, Sense::Person | Sense::Role(_));
    hits.iter().any(|h| counted(&h.sense) && h.start >= end && text[end..h.start].trim().is_empty())
}

/// Percentages, times and ratios are no amounts.
fn is_measure(text: &str, end: usize) -> bool {
    let rest = text[end..].trim_start_matches(' ');
    rest.starts_with(['%', ':', '°', '²'])
        || text[end..].starts_with('/') && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}
