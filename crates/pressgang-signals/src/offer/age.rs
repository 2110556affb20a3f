//! The ages a post asks for.

use super::{AgeRange, gap_is_small, joined, near};
use crate::fold::Folded;
use crate::lexicon::{Hit, Sense};
use crate::numbers::Figure;
use std::ops::Range;

/// Ages at which somebody may be hired; figures outside are something else.
const AGES: std::ops::RangeInclusive<f64> = 14.0..=75.0;

/// The youngest that a lone bound may name, and the youngest of a range that no word calls an age.
const YOUNGEST: f64 = 16.0;

/// How surely a text looks for somebody, so that ages in it need no word that calls them ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Looks {
    /// Nothing says so.
    No,
    /// It calls or speaks of pay.
    Perhaps,
    /// It names work or who may apply.
    Hires,
}

pub(super) fn age(raw: &str, folded: &Folded, hits: &[Hit], figures: &[Figure], looks: Looks) -> Option<AgeRange> {
    let text = folded.text();
    let hires = looks > Looks::No;
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
    if hires && let Some(range) = bare_range(raw, folded, hits, figures, looks) {
        return Some(range);
    }
    for figure in figures.iter().filter(|f| f.value >= YOUNGEST && AGES.contains(&f.value) && f.value.fract() == 0.0) {
        let plus = text[figure.range.end..].starts_with('+')
            && !text[figure.range.end + 1..].starts_with(|c: char| c.is_alphanumeric());
        let Some(word) = word_near(&figure.range) else {
            // "18+" is nothing else where somebody is looked for.
            if plus && hires && figure.value <= 25.0 {
                let span = folded.raw_span(figure.range.start..figure.range.end + 1);
                return Some(AgeRange { min: Some(figure.value as u8), max: None, span });
            }
            if hires && let Some(range) = said_by_bound(raw, folded, hits, figure) {
                return Some(range);
            }
            continue;
        };
        let word_end = word.end.max(figure.range.end);
        // "18 ans +"
        let plus = plus || text[word_end..].trim_start_matches([' ', '.']).starts_with('+');
        let bound = near(hits, &figure.range).iter().find_map(|h| {
            let before = h.end <= figure.range.start
                && figure.range.start - h.end <= 2
                && matches!(text[h.end..figure.range.start].trim(), "" | ".");
            // "Minimum" of "ans minimum" is part of the word for ages.
            let behind = h.start >= figure.range.end
                && (h.start < word_end || gap_is_small(text, word_end, h.start, 2))
                && h.end - h.start >= 5;
            match h.sense {
                Sense::From | Sense::FromAge | Sense::Older if before || behind => Some(false),
                Sense::To | Sense::Younger if before || behind => Some(true),
                _ => None,
            }
        });
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

/// "Or older", "not older than": words that say of a figure beside them that it is an age.
fn said_by_bound(raw: &str, folded: &Folded, hits: &[Hit], figure: &Figure) -> Option<AgeRange> {
    let text = folded.text();
    let Range { start, end } = figure.range;
    let before = &text[..start];
    if before.trim_end_matches(' ').ends_with(['$', '€', '£', '₽', '₹'])
        || before.ends_with(['%', '+', '-', '.', ',', '/'])
    {
        return None;
    }
    // "Over 18s"
    let plural = text[end..].starts_with('s') && crate::phrases::border_at(text, end + 1);
    let after = if plural { end + 1 } else { end };
    let hits = near(hits, &figure.range);
    let (hit, older) = hits.iter().find_map(|h| {
        let older = match h.sense {
            Sense::Older => true,
            Sense::Younger => false,
            Sense::From if plural => true,
            _ => return None,
        };
        let before = h.end <= start && start - h.end <= 2 && text[h.end..start].trim().is_empty();
        let behind = h.start >= end && h.start - end <= 1;
        // More than many things are counted; the youngest age asked for is that of a young adult.
        let fits = before && ends_item(raw, folded, hits, after) || behind && (!older || figure.value <= 25.0);
        (fits && h.end - h.start >= 4).then_some((h, older))
    })?;
    let value = Some(figure.value as u8);
    let span = folded.raw_span(start.min(hit.start)..end.max(hit.end));
    Some(AgeRange { min: value.filter(|_| older), max: value.filter(|_| !older), span })
}

/// Returns true if nothing behind a place could be what a figure before it counts.
fn ends_item(raw: &str, folded: &Folded, hits: &[Hit], end: usize) -> bool {
    let text = folded.text();
    let after = text[end..].trim_start_matches(' ');
    let next = text.len() - after.len();
    let Some(c) = after.chars().next() else { return true };
    match c {
        '.' | ',' => !after[1..].starts_with(|c: char| c.is_ascii_digit()),
        ';' | '!' | '?' | ')' | '(' | '|' | '\u{2022}' | '\u{3002}' | '\u{060c}' | '\u{0964}' => true,
        '-' => after[1..].starts_with(' '),
        '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => true,
        _ => {
            raw[folded.raw_span(end..next)].contains('\n')
                || after.starts_with("only") && crate::phrases::border_at(text, next + 4)
                || hits
                    .iter()
                    .any(|h| h.start == next && matches!(h.sense, Sense::Age | Sense::Condition(_) | Sense::And))
        }
    }
}

/// Two grown-up ages joined as a range, with nothing behind them that would make them something else.
fn bare_range(raw: &str, folded: &Folded, hits: &[Hit], figures: &[Figure], looks: Looks) -> Option<AgeRange> {
    let text = folded.text();
    figures.windows(2).find_map(|pair| {
        let [low, high] = pair else { return None };
        let grown = (16.0..=45.0).contains(&low.value) && (22.0..=70.0).contains(&high.value);
        let whole = low.range.start..high.range.end;
        let hits = near(hits, &whole);
        if !grown || high.value - low.value < 4.0 || !joined(text, hits, low.range.clone(), high.range.start, 2) {
            return None;
        }
        // "Men 18-45", "women from 25 to 40", "m. 18-45": at most a short word stands between.
        let person = hits.iter().any(|h| {
            h.sense == Sense::Person
                && h.end <= whole.start
                && whole.start - h.end <= 10
                && text[h.end..whole.start].trim_matches([' ', '.', ':', '(', ',', '-']).chars().count() <= 4
        });
        let wide = high.value - low.value >= 7.0 && high.value >= 25.0;
        let far = wide && high.value - low.value >= 10.0 && low.value <= 35.0 && high.value >= 30.0;
        let stands_alone = || ends_item(raw, folded, hits, whole.end) && !is_time(text, low, high);
        if !(person || looks == Looks::Hires && wide || far && stands_alone()) {
            return None;
        }
        let before = &text[..whole.start];
        let after = text[whole.end..].trim_start_matches(' ');
        let touches = |from: usize, to: usize| {
            to >= from
                && to - from <= 2
                && !text[from..to].contains(',')
                && !raw[folded.raw_span(from..to)].contains('\n')
        };
        let unit = after.starts_with(['%', ':', '/', '$', '€', '£', '₽', '₹', '°', 'k', 'к'])
            || before.trim_end_matches(' ').ends_with(['$', '€', '£', '₽', '₹'])
            || before.ends_with([':', '.', '/']) && !person
            || after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_digit())
            || text[whole.end..].starts_with(char::is_alphanumeric)
            || hits.iter().any(|h| match h.sense {
                Sense::Currency(_) => touches(whole.end, h.start) || touches(h.end, whole.start),
                Sense::Multiplier(_) | Sense::Period(_) | Sense::LakhsAYear | Sense::Unit => {
                    touches(whole.end, h.start)
                }
                _ => false,
            });
        let range = AgeRange { min: Some(low.value as u8), max: Some(high.value as u8), span: folded.raw_span(whole) };
        (!unit).then_some(range)
    })
}

/// "At 18-30" is half past six.
fn is_time(text: &str, low: &Figure, high: &Figure) -> bool {
    let word = text[..low.range.start].trim_end_matches(' ').rsplit(' ').next().unwrap_or_default();
    let short = !word.is_empty() && word.chars().count() <= 3 && word.chars().all(char::is_alphabetic);
    low.value <= 24.0 && (high.value == 30.0 || high.value == 45.0) && short
}
