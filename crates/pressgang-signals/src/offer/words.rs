//! Which words belong to an amount: what it is for, what time, whether it is pay at all.

use std::ops::Range;

use super::gap_is_small;
use super::segments::Segments;
use crate::lexicon::{Hit, PayKind, Period, Sense};

/// An amount, or the two ends of a range.
pub(super) struct Unit {
    pub min: f64,
    pub max: f64,
    pub currency: Option<String>,
    /// A word or a letter multiplies the figure.
    pub multiplied: bool,
    /// What is spoken of is a sum a year.
    pub yearly: bool,
    pub range: bool,
    pub start: usize,
    pub end: usize,
    /// A word of its own says what it is for.
    pub named: bool,
}

/// An amount with the stretches of text whose words are its own.
pub(super) struct Place {
    /// The figure.
    figure: Range<usize>,
    /// Before it.
    ahead: Range<usize>,
    /// Behind it.
    behind: Range<usize>,
    /// The line before, where that one has no amount of its own and so may be a heading.
    heading: Option<Range<usize>>,
}

/// What an amount is paid for.
pub(super) struct Named {
    pub kind: PayKind,
    start: usize,
    /// Where the word that says so ends.
    pub end: usize,
}

/// What time an amount is for.
pub(super) struct Timed {
    pub period: Period,
    /// Where the word that says so ends.
    pub end: usize,
    /// It touches the amount.
    pub beside: bool,
}

impl Unit {
    /// The figure could be a year.
    pub fn is_year(&self) -> bool {
        self.min.fract() == 0.0 && (1900.0..2100.0).contains(&self.min) && !self.multiplied && !self.range
    }

    /// A word that makes the amount the least or the most.
    pub fn bound(&self, text: &str, hits: &[Hit]) -> Option<Sense> {
        let before = hits
            .iter()
            .filter(|h| h.end <= self.start && self.start - h.end <= 2)
            .filter(|h| matches!(text[h.end..self.start].trim(), "" | "." | ":"))
            .find_map(|h| matches!(h.sense, Sense::From | Sense::To).then_some(h.sense));
        before.or_else(|| bound_behind(text, hits, self.end))
    }

    /// The stretches whose words belong to `units[i]`, which is this one; `taken` is where the words end that the
    /// amount before has claimed.
    pub fn place(&self, text: &str, segments: &Segments, units: &[Unit], i: usize, taken: usize) -> Place {
        let around = segments.around(&(self.start..self.end));
        let former = i.checked_sub(1).map(|i| units[i].end).filter(|end| *end > around.start);
        let ahead = match former {
            Some(end) => segments.first_cut(end..self.start).unwrap_or(end).max(taken.min(self.start)),
            None => around.start.max(taken.min(self.start)),
        };
        let next = units.get(i + 1).map_or(around.end, |next| next.start.min(around.end)).max(self.end);
        let behind = segments.first_cut(self.end..next).unwrap_or(next);
        let heading = if former.is_none() { segments.line_before(text, around.start) } else { None };
        let free = |line: &Range<usize>| i == 0 || units[i - 1].end <= line.start;
        Place {
            figure: self.start..self.end,
            ahead: ahead..self.start,
            behind: self.end..behind,
            heading: heading.filter(free),
        }
    }
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

/// Returns true if at most so many letters stand between two places.
fn within(text: &str, from: usize, to: usize, most: usize) -> bool {
    to >= from && to - from <= most * 4 && text[from..to].chars().count() <= most
}

fn named(hit: &Hit) -> Option<Named> {
    match hit.sense {
        Sense::Kind(kind) => Some(Named { kind, start: hit.start, end: hit.end }),
        Sense::Pay => Some(Named { kind: PayKind::Salary, start: hit.start, end: hit.end }),
        _ => None,
    }
}

/// What an amount is paid for: the word in its own item, before it or else behind it, or the one in the line above.
pub(super) fn kind_of(text: &str, hits: &[Hit], segments: &Segments, place: &Place) -> Option<Named> {
    let nearest = |stretch: &Range<usize>, to: usize, most: usize| {
        hits.iter()
            .filter(|h| h.start >= stretch.start && h.end <= stretch.end && within(text, h.end, to, most))
            .filter_map(|h| named(h).map(|n| (n, h.sense != Sense::Pay)))
            .max_by_key(|(n, exact)| (n.end, n.kind, *exact))
    };
    let behind = |most: usize, wanted: fn(PayKind) -> bool| {
        hits.iter()
            .filter(|h| h.start >= place.behind.start && h.end <= place.behind.end)
            .filter(|h| within(text, place.figure.end, h.start, most))
            .find_map(|h| named(h).filter(|n| h.sense != Sense::Pay && wanted(n.kind)))
    };
    let ahead = nearest(&place.ahead, place.figure.start, 40);
    match ahead {
        // "A payment of 5 000 000 to the family in case of death": what is named behind says more than "payment".
        Some((n, exact)) if n.kind == PayKind::Salary => {
            // "In case of injury a payment of": what it is for stands before the word for payment.
            let other = hits.iter().rev().filter(|h| {
                h.start >= place.ahead.start
                    && h.end <= n.start
                    && within(text, h.end, n.start, 24)
                    && segments.first_cut(h.end..n.start).is_none()
            });
            let other = other.filter_map(named).find(|n| n.kind != PayKind::Salary).filter(|_| !exact);
            if other.is_some() {
                return other;
            }
            let more = behind(40, |kind| matches!(kind, PayKind::Injury | PayKind::Death));
            let more = more.or_else(|| behind(24, |kind| kind == PayKind::Bonus).filter(|_| !exact));
            more.or(Some(n))
        }
        Some((n, _)) => Some(n),
        None => behind(24, |kind| kind != PayKind::Salary)
            .or_else(|| behind(12, |_| true))
            .or_else(|| place.heading.as_ref().and_then(|line| nearest(line, place.figure.start, 40).map(|(n, _)| n))),
    }
}

/// What time an amount is for.
pub(super) fn period_of(
    text: &str,
    hits: &[Hit],
    segments: &Segments,
    place: &Place,
    kind: Option<&Named>,
) -> Option<Timed> {
    let Range { start, end } = place.figure;
    let periods = || {
        hits.iter().filter_map(|h| match h.sense {
            Sense::Period(period) if !is_counted(text, segments, h, end) => Some((period, h)),
            _ => None,
        })
    };
    let extra = kind.is_some_and(|k| k.kind != PayKind::Salary);
    // "Paid in 48 hours" says when a bonus comes, "500 monthly" and "monthly bonus" how often.
    let most = if extra { 2 } else { 14 };
    let after = periods()
        .filter(|(_, h)| h.start >= end && h.end <= place.behind.end && within(text, end, h.start, most))
        .find(|(_, h)| !text[end..h.start].contains('.') || h.start - end <= 4 || text[..h.start].ends_with(". "));
    if let Some((period, h)) = after {
        return Some(Timed { period, end: h.end, beside: h.start - end <= 3 });
    }
    let names = |h: &Hit| {
        kind.is_some_and(|k| {
            within(text, h.end, k.start, 1) || within(text, k.end, h.start, 1) || k.start <= h.start && h.end <= k.end
        })
    };
    let before =
        periods().filter(|(_, h)| h.start >= place.ahead.start && h.end <= place.ahead.end).rfind(|(period, h)| {
            names(h)
                || (!extra || *period == Period::Once)
                    && within(text, h.end, start, 18)
                    && segments.first_cut(h.end..start).is_none()
        });
    if let Some((period, h)) = before {
        return Some(Timed { period, end: h.end, beside: !text[h.end..start].contains(char::is_alphanumeric) });
    }
    let line = place.heading.as_ref()?;
    periods().rfind(|(_, h)| h.start >= line.start && h.end <= line.end && names(h)).map(|(period, h)| Timed {
        period,
        end: h.end,
        beside: false,
    })
}

/// Returns true for a number of days or months: "in 5 days" is no pay by the day.
fn is_counted(text: &str, segments: &Segments, hit: &Hit, amount_end: usize) -> bool {
    let before = text[..hit.start].trim_end_matches([' ', '-']);
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    // Digits that end the amount itself count nothing else.
    digits > 0
        && before.len() != amount_end
        && &before[before.len() - digits..] != "1"
        && segments.first_cut(before.len()..hit.start).is_none()
}

/// A word for rent, deposit or price stands right before, nearer than any word for pay, or one right behind says that
/// the reader pays.
pub(super) fn is_price(text: &str, hits: &[Hit], segments: &Segments, place: &Place) -> bool {
    let start = place.figure.start;
    let nearest = |wanted: fn(&Sense) -> bool, most: usize| {
        hits.iter()
            .filter(|h| h.start >= place.ahead.start && h.end <= start && within(text, h.end, start, most))
            .filter(|h| wanted(&h.sense) && segments.first_cut(h.end..start).is_none())
            .map(|h| h.end)
            .max()
    };
    let price = nearest(|s| matches!(s, Sense::Price | Sense::Charge), 32);
    let charged = hits.iter().any(|h| {
        h.sense == Sense::NotPay
            && h.start >= place.figure.end
            && h.end <= place.behind.end
            && gap_is_small(text, place.figure.end, h.start, 24)
    });
    price.is_some() && price >= nearest(|s| matches!(s, Sense::Pay | Sense::Kind(_)), 40) || charged
}
