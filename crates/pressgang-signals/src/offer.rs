//! What a post offers: work, pay, bonuses, benefits, to whom.

use std::ops::Range;

use crate::fold::Folded;
use crate::lexicon::{Benefit, Hit, Isco, PayKind, Period, Sense};
use crate::numbers::{Figure, figures};

/// A kind of work with the place it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// ISCO-08 code.
    pub isco: Isco,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// An amount offered.
#[derive(Clone, Debug, PartialEq)]
pub struct Pay {
    /// Lower bound, in units of the currency.
    pub min: Option<f64>,
    /// Upper bound; equal to `min` for one figure.
    pub max: Option<f64>,
    /// ISO 4217 code.
    pub currency: String,
    /// The time it is for, where the text says.
    pub period: Option<Period>,
    /// What it is paid for.
    pub kind: PayKind,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// Ages asked for, in years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeRange {
    /// Youngest.
    pub min: Option<u8>,
    /// Oldest.
    pub max: Option<u8>,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// Everything a post offers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer {
    /// Kinds of work, one entry per mention.
    pub roles: Vec<Role>,
    /// Amounts.
    pub pay: Vec<Pay>,
    /// Ages asked for.
    pub age: Option<AgeRange>,
    /// Benefits with the places they are named.
    pub benefits: Vec<(Benefit, Range<usize>)>,
    /// A contract or its length is spoken of here.
    pub term: Option<Range<usize>>,
}

/// Reads the offer of a text, `None` when it offers nothing. `taken` are the places of contacts in the raw text, in
/// order and apart: a figure there is no amount.
pub fn read(folded: &Folded, hits: &[Hit], taken: &[Range<usize>]) -> Option<Offer> {
    let text = folded.text();
    let mut offer = Offer::default();
    for hit in hits {
        let span = || folded.raw_span(hit.start..hit.end);
        match hit.sense {
            // "Truck driver" is no driver of cars as well.
            Sense::Role(isco) if !inside_longer_role(hits, hit) => offer.roles.push(Role { isco, span: span() }),
            Sense::Benefit(benefit) => offer.benefits.push((benefit, span())),
            Sense::Term if offer.term.is_none() => offer.term = Some(span()),
            _ => {}
        }
    }
    if text.bytes().any(|b| b.is_ascii_digit()) {
        let figures: Vec<Figure> = figures(text)
            .into_iter()
            .filter(|f| {
                let raw = folded.raw_span(f.range.clone());
                let next = taken.partition_point(|t| t.end <= raw.start);
                taken.get(next).is_none_or(|t| raw.end <= t.start)
            })
            .collect();
        offer.age = age(folded, hits, &figures);
        offer.pay = pay(folded, hits, &figures);
    }
    let offers = !offer.roles.is_empty() || !offer.pay.is_empty() || offer.age.is_some();
    offers.then_some(offer)
}

fn inside_longer_role(hits: &[Hit], hit: &Hit) -> bool {
    // Hits are in order, so a longer one around this one begins at most a few words before it.
    let first = hits.partition_point(|h| h.start + 64 < hit.start);
    hits[first..]
        .iter()
        .take_while(|h| h.start <= hit.start)
        .any(|h| matches!(h.sense, Sense::Role(_)) && h.end >= hit.end && h.end - h.start > hit.end - hit.start)
}

/// The hits that could bear on a place: those that begin at most some 200 bytes from it. Whatever looks around a figure
/// looks only here, so that a long text costs no more than its length.
fn near<'a>(hits: &'a [Hit], place: &Range<usize>) -> &'a [Hit] {
    let first = hits.partition_point(|h| h.start + AROUND < place.start);
    let last = hits.partition_point(|h| h.start <= place.end + AROUND);
    &hits[first..last.max(first)]
}

const AROUND: usize = 200;

/// Ages at which somebody may be hired; figures outside are something else.
const AGES: std::ops::RangeInclusive<f64> = 14.0..=75.0;

fn age(folded: &Folded, hits: &[Hit], figures: &[Figure]) -> Option<AgeRange> {
    let text = folded.text();
    let word_near = |range: &Range<usize>| {
        near(hits, range).iter().find(|h| {
            h.sense == Sense::Age
                && ((h.end <= range.start && gap_is_small(text, h.end, range.start, 14))
                    || (range.end <= h.start && gap_is_small(text, range.end, h.start, 4))
                    // Words such as "22-year-old" may touch the figures.
                    || (h.start < range.end && range.start < h.end))
        })
    };
    for pair in figures.windows(2) {
        let [low, high] = pair else { continue };
        if !AGES.contains(&low.value) || !AGES.contains(&high.value) || low.value >= high.value {
            continue;
        }
        let whole = low.range.start..high.range.end;
        let hits = near(hits, &whole);
        if joined(text, hits, low.range.clone(), high.range.start, 12)
            && let Some(word) = word_near(&whole)
        {
            let span = whole.start.min(word.start)..whole.end.max(word.end);
            return Some(AgeRange {
                min: Some(low.value as u8),
                max: Some(high.value as u8),
                span: folded.raw_span(span),
            });
        }
    }
    for figure in figures.iter().filter(|f| AGES.contains(&f.value) && f.value.fract() == 0.0) {
        let Some(word) = word_near(&figure.range) else { continue };
        let bound = near(hits, &figure.range).iter().find_map(|h| {
            let before = h.end <= figure.range.start && gap_is_small(text, h.end, figure.range.start, 2);
            match h.sense {
                Sense::From | Sense::FromAge if before => Some(false),
                Sense::To if before => Some(true),
                _ => None,
            }
        });
        let plus = text[figure.range.end..].starts_with('+');
        let span = folded.raw_span(figure.range.start.min(word.start)..figure.range.end.max(word.end));
        match bound {
            Some(false) => return Some(AgeRange { min: Some(figure.value as u8), max: None, span }),
            Some(true) => return Some(AgeRange { min: None, max: Some(figure.value as u8), span }),
            None if plus => return Some(AgeRange { min: Some(figure.value as u8), max: None, span }),
            None => {}
        }
    }
    None
}

/// Returns true if two figures are the ends of one range: a dash between them, a word for "to", or "and" where a word
/// such as "between" stands before the first. Beside the word at most `most` bytes may stand between them.
fn joined(text: &str, hits: &[Hit], low: Range<usize>, start: usize, most: usize) -> bool {
    let end = low.end;
    if start < end || start - end > most + 16 {
        return false;
    }
    let between = text[end..start].trim();
    if matches!(between, "-" | "~" | ".." | "..." | "…" | "~-" | "/") {
        return true;
    }
    let opened = || hits.iter().any(|h| h.sense == Sense::From && h.end <= low.start && low.start - h.end <= 4);
    hits.iter().any(|h| {
        h.start >= end
            && h.end <= start
            && (h.sense == Sense::To || h.sense == Sense::And && opened())
            && between.len() <= h.end - h.start + most
    })
}

/// Returns true if nothing but a little space and punctuation lies between two places.
fn gap_is_small(text: &str, end: usize, start: usize, most: usize) -> bool {
    start >= end && start - end <= most && !text[end..start].contains(['.', '!', '?', ';'])
}

/// Longer signs first: a dollar with letters before it is not the plain one.
const SYMBOLS: [(&str, &str); 28] = [
    ("₽", "RUB"),
    ("€", "EUR"),
    ("us$", "USD"),
    ("au$", "AUD"),
    ("ca$", "CAD"),
    ("nz$", "NZD"),
    ("hk$", "HKD"),
    ("a$", "AUD"),
    ("c$", "CAD"),
    ("s$", "SGD"),
    ("r$", "BRL"),
    ("$", "USD"),
    ("£", "GBP"),
    ("₴", "UAH"),
    ("₸", "KZT"),
    ("₺", "TRY"),
    ("₹", "INR"),
    ("₫", "VND"),
    ("rp", "IDR"),
    ("zł", "PLN"),
    ("₩", "KRW"),
    ("₪", "ILS"),
    ("₱", "PHP"),
    ("฿", "THB"),
    ("₦", "NGN"),
    ("₾", "GEL"),
    ("֏", "AMD"),
    ("₼", "AZN"),
];

/// ISO codes people write beside amounts in any language.
const CODES: [&str; 46] = [
    "rub", "eur", "usd", "gbp", "uah", "kzt", "try", "inr", "vnd", "idr", "pln", "czk", "huf", "ron", "bgn", "rsd",
    "sek", "nok", "dkk", "chf", "brl", "mxn", "cop", "ars", "ngn", "kes", "xof", "byn", "gel", "amd", "rur", "aud",
    "cad", "nzd", "cny", "jpy", "krw", "aed", "sar", "pkr", "npr", "bdt", "lkr", "thb", "php", "myr",
];

/// The currency that touches a place, with the far end of its name: behind it when `forward`, otherwise in front of it
/// and not before `from`, where what belongs to an earlier amount ends.
fn currency_at(text: &str, hits: &[Hit], from: usize, at: usize, forward: bool) -> Option<(String, usize)> {
    // "240.000 de ruble": Romanian, Spanish and others put a word between figure and currency.
    let at = if forward && text[at..].starts_with(" de ") { at + 3 } else { at };
    let hit = hits.iter().find(|h| {
        matches!(h.sense, Sense::Currency(_))
            && if forward {
                h.start >= at && gap_is_small(text, at, h.start, 2)
            } else {
                h.start >= from && h.end <= at && at - h.end <= 2 && text[h.end..at].trim().is_empty()
            }
            // "hợp đồng" is a contract, though "đồng" alone is money.
            && !hits.iter().any(|o| o.start <= h.start && h.end <= o.end && o.end - o.start > h.end - h.start)
    });
    if let Some(hit) = hit
        && let Sense::Currency(code) = hit.sense
    {
        return Some((String::from_utf8_lossy(&code).into_owned(), if forward { hit.end } else { hit.start }));
    }
    if forward {
        let rest = text[at..].trim_start_matches(' ');
        let start = at + text[at..].len() - rest.len();
        if start - at > 2 {
            return None;
        }
        for (symbol, code) in SYMBOLS {
            if rest.starts_with(symbol) && word_ends(text, start + symbol.len(), symbol) {
                return Some((code.to_owned(), start + symbol.len()));
            }
        }
        let code = rest.get(..3).filter(|c| CODES.contains(c))?;
        crate::phrases::border_at(text, start + 3).then(|| (iso(code), start + 3))
    } else {
        let before = text[from.min(at)..at].trim_end_matches(' ');
        let end = from.min(at) + before.len();
        if at - end > 2 {
            return None;
        }
        for (symbol, code) in SYMBOLS {
            if before.ends_with(symbol) && word_begins(text, end - symbol.len(), symbol) {
                return Some((code.to_owned(), end - symbol.len()));
            }
        }
        let code = before.get(before.len().checked_sub(3)?..).filter(|c| CODES.contains(c))?;
        crate::phrases::border_at(text, end - 3).then(|| (iso(code), end - 3))
    }
}

fn iso(code: &str) -> String {
    if code == "rur" { "RUB".to_owned() } else { code.to_uppercase() }
}

fn word_ends(text: &str, at: usize, symbol: &str) -> bool {
    !symbol.ends_with(char::is_alphabetic) || crate::phrases::border_at(text, at)
}

fn word_begins(text: &str, at: usize, symbol: &str) -> bool {
    !symbol.starts_with(char::is_alphabetic) || crate::phrases::border_at(text, at)
}

/// One figure with what touches it.
struct Amount {
    value: f64,
    multiplier: Option<f64>,
    currency: Option<String>,
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

fn amount(text: &str, hits: &[Hit], from: usize, figure: &Figure) -> Amount {
    let mut end = figure.range.end;
    let mut start = figure.range.start;
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
    if multiplier.is_none() && text[end..].starts_with('k') && crate::phrases::border_at(text, end + 1) {
        multiplier = Some(1000.0);
        end += 1;
    }
    let mut after = end;
    // The dot of an abbreviation ("тыс. руб.").
    if multiplier.is_some() && text[after..].starts_with('.') {
        after += 1;
    }
    let mut currency = None;
    if let Some((code, currency_end)) = currency_at(text, hits, from, after, true) {
        currency = Some(code);
        end = currency_end;
    } else if let Some((code, currency_start)) = currency_at(text, hits, from, start, false) {
        currency = Some(code);
        start = currency_start;
    }
    Amount { value: figure.value, multiplier, currency, start, end }
}

fn pay(folded: &Folded, hits: &[Hit], figures: &[Figure]) -> Vec<Pay> {
    let text = folded.text();
    let mut amounts: Vec<Amount> = Vec::with_capacity(figures.len());
    for figure in figures {
        let from = amounts.last().map_or(0, |before| before.end);
        amounts.push(amount(text, near(hits, &figure.range), from, figure));
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
            let same_money = match (&low.currency, &high.currency) {
                (Some(a), Some(b)) => a == b,
                (a, b) => a.is_some() || b.is_some(),
            };
            same_money && joined(text, hits, low.start..low.end, high.start, 2) && low.lowest(high) <= high.highest(low)
        });
        let (Some(currency), width) = (match high {
            Some(high) => (low.currency.clone().or(high.currency.clone()), 2),
            None => (low.currency.clone(), 1),
        }) else {
            i += 1;
            continue;
        };
        let min = high.map_or(low.value * low.multiplier.unwrap_or(1.0), |high| low.lowest(high));
        let max = high.map_or(min, |high| high.highest(low));
        let end = high.map_or(low.end, |h| h.end);
        let bound = high.is_none().then(|| bound_before(text, hits, low.start)).flatten();
        let (period, period_end) = match period_near(text, hits, taken..low.start, end) {
            Some((period, at)) => (Some(period), at.max(end)),
            None => (None, end),
        };
        let kind = kind_near(text, hits, named..low.start, end);
        if let Some((_, at)) = kind.filter(|(_, at)| *at > end) {
            named = at;
        }
        let kind = kind.map(|(kind, _)| kind);
        // A price beside somebody's trade ("taxi driver robbed of $500") is no pay.
        let is_pay = period.is_some() || kind.is_some() || pay_word;
        taken = period_end;
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
            out.push(Pay { min, max, currency, period, kind, span: folded.raw_span(low.start..period_end) });
        }
        i += width;
    }
    out
}

fn bound_before(text: &str, hits: &[Hit], start: usize) -> Option<Sense> {
    hits.iter()
        .filter(|h| h.end <= start && gap_is_small(text, h.end, start, 2))
        .find_map(|h| matches!(h.sense, Sense::From | Sense::To).then_some(h.sense))
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
