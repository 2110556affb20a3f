//! The amounts a post offers: how much, for what time, for what.

use std::ops::Range;

use super::currency::currency_at;
use super::{Pay, gap_is_small, joined, near};
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
}

/// One figure with what touches it.
struct Amount {
    value: f64,
    multiplier: Option<f64>,
    currency: Option<String>,
    /// The currency is a bare dollar sign, which many countries use.
    dollar: bool,
    /// What is spoken of is a sum a year.
    yearly: bool,
    start: usize,
    end: usize,
}

impl Amount {
    /// The value as the lower end of a range up to `high`: "180 to 240 thousand".
    fn lowest(&self, high: &Amount) -> f64 {
        self.value * self.multiplier.or(high.multiplier).unwrap_or(1.0)
    }

    /// The value as the upper end of a range from `low`: "180 thousand to 240".
    fn highest(&self, low: &Amount) -> f64 {
        let shared = low.multiplier.filter(|_| self.value < 1000.0);
        self.value * self.multiplier.or(shared).unwrap_or(1.0)
    }
}

fn amount(of: &Text<'_>, hits: &[Hit], from: usize, figure: &Figure) -> Amount {
    let text = of.folded.text();
    let mut end = figure.range.end;
    let mut start = figure.range.start;
    let mut value = figure.value;
    let mut multiplier = None;
    // "240 тыс." and the "k" of "3k"; lakh and million may follow each other.
    for _ in 0..2 {
        let word =
            hits.iter().filter(|h| h.start >= end && gap_is_small(text, end, h.start, 1)).find_map(|h| match h.sense {
                Sense::Multiplier(factor) => Some((factor, h.end)),
                _ => None,
            });
        let Some((factor, word_end)) = word else { break };
        multiplier = Some(multiplier.unwrap_or(1.0) * factor as f64);
        end = word_end;
    }
    if multiplier.is_none() && text[end..].starts_with('k') && !text[end + 1..].starts_with(char::is_alphanumeric) {
        multiplier = Some(1000.0);
        end += 1;
    }
    if multiplier.is_some_and(|m| m >= 1e6)
        && let Some((part, part_end)) = part_behind(text, hits, end, multiplier.is_some_and(|m| m >= 1e9))
    {
        value += part;
        end = part_end;
    }
    let lakhs = hits.iter().find(|h| h.sense == Sense::LakhsAYear && h.start >= end && h.start - end <= 1);
    if let Some(lakhs) = lakhs {
        return Amount {
            value,
            multiplier: Some(1e5),
            currency: Some("INR".to_owned()),
            dollar: false,
            yearly: true,
            start,
            end: lakhs.end,
        };
    }
    let mut after = end;
    // The dot of an abbreviation ("тыс. руб."), and the dash that ends an amount ("13,500/- per month").
    if multiplier.is_some() && text[after..].starts_with('.') {
        after += 1;
    }
    if text[after..].starts_with("/-") {
        after += 2;
        end = after;
    }
    let mut currency = None;
    let mut dollar = false;
    let behind = currency_at(of, hits, from, after, true);
    let before = currency_at(of, hits, from, start, false);
    if let Some((_, currency_start)) = &before {
        dollar = text[*currency_start..start].trim() == "$" && behind.is_none();
        start = *currency_start;
    }
    if let Some((code, currency_end)) = behind {
        dollar = text[after..currency_end].trim() == "$";
        currency = Some(code);
        end = currency_end;
    } else if let Some((code, _)) = before {
        currency = Some(code);
    }
    // Iranians count in toman, ten rials each.
    if currency.as_deref() == Some("IRT") {
        currency = Some("IRR".to_owned());
        multiplier = Some(multiplier.unwrap_or(1.0) * 10.0);
    }
    Amount { value, multiplier, currency, dollar, yearly: false, start, end }
}

/// "8tr5" is 8.5 million, "1 tỷ 2" 1.2 billion, "7 triệu rưỡi" 7.5 million.
fn part_behind(text: &str, hits: &[Hit], end: usize, spaced: bool) -> Option<(f64, usize)> {
    if let Some(half) = hits.iter().find(|h| h.sense == Sense::Half && h.start >= end && h.start - end <= 1) {
        return Some((0.5, half.end));
    }
    let rest = text.get(end..)?;
    let rest = if spaced { rest.strip_prefix(' ').unwrap_or(rest) } else { rest };
    let start = text.len() - rest.len();
    let count = rest.bytes().take_while(u8::is_ascii_digit).count();
    let alone = !rest[count..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '%' | ':'))
        || rest[count..].starts_with(". ");
    let value: f64 = rest[..count].parse().ok().filter(|_| (1..=2).contains(&count) && alone)?;
    Some((value / 10f64.powi(count as i32), start + count))
}

/// Dollars and pesos that are written with the same sign.
fn is_dollar(code: &str) -> bool {
    matches!(code, "USD" | "CAD" | "AUD" | "NZD" | "SGD" | "HKD" | "MXN" | "ARS" | "COP" | "CLP" | "UYU" | "DOP")
}

/// The currency of the two ends of a range, `None` when they are in different ones.
fn common_currency(low: &Amount, high: &Amount) -> Option<String> {
    match (&low.currency, &high.currency) {
        (Some(a), Some(b)) if a == b => Some(a.clone()),
        (Some(_), Some(b)) if low.dollar && is_dollar(b) => Some(b.clone()),
        (Some(a), Some(_)) if high.dollar && is_dollar(a) => Some(a.clone()),
        (Some(a), None) | (None, Some(a)) => Some(a.clone()),
        _ => None,
    }
}

/// The least that is taken for pay where the text names no currency.
const LEAST_IMPLIED: f64 = 100.0;
/// The least that is taken for pay where nothing but a currency says so.
const LEAST_BARE: f64 = 1000.0;

pub(super) fn pay(of: &Text<'_>, figures: &[Figure]) -> Vec<Pay> {
    let (text, folded, hits) = (of.folded.text(), of.folded, of.hits);
    // A report of what others offer is no offer.
    let calls = hits.iter().any(|h| matches!(h.sense, Sense::Invitation | Sense::Vacancy));
    if !calls && hits.iter().any(|h| matches!(h.sense, Sense::Reporting | Sense::Warning)) {
        return Vec::new();
    }
    let mut amounts: Vec<Amount> = Vec::with_capacity(figures.len());
    for figure in figures {
        let from = amounts.last().map_or(0, |before| before.end);
        if figure.range.start >= from {
            amounts.push(amount(of, near(hits, &figure.range), from, figure));
        }
    }
    let pay_word = hits.iter().any(|h| matches!(h.sense, Sense::Pay | Sense::Kind(_)));
    let mut out: Vec<Pay> = Vec::new();
    let mut i = 0;
    // Where what belongs to the amount before ends: its period is not the next one's.
    let mut taken = 0;
    // Where the word behind an amount that says what it is ends: it is not the next one's either.
    let mut named = 0;
    while i < amounts.len() {
        let low = &amounts[i];
        let hits = near(hits, &(low.start..low.end));
        // A range: one of the amounts often carries the currency and the multiplier for both.
        let high = amounts.get(i + 1).filter(|high| {
            let none = low.currency.is_none() && high.currency.is_none();
            (none && of.home.is_some() || common_currency(low, high).is_some())
                && joined(text, hits, low.start..low.end, high.start, 2)
                && low.lowest(high) <= high.highest(low)
        });
        let (named_currency, width) = match high {
            Some(high) => (common_currency(low, high), 2),
            None => (low.currency.clone(), 1),
        };
        let min = high.map_or(low.value * low.multiplier.unwrap_or(1.0), |high| low.lowest(high));
        let max = high.map_or(min, |high| high.highest(low));
        let end = high.map_or(low.end, |h| h.end);
        let bound = high
            .is_none()
            .then(|| bound_before(text, hits, low.start).or_else(|| bound_behind(text, hits, end)))
            .flatten();
        let (period, period_end) = match period_near(text, hits, taken..low.start, end) {
            Some((period, at)) => (Some(period), at.max(end)),
            None => (None, end),
        };
        let kind = kind_near(text, hits, named..low.start, end);
        if let Some((_, at)) = kind.filter(|(_, at)| *at > end) {
            named = at;
        }
        let kind = kind.map(|(kind, _)| kind);
        let yearly = low.yearly || high.is_some_and(|h| h.yearly);
        let period = if yearly { Some(Period::Year) } else { period };
        let implied = named_currency.is_none();
        let multiplied = low.multiplier.is_some() || high.is_some_and(|h| h.multiplier.is_some());
        let right_behind = hits.iter().any(|h| {
            matches!(h.sense, Sense::Period(_)) && h.start >= end && h.start - end <= 3 && h.end <= period_end
        });
        // A price beside somebody's trade ("taxi driver robbed of $500") is no pay.
        let is_pay = if implied {
            let year = min.fract() == 0.0 && (1900.0..2100.0).contains(&min) && !multiplied && high.is_none();
            let says = kind.is_some() && (right_behind || multiplied || max >= LEAST_BARE)
                || right_behind && (multiplied || of.hires || pay_word)
                || multiplied && of.hires;
            says && max >= LEAST_IMPLIED && (right_behind || !year) && !is_measure(text, end)
        } else {
            period.is_some() || kind.is_some() || pay_word || of.hires && max >= LEAST_BARE
        };
        let is_pay = is_pay && !is_price(text, hits, low.start);
        let Some(currency) = named_currency.or_else(|| of.home.filter(|_| is_pay).map(str::to_owned)) else {
            i += 1;
            continue;
        };
        taken = if is_pay { period_end } else { end };
        if is_pay && min > 0.0 {
            let kind = kind.unwrap_or(PayKind::Salary);
            let (min, max) = match bound {
                Some(Sense::To) => (None, Some(max)),
                Some(Sense::From) => (Some(min), None),
                _ => (Some(min), Some(max)),
            };
            let period = if period.is_none() && matches!(kind, PayKind::Injury | PayKind::Death) {
                Some(Period::Once)
            } else {
                period
            };
            out.push(Pay {
                min,
                max,
                currency,
                period,
                kind,
                currency_implied: implied,
                span: folded.raw_span(low.start..period_end),
            });
        }
        i += width;
    }
    out
}

fn bound_before(text: &str, hits: &[Hit], start: usize) -> Option<Sense> {
    hits.iter()
        .filter(|h| h.end <= start && start - h.end <= 2 && matches!(text[h.end..start].trim(), "" | "." | ":"))
        .find_map(|h| matches!(h.sense, Sense::From | Sense::To).then_some(h.sense))
}

/// "12 bin TL'ye kadar": some languages put the word behind the amount.
fn bound_behind(text: &str, hits: &[Hit], end: usize) -> Option<Sense> {
    let hit = hits.iter().find(|h| {
        h.sense == Sense::To
            && h.start >= end
            && h.start - end <= 5
            && !text[end..h.start].contains([',', '.', ';', '+'])
    })?;
    let more = text[hit.end..]
        .trim_start_matches(' ')
        .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£'));
    (!more && hit.end - hit.start >= 5).then_some(Sense::To)
}

/// Percentages, times and ratios are no amounts.
fn is_measure(text: &str, end: usize) -> bool {
    let rest = text[end..].trim_start_matches(' ');
    rest.starts_with(['%', ':', '°', '²'])
        || text[end..].starts_with('/') && rest[1..].starts_with(|c: char| c.is_ascii_digit())
}

/// A word for rent, deposit or price stands right before, nearer than any word for pay.
fn is_price(text: &str, hits: &[Hit], start: usize) -> bool {
    let nearest = |wanted: fn(&Sense) -> bool, most: usize| {
        hits.iter()
            .filter(|h| h.end <= start && start - h.end <= most && wanted(&h.sense))
            .filter(|h| !text[h.end..start].contains(['.', '!', '?', ';']))
            .map(|h| h.end)
            .max()
    };
    let price = nearest(|s| *s == Sense::Price, 32);
    price.is_some() && price >= nearest(|s| matches!(s, Sense::Pay | Sense::Kind(_)), 40)
}

/// The period named behind an amount that ends at `end`, or in the stretch `before` it.
fn period_near(text: &str, hits: &[Hit], before: Range<usize>, end: usize) -> Option<(Period, usize)> {
    let period = |h: &Hit| match h.sense {
        Sense::Period(period) => Some((period, h.end)),
        _ => None,
    };
    let after = hits
        .iter()
        .filter(|h| {
            h.start >= end
                && h.start - end <= 16
                && !text[end..h.start].contains(['!', '?', ';'])
                && !text[end..h.start].contains(LISTED)
        })
        .find_map(period);
    // "/мес" and "/month" begin with the slash, which is not a word.
    after.or_else(|| {
        hits.iter()
            .rev()
            .filter(|h| before.start <= h.start && h.end <= before.end && gap_is_small(text, h.end, before.end, 16))
            .filter(|h| !text[h.end..before.end].contains(LISTED))
            .find_map(period)
    })
}

/// Signs between the items of a list.
const LISTED: [char; 4] = [',', '،', '、', '，'];

/// What an amount is paid for, with the end of the word that says so: the nearest in the stretch `before` it, or right
/// behind it.
fn kind_near(text: &str, hits: &[Hit], before: Range<usize>, end: usize) -> Option<(PayKind, usize)> {
    let start = before.end;
    let ahead = hits
        .iter()
        .filter(|h| h.start >= before.start && h.end <= start && start - h.end <= 40)
        .filter(|h| !text[h.end..start].contains(['.', '!', '?', ';']))
        .filter_map(|h| match h.sense {
            Sense::Kind(kind) => Some((h.end, kind)),
            Sense::Pay => Some((h.end, PayKind::Salary)),
            _ => None,
        })
        .max_by_key(|(at, kind)| (*at, *kind))
        .map(|(at, kind)| (kind, at));
    let behind = |most: usize, wanted: fn(PayKind) -> bool| {
        hits.iter().find_map(|h| match h.sense {
            // "240 000 a month, bonus" lists one thing more; "50 000 bonus" is named.
            Sense::Kind(kind)
                if wanted(kind)
                    && h.start >= end
                    && gap_is_small(text, end, h.start, most)
                    && !text[end..h.start].contains(LISTED)
                    && !text[end..h.start].contains('+') =>
            {
                Some((kind, h.end))
            }
            _ => None,
        })
    };
    match ahead {
        // "A payment of 5 000 000 to the family in case of death": what is named behind says more than "payment".
        Some((PayKind::Salary, _)) => behind(40, |kind| matches!(kind, PayKind::Injury | PayKind::Death)).or(ahead),
        Some(_) => ahead,
        None => behind(12, |_| true),
    }
}
